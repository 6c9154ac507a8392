"""`report.json` from plain numbers: what a run recorded, and the answers to the rows looked at.

Its shape is in `shape`; nothing here is a sentence, so one file serves every language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.report import shape
from sentir.report.reliability import reliability
from sentir.report.worth import worth
from sentir.tasks.confusion import confusion, per_class

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.statistics.arrays import Floats, Ints

MOST_EXAMPLES = 5
MOST_WORST = 20
_TEXT_LENGTH = 300
_SEED = 0  # the same rows always get the same intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAnswers:
    """The rows of one part (n of them) with the kept model's answers.

    `scores` are the task's, as `run.json` holds them. `baselines` holds the class (n,) that each
    baseline gave the same rows, where it is known.
    """

    rows: Ints  # row numbers (n,)
    texts: Sequence[str]
    targets: Ints  # classes (n,)
    probabilities: Floats  # (n, classes), calibrated: those of the model file
    uncalibrated: Floats  # (n, classes), at temperature 1
    scores: shape.Scores
    baselines: Mapping[str, Ints] = field(default_factory=dict)


def build_content(  # noqa: PLR0913 - one argument per file of the run
    run: Mapping[str, Any],
    *,
    config: Mapping[str, Any],
    data: Mapping[str, Any],
    history: Sequence[Mapping[str, Any]],
    model: shape.ModelSummary,
    answers: Mapping[str, PartAnswers],
    name: str,
) -> shape.Report:
    """Return the content of `report.json`.

    Args:
        run: `run.json`: state, command, environment, seed, kept_epoch, score, verdict, baselines,
            test_looks.
        config: `config.json`, every setting.
        data: `data.json`: files and audit.
        history: The rows of `history.jsonl`.
        model: Task, labels, layers and sizes.
        answers: `validation`, and `test` once it was looked at.
        name: The run's name.
    """
    labels = model["labels"]
    baselines = run.get("baselines", {})
    return {
        "format": shape.FORMAT,
        "name": name,
        "main_score": run.get("score", "accuracy"),
        "state": run["state"],
        "verdict": run["verdict"],
        "parts": {part: {"n": len(given.rows)} for part, given in answers.items()},
        "scores": {part: given.scores for part, given in answers.items()},
        "baselines": baselines,
        "worth": _worth(answers, baselines),
        "per_class": {part: _classes(given, labels) for part, given in answers.items()},
        "confusion": {part: _confusion(given, labels) for part, given in answers.items()},
        "worst": {part: _worst(given, labels) for part, given in answers.items()},
        "calibration": {
            part: _calibration(given, model["temperature"]) for part, given in answers.items()
        },
        "audit": data["audit"],
        "model": model,
        "history": [dict(row) for row in history],
        "settings": dict(config),
        "repeat": {
            "command": run["command"],
            "seed": run["seed"],
            "kept_epoch": run["kept_epoch"],
            "environment": run["environment"],
            "files": data["files"],
            "moves": list(run.get("moves", [])),
        },
        "stopped": run.get("stopped"),
        "test_looks": list(run.get("test_looks", [])),
    }


def _worth(
    answers: Mapping[str, PartAnswers], baselines: Mapping[str, Mapping[str, shape.Scores]]
) -> dict[str, shape.Worth]:
    found = {}
    for part, given in answers.items():
        rivals = {name: scores[part] for name, scores in baselines.items() if part in scores}
        if rivals:
            right = {name: decided == given.targets for name, decided in given.baselines.items()}
            own = given.probabilities.argmax(axis=1) == given.targets
            found[part] = worth(given.scores, rivals, net_right=own, rivals_right=right)
    return found


def _classes(given: PartAnswers, labels: Sequence[str]) -> list[shape.ClassRow]:
    counts = _counts(given, labels)
    table = per_class(counts, labels, rng=np.random.default_rng(_SEED))
    return [row.to_json() for row in table]  # type: ignore[misc]  # that room knows no TypedDict


def _counts(given: PartAnswers, labels: Sequence[str]) -> Ints:
    return confusion(given.probabilities.argmax(axis=1), given.targets, classes=len(labels))


def _confusion(given: PartAnswers, labels: Sequence[str]) -> shape.Confusion:
    predicted = given.probabilities.argmax(axis=1)
    sureness = given.probabilities.max(axis=1)
    cells: list[shape.Cell] = []
    for true, guess in np.argwhere(_counts(given, labels)).tolist():
        inside = np.flatnonzero((given.targets == true) & (predicted == guess))
        # mistakes: the surest teach most; right answers: the ones that nearly failed
        order = np.argsort(sureness[inside] * (1 if true == guess else -1), kind="stable")
        shown = inside[order[:MOST_EXAMPLES]]
        examples = [_example(given, int(place), labels) for place in shown]
        cells.append({"true": true, "predicted": guess, "examples": examples})
    matrix: list[list[int]] = _counts(given, labels).tolist()
    return {"labels": list(labels), "matrix": matrix, "cells": cells}


def _worst(given: PartAnswers, labels: Sequence[str]) -> list[shape.Example]:
    wrong = np.flatnonzero(given.probabilities.argmax(axis=1) != given.targets)
    sureness = given.probabilities[wrong].max(axis=1)
    surest = wrong[np.argsort(-sureness, kind="stable")[:MOST_WORST]]
    return [_example(given, int(place), labels) for place in surest]


def _example(given: PartAnswers, place: int, labels: Sequence[str]) -> shape.Example:
    text, chances, true = given.texts[place], given.probabilities[place], given.targets[place]
    predicted = int(chances.argmax())
    return {
        "row": int(given.rows[place]),
        "text": text if len(text) <= _TEXT_LENGTH else text[: _TEXT_LENGTH - 1] + "…",
        "true": labels[true],
        "predicted": labels[predicted],
        "probability": round(float(chances[predicted]), 6),
        "true_probability": round(float(chances[true]), 6),
    }


def _calibration(given: PartAnswers, temperature: float) -> shape.Calibration:
    return {
        "temperature": temperature,
        "before": reliability(given.uncalibrated, given.targets),
        "after": reliability(given.probabilities, given.targets),
    }
