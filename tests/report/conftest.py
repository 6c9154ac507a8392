"""Made-up runs, realistic enough to be looked at: `make_report(classes=6)`."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pytest

from sentir.config.settings import RunConfig
from sentir.diagnose.fit import Reference
from sentir.diagnose.verdict import judge
from sentir.report.content import PartAnswers, build_content
from sentir.store.histories import HistoryRow
from sentir.tasks.task import make_task

if TYPE_CHECKING:
    from sentir.report import shape

EMOTIONS = ["sadness", "joy", "love", "anger", "fear", "surprise"]
SENTENCE = (
    "i feel so happy today that the rain stopped my grandmother called and we talked about summer "
    "nobody told me what happened but it was not kind of him to leave without a word again"
)


class MakeReport(Protocol):
    """Make the content of a report; `labels` and `text` replace the made-up ones."""

    def __call__(
        self, *, classes: int = 6, rows: int = 2000, test: bool = False, **changes: Any
    ) -> shape.Report: ...


def made_up_answers(labels: list[str], rows: int, seed: int) -> PartAnswers:
    rng = np.random.default_rng(seed)
    classes = len(labels)
    targets = rng.choice(classes, size=rows, p=np.arange(classes, 0, -1) / sum(range(classes + 1)))
    logits = rng.normal(size=(rows, classes)) + 2.6 * np.eye(classes)[targets]
    task = make_task("multiclass", labels)
    linear = np.where(rng.random(rows) < 0.82, targets, rng.integers(classes, size=rows))
    probabilities = task.activate(logits, temperature=0.4)
    return PartAnswers(
        rows=np.arange(rows) + 16_000,
        texts=[
            " ".join(rng.choice(SENTENCE.split(), size=rng.integers(4, 30))) for _ in range(rows)
        ],
        targets=targets,
        probabilities=probabilities,
        uncalibrated=task.activate(logits, temperature=0.28),
        scores={k: v.to_json() for k, v in task.score(probabilities, targets).items()},  # type: ignore[misc]  # value, low, high, n
        baselines={"linear": linear, "majority": np.zeros(rows, dtype=np.int64)},
    )


def _baseline_scores(answers: dict[str, PartAnswers], name: str, classes: int) -> dict[str, Any]:
    task = make_task("multiclass", [str(n) for n in range(classes)])
    return {
        part: {
            key: score.to_json()
            for key, score in task.score(
                0.02 / classes + 0.98 * np.eye(classes)[given.baselines[name]], given.targets
            ).items()
        }
        for part, given in answers.items()
    }


def _history() -> list[dict[str, Any]]:
    train = [1.79, 0.62, 0.24, 0.14, 0.09, 0.06, 0.04, 0.03]
    val = [1.79, 0.58, 0.29, 0.232, 0.213, 0.24, 0.281, 0.315]
    return [
        {
            "epoch": n,
            "step": 250 * n,
            "seconds": 6.1 * n,
            "train_loss": a,
            "val_loss": b,
            "train_score": 1 - a / 2.6,
            "val_score": 1 - b / 2.9,
            "learning_rate": 0.003 / (n + 1),
        }
        for n, (a, b) in enumerate(zip(train, val, strict=True))
    ]


def _labels(classes: int) -> list[str]:
    if classes == 2:
        return ["negative", "positive"]
    return EMOTIONS[:classes] if classes <= 6 else [f"emotion {n}" for n in range(classes)]


def _run(answers: dict[str, PartAnswers], classes: int) -> dict[str, Any]:
    return {
        "format": 1,
        "state": "finished",
        "command": "sentir train emotion --data $SENTIR_DATA/emotion --test",
        "environment": {
            "sentir": "0.1.0", "python": "3.11.9", "numpy": "2.4.6", "blas": "openblas 0.3.30",
            "platform": "Linux-6.1-x86_64", "cpu_capability": "AVX2", "threads": 2,
        },
        "seed": 0,
        "kept_epoch": 4,
        "score": "accuracy",
        "verdict": judge(
            [HistoryRow(**row) for row in _history()],
            reference=Reference(validation_rows=2000, train_rows=16_000, classes=classes),
            kept_epoch=4,
        ).to_json(),
        "baselines": {
            name: _baseline_scores(answers, name, classes) for name in ("majority", "linear")
        },
        "stopped": None,
        "test_looks": ["2026-11-21T14:00:00Z", "2026-11-22T09:30:00Z"] if "test" in answers else [],
    }  # fmt: skip


def _audit(labels: list[str]) -> dict[str, Any]:
    def part(rows: int) -> dict[str, Any]:
        classes = {label: rows // (n + 2) for n, label in enumerate(labels)}
        lengths = {"mean": 19.1, "median": 17.0, "ninety_five_percent": 41.0, "longest": 66}
        repeats = {"duplicates": 31, "conflicting_texts": 30, "conflicting_rows": 60}
        return {
            "rows": rows, "classes": classes, "lengths": lengths, "empty": 0, "repeats": repeats
        }  # fmt: skip

    leak = {"n": 2000, "same_label": 0, "other_label": 9, "gain_points": 0.0, "loss_points": 0.45}
    return {
        "rows": 20_000,
        "bad_rows": 0,
        "classes": labels,
        "parts": {"train": part(16_000), "validation": part(2000), "test": part(2000)},
        "whole": part(20_000),
        "empty_rows": [],
        "near_duplicates": 120,
        "near_duplicates_examined": 20_000,
        "shared_texts": 19,
        "leaks": {"validation": leak, "test": leak},
        "widespread_words": {"i": 0.97, "feel": 0.91},
        "single_words": {
            "accuracy": 0.9,
            "majority": 0.352,
            "n": 2000,
            "examples": [["amazed", labels[-1], 0.97], ["terrified", labels[0], 0.96]],
        },
        "notes": ["train.txt: text;label, utf-8", "val.txt gives the validation rows"],
    }


def _model(labels: list[str]) -> dict[str, Any]:
    layers = [
        ("embedding", [100], 812_300), ("recurrent.0", [256], 176_640), ("pooling", [256], 256),
        ("output", [len(labels)], 257 * len(labels)),
    ]  # fmt: skip
    return {
        "task": "multiclass",
        "labels": labels,
        "layers": [
            dict(zip(("name", "shape", "parameters"), each, strict=True)) for each in layers
        ],
        "parameters": sum(each[2] for each in layers),
        "words": 8123,
        "updates_per_epoch": 250,
        "updates": 1750,
        "temperature": 1.23,
        "calibrated": True,
        "max_length": 64,
        "keep": "first",
        "coverage": 0.998,
        "measured_training_rows": 16_000,
    }


@cache
def _built(labels: tuple[str, ...], rows: int, *, is_tested: bool, text: str) -> shape.Report:
    names = list(labels)
    parts = ("validation", "test") if is_tested else ("validation",)
    answers = {part: made_up_answers(names, rows, seed=seed) for seed, part in enumerate(parts, 1)}
    if text:
        answers = {part: replace(given, texts=[text] * rows) for part, given in answers.items()}
    settings = RunConfig.model_validate(
        {"title": "Six emotions in short texts", "train": {"batch_size": 64}}
    ).model_dump(mode="json")
    settings["model"].update(embedding_dropout=0.3, word_dropout=0.1, pooled_dropout=0.5)
    settings["train"].update(weight_decay=0.01, label_smoothing=0.1)
    return build_content(
        _run(answers, len(names)),
        config=settings,
        data={
            "files": [{"name": "train.txt", "rows": 16_000, "sha256": "3f" * 32}],
            "audit": _audit(names),
        },
        history=_history(),
        model=_model(names),  # type: ignore[arg-type]  # plain data, as run.json holds it
        answers=answers,
        name="emotion-3",
    )


@pytest.fixture(scope="session")
def make_report() -> MakeReport:
    def make(
        *, classes: int = 6, rows: int = 2000, test: bool = False, **changes: Any
    ) -> shape.Report:
        labels, text = changes.pop("labels", None) or _labels(classes), changes.pop("text", "")
        content = deepcopy(_built(tuple(labels), rows, is_tested=test, text=text))
        content.update(changes)  # type: ignore[typeddict-item]  # a test knows what it changes
        return content

    return make
