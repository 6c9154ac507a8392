from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.baselines import linear as module
from sentir.baselines.hashed import fit_hashed
from sentir.baselines.linear import Linear, Rows, linear
from sentir.baselines.tfidf import fit_tfidf
from sentir.tasks.task import make_task

if TYPE_CHECKING:
    from sentir.tasks.task import Task

pytest.importorskip("sklearn")


def test_words_that_tell_the_class_are_found(
    train: Rows, parts: dict[str, Rows], task: Task
) -> None:
    found = linear(train, parts, task=task)
    assert not found.missing
    assert found.how["characters"]
    for name, rows in parts.items():
        assert found.scores[name]["accuracy"].value > 0.88
        right = np.mean(found.decided[name] == rows.targets)
        assert found.scores[name]["accuracy"].value == pytest.approx(right)


def test_the_same_rows_give_the_same_answers(
    train: Rows, parts: dict[str, Rows], task: Task
) -> None:
    assert linear(train, parts, task=task).scores == linear(train, parts, task=task).scores


def test_nothing_of_the_parts_enters_the_fit(
    train: Rows, parts: dict[str, Rows], task: Task
) -> None:
    alone = linear(train, {"test": parts["test"]}, task=task)
    assert alone.scores["test"] == linear(train, parts, task=task).scores["test"]


def test_shuffled_labels_stay_at_chance(train: Rows, parts: dict[str, Rows], task: Task) -> None:
    shuffled = np.random.default_rng(0).permutation(train.targets)
    found = linear(Rows(texts=train.texts, targets=shuffled), parts, task=task)
    assert found.scores["validation"]["accuracy"].value < 0.5


def test_it_answers_texts_it_knows_nothing_of(train: Rows, task: Task) -> None:
    odd = Rows(texts=["", "???", "kfjq zzz", "🙂"], targets=np.array([0, 1, 2, 0]))
    found = linear(train, {"test": odd}, task=task)
    assert found.decided["test"].size == 4


def test_a_class_without_training_rows_gets_probability_zero(train: Rows) -> None:
    for fit in (fit_tfidf, fit_hashed):
        probabilities = fit(train.texts, train.targets, classes=5).probabilities(train.texts[:20])
        assert probabilities.shape == (20, 5)
        assert (probabilities[:, 3:] == 0).all()
        assert probabilities.sum(axis=1) == pytest.approx(np.ones(20))


def test_long_data_is_read_by_words_only(
    train: Rows, parts: dict[str, Rows], task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentir.baselines.tfidf.CHARACTERS_BELOW", 1000)
    found = linear(train, parts, task=task)
    assert not found.how["characters"]
    assert found.scores["test"]["accuracy"].value > 0.88


def test_many_rows_are_hashed_and_learned_in_pieces(
    train: Rows, parts: dict[str, Rows], task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HASHED_FROM_ROWS", 500)
    monkeypatch.setattr("sentir.baselines.hashed.PIECE", 100)
    found = linear(train, parts, task=task)
    assert found.how["model"] == "sgd"
    assert found.scores["test"]["accuracy"].value > 0.85


def test_a_few_rows_of_two_classes_are_enough() -> None:
    rows = Rows(texts=["good film", "bad film", "good", "bad"], targets=np.array([1, 0, 1, 0]))
    found = linear(rows, {"test": rows}, task=make_task("auto", ["neg", "pos"]))
    assert found.scores["test"]["accuracy"].value == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (Rows(texts=["a", "b"], targets=np.array([1, 1])), "one class only"),
        (Rows(texts=["", " "], targets=np.array([0, 1])), "all empty"),
    ],
)
def test_rows_without_anything_to_learn_give_a_reason(rows: Rows, reason: str, task: Task) -> None:
    found = linear(rows, {"test": rows}, task=task)
    assert reason in found.missing
    assert not found.scores


def test_without_scikit_learn_there_is_a_reason_and_no_crash(
    train: Rows, parts: dict[str, Rows], task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "has_sklearn", lambda: False)
    found = linear(train, parts, task=task)
    assert found.missing == (
        "the linear baseline needs scikit-learn, which is not installed; add it with "
        'pip install -e ".[train]"'
    )


def test_it_survives_json(train: Rows, parts: dict[str, Rows], task: Task) -> None:
    found = linear(train, parts, task=task)
    again = Linear.from_json(found.to_json())
    assert again.scores == found.scores
    assert again.how == found.how
    assert all((again.decided[part] == found.decided[part]).all() for part in parts)


@pytest.mark.slow
@pytest.mark.real_data
def test_on_the_emotion_tweets_it_is_a_strong_baseline() -> None:
    if "SENTIR_DATA" not in os.environ:
        pytest.skip("the emotion tweets are not here: SENTIR_DATA is not set")
    folder = Path(os.environ["SENTIR_DATA"]) / "emotion"
    named = {}
    for name in ("train", "test"):
        with (folder / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            named[name] = list(csv.reader(file, delimiter=";", quoting=csv.QUOTE_NONE))
    task = make_task("auto", sorted({label for _, label in named["train"]}))
    train, test = (
        Rows(texts=[text for text, _ in rows], targets=task.encode([label for _, label in rows]))
        for rows in named.values()
    )
    assert linear(train, {"test": test}, task=task).scores["test"]["accuracy"].value > 0.895
