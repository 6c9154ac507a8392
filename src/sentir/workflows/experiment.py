"""A plan of trials: what is to be tried on which rows, checked before anything runs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.errors import ConfigError
from sentir.experiments.trial import Trial, TrialResult, config_of
from sentir.runtime.threads import physical_cores
from sentir.store.documents import dump

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.config.settings import RunConfig
    from sentir.data.sources.table import SourceFile
    from sentir.experiments.trial_data import TrialData
    from sentir.store.experiment_folder import ExperimentFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Trials to be carried out. Two commands with equal plans go on with one another.

    Attributes:
        kind: ablation, remedy, what_if.
        name: of the folder under `runs/`.
        base: settings that each trial changes some of.
        trials: each with a name, settings, a seed.
        data: their rows.
        files: the files that the rows come from.
        stated: what else belongs to the plan and is kept in `experiment.json`.
        lang: of what is said about it.
        seconds: about how long each trial takes, where pieces of them were timed before; no part
            of what makes two plans equal.
    """

    kind: str
    name: str
    base: RunConfig
    trials: Sequence[Trial]
    data: TrialData
    files: Sequence[SourceFile]
    stated: Mapping[str, Any] = field(default_factory=dict)
    lang: str = "en"
    seconds: Sequence[float | None] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the plan as `experiment.json` holds it: settings, trials, what the rows are."""
        rows = [self.data.train, self.data.validation, *self.data.sets.values()]
        texts = hashlib.sha256(dump([list(self.data.texts), list(self.data.labels)]))
        for each in rows:
            texts.update(np.ascontiguousarray(each, "<i8").tobytes())
        value = {
            "base": self.base.model_dump(mode="json"),
            "trials": [trial.to_json() for trial in self.trials],
            "files": [{"name": f.name, "rows": f.rows, "sha256": f.sha256} for f in self.files],
            "rows": {
                "train": int(self.data.train.size),
                "validation": int(self.data.validation.size),
                **{name: int(each.size) for name, each in self.data.sets.items()},
                "sha256": texts.hexdigest(),
            },
            "asked": list(self.data.asked),
            **self.stated,
        }
        return dict(json.loads(dump(value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """A plan that was carried out: where it lies, and what each trial came to, in its order."""

    folder: ExperimentFolder
    results: tuple[TrialResult, ...]


def check_plan(plan: Plan) -> None:
    """Refuse a plan one of whose trials has settings that do not fit, before anything runs.

    Raises:
        ConfigError: lists the problems of the first such trial.
    """
    for trial in plan.trials:
        config_of(trial, plan.base)


def jobs_of(asked: int) -> int:
    """Return how many processes run at once: what was asked for, or with 0 one for each core.

    Raises:
        ConfigError: more than this machine has cores.
    """
    cores = physical_cores()
    if asked > cores:
        raise ConfigError(
            f"--jobs {asked} is more than this machine's {cores} cores, and they would only wait "
            f"for one another. Give --jobs {cores}, or leave it out."
        )
    return asked or cores
