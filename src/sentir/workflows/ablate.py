"""One net, some of its settings varied one at a time: what changes, and is it better?"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.config.variations import shown
from sentir.diagnose.fit import Reference
from sentir.diagnose.verdict import judge
from sentir.errors import ConfigError
from sentir.experiments.ablation import ablation_of, sample
from sentir.experiments.agreement import agreement, commonest
from sentir.experiments.trial_data import TrialData
from sentir.report.ablation_page import ablation_page
from sentir.report.language import language
from sentir.report.note_words import note_lines
from sentir.workflows.ablation_request import KIND
from sentir.workflows.experiment import Experiment, Plan
from sentir.workflows.experiment_page import write_page
from sentir.workflows.material import anchored, rows_for
from sentir.workflows.trials import carry_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sentir.config.settings import RunConfig
    from sentir.data.sources.table import Table
    from sentir.data.splits import Split
    from sentir.experiments.trial import TrialResult
    from sentir.workflows.ablation_request import Ablation
    from sentir.workflows.trial_progress import TrialProgress

_SAMPLING = 0
"""Seed of the sample of training rows: the same rows for everybody."""


def ablate(
    ablation: Ablation,
    *,
    progress: TrialProgress,
    command: str,
    jobs: int = 0,
    out: Path | None = None,
    lang: str = "en",
) -> Experiment:
    """Train every variant under every seed and compare the values of each factor.

    Raises:
        ConfigError: more rows or jobs than there are.
        DataError: the data cannot be read or learned from.
        RunError: the folder holds something else, or it is being written.
        Interrupted: a person asked to stop; the same command goes on with it.
    """
    config, speech = anchored(ablation.request.config), language(lang)
    progress.say(speech.say("Reading {source} ...", source=config.data.source))
    table, parts = rows_for(config)
    for note in note_lines((*ablation.request.notes, *table.notes, *parts.notes), speech):
        progress.say(note)
    if ablation.rows:
        parts = _sampled(table, parts, ablation.rows)
        progress.say(
            speech.say(
                "Trained on a sample of {rows} training rows, drawn by class; all {validation} "
                "validation rows are kept.",
                rows=speech.count(parts.train.size),
                validation=speech.count(parts.validation.size),
            )
        )
    plan = Plan(
        kind=KIND,
        name=f"{ablation.request.name}-ablation",
        base=config,
        trials=ablation.variants.trials(ablation.seeds),
        data=TrialData.of(table, parts),
        files=table.files,
        stated={"factors": [factor.model_dump(mode="json") for factor in ablation.factors]},
        lang=lang,
    )

    def conclude(results: Sequence[TrialResult]) -> dict[str, Any]:
        return _comparison(ablation, config, table, parts, results)

    done = carry_out(
        plan, command=command, conclude=conclude, progress=progress, jobs=jobs, out=out
    )
    for note in write_page(done.folder, ablation_page, speech):
        progress.say(note)
    return done


def _sampled(table: Table, parts: Split, count: int) -> Split:
    least = len(table.classes())
    if not least <= count <= parts.train.size:
        raise ConfigError(
            f"--rows {count} cannot be had: there are {parts.train.size} training rows of {least} "
            f"classes. Give a number from {least} to {parts.train.size}, or leave --rows out."
        )
    rng = np.random.default_rng(_SAMPLING)
    return dataclasses.replace(parts, train=sample(parts.train, table.labels, count, rng=rng))


def _comparison(
    ablation: Ablation,
    config: RunConfig,
    table: Table,
    parts: Split,
    results: Sequence[TrialResult],
) -> dict[str, Any]:
    found = ablation_of(ablation.factors, ablation.variants, results)
    validation = [table.labels[row] for row in parts.validation]
    majority = max(validation.count(label) for label in set(validation)) / len(validation)
    reference = Reference(
        validation_rows=parts.validation.size,
        train_rows=parts.train.size,
        majority_score=majority,
        classes=len(table.classes()),
    )
    for result in results:
        if result.is_finished:
            verdict = judge(result.history, reference=reference, kept_epoch=result.kept["epoch"])
            found["variants"][result.trial.name]["verdicts"].append(
                {
                    "seed": result.trial.seed,
                    "last_loss": result.last["val_loss"],
                    **verdict.to_json(),
                }
            )
    return {
        "kind": KIND,
        "title": config.title or ablation.request.name,
        "name": ablation.request.name,
        "score": "accuracy",
        "majority": majority,
        "seeds": list(ablation.seeds),
        "rows": {
            "train": int(parts.train.size),
            "validation": int(parts.validation.size),
            "is_sample": bool(ablation.rows),
        },
        **found,
        "readings": _readings(ablation, found),
    }


def _readings(ablation: Ablation, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a report says of some nets beside what was found of them."""
    variants = {
        (factor["setting"], value["shown"]): value["variant"]
        for factor in found["factors"]
        for value in factor["values"]
    }
    listed = []
    for reading in ablation.readings:
        variant = variants[reading.setting, shown(reading.value)]
        verdicts = found["variants"][variant]["verdicts"]
        if verdicts:
            listed.append(
                {
                    "setting": reading.setting,
                    "shown": shown(reading.value),
                    "said": reading.said,
                    "verdict": commonest(verdicts),
                    "verdicts": verdicts,
                    "agreements": [agreement(r, verdicts).to_json() for r in reading.readings],
                }
            )
    return listed
