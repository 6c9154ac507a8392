"""One trial carried out: train, keep the best weights, measure them row by row. No report."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.experiments.trial import TrialResult, config_of, failed, point
from sentir.runtime.build import Labelled, Trained, build_model
from sentir.runtime.calibration import fit_temperature
from sentir.runtime.preprocessing import Preprocessing
from sentir.runtime.states import states_of
from sentir.store.model_file import write_model
from sentir.training.run import adapted, begin, kept_net, train
from sentir.training.state import TrainState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Ints
    from sentir.config.settings import RunConfig
    from sentir.experiments.trial import Trial
    from sentir.experiments.trial_data import TrialData
    from sentir.nets.net import Net
    from sentir.training.hooks import Hook
    from sentir.training.run import Prepared

_SIZED_BY = 2_000
"""Rows from which the model file is made that is only weighed: its size hardly depends on them."""


class Bench:
    """Prepares rows once for all settings that read them alike; the last reading is kept."""

    def __init__(self, base: RunConfig, data: TrialData) -> None:
        self.base = base
        self.data = data
        self._reading: Any = None
        self._prepared: Prepared | None = None

    def prepared(self, config: RunConfig, trial: Trial) -> Prepared:
        """Return the rows as numbers, with the net and the batches of this trial."""
        reading = (config.text, config.train.task)
        if self._prepared is None or self._reading != reading:
            self._prepared = None  # the old one makes room first
            self._prepared = self.data.prepared(config)
            self._reading = reading
        rows = self.data.sets[trial.rows] if trial.rows else None
        return adapted(self._prepared, config, train_rows=rows)


def run_trial(
    bench: Bench, trial: Trial, *, threads: int = 1, hooks: Sequence[Hook] = ()
) -> TrialResult:
    """Return what a trial comes to; one whose loss was never finite has failed.

    Raises:
        SentirError: its settings do not fit the rows.
    """
    config = config_of(trial, bench.base)
    prepared = bench.prepared(config, trial)
    step = begin(config, prepared, threads=threads)
    state = train(TrainState(step=step), prepared, config, hooks=hooks)
    if state.best is None:
        at = f" at update {state.stopped.update}" if state.stopped else ""
        return failed(trial, f"the loss was not finite{at}, so no weights could be kept")
    net = kept_net(state, prepared)
    rows = prepared.split.validation
    logits = net.head(states_of(net, prepared.sequences.take(rows)))
    targets = prepared.targets[rows]
    probabilities = prepared.task.activate(logits)
    likelihood = probabilities[np.arange(rows.size), targets]
    kept = next(row for row in state.history if row.epoch == state.best.epoch)
    return TrialResult(
        trial=trial,
        reason=state.stopped.reason if state.stopped else "",
        kept=point(kept),
        last=point(state.history[-1]),
        history=state.history,
        parameters=net.parameter_count,
        model_bytes=_model_bytes(net, prepared, config),
        seconds=state.seconds,
        right=prepared.task.decide(probabilities) == targets,
        losses=-np.log(np.maximum(likelihood, np.finfo(np.float64).tiny)),
        asked=_answers(net, prepared, config, bench.data.asked, temperature=fit_temperature(
            logits, targets, prepared.task).value),
    )  # fmt: skip


def _answers(
    net: Net, prepared: Prepared, config: RunConfig, asked: Sequence[str], *, temperature: float
) -> Any:
    """Return the calibrated probabilities (k, classes) of the texts that are asked about."""
    if not asked:
        return np.zeros((0, len(prepared.task.labels)))
    sequences = Preprocessing.of(config.text).encode(asked, prepared.vocabulary).sequences
    logits = net.head(states_of(net, sequences))
    return prepared.task.activate(logits, temperature=temperature)


def _model_bytes(net: Net, prepared: Prepared, config: RunConfig) -> int:
    """Return the size of the model file that these weights would be kept in."""
    built = build_model(
        Trained(
            net=net,
            vocabulary=prepared.vocabulary,
            task=prepared.task,
            preprocessing=Preprocessing.of(config.text),
            min_probability=config.predict.min_probability,
        ),
        train=_some(prepared, prepared.split.train),
        validation=_some(prepared, prepared.split.validation),
        card={},
        rng=np.random.default_rng(0),
    )
    with TemporaryDirectory(prefix="sentir-trial-") as folder:
        path = Path(folder) / "model.sentir"
        write_model(path, built.file)
        return path.stat().st_size


def _some(prepared: Prepared, rows: Ints) -> Labelled:
    chosen = rows[:: max(1, rows.size // _SIZED_BY)]
    return Labelled(sequences=prepared.sequences.take(chosen), targets=prepared.targets[chosen])
