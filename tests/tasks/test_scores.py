from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentir.errors import DataError
from sentir.tasks.auroc import auroc
from sentir.tasks.confusion import confusion, per_class
from sentir.tasks.scores import classification_scores, log_loss

if TYPE_CHECKING:
    from sentir.statistics.arrays import Floats, Ints

metrics = pytest.importorskip("sklearn.metrics")


def answers(
    n: int, classes: int, *, seed: int = 0, skill: float = 1.5, rounded: int | None = None
) -> tuple[Floats, Ints]:
    rng = np.random.default_rng(seed)
    targets = rng.integers(classes, size=n)
    logits = rng.normal(size=(n, classes)) + skill * (np.arange(classes) == targets[:, None])
    powers = np.exp(logits if rounded is None else logits.round(rounded))
    return powers / powers.sum(axis=1, keepdims=True), targets


@pytest.mark.parametrize("classes", [2, 3, 6])
@pytest.mark.parametrize("n", [25, 700])
@pytest.mark.parametrize("rounded", [None, 0])
def test_values_equal_scikit_learns(classes: int, n: int, rounded: int | None) -> None:
    probabilities, targets = answers(n, classes, rounded=rounded)
    decided, present = probabilities.argmax(axis=1), np.unique(targets)
    macro = {"labels": present, "average": "macro", "zero_division": 0}
    ranked = probabilities[:, 1] if classes == 2 else probabilities
    expected = {
        "accuracy": metrics.accuracy_score(targets, decided),
        "macro_precision": metrics.precision_score(targets, decided, **macro),
        "macro_recall": metrics.recall_score(targets, decided, **macro),
        "macro_f1": metrics.f1_score(targets, decided, **macro),
        "log_loss": metrics.log_loss(targets, probabilities, labels=range(classes)),
        "auroc": metrics.roc_auc_score(targets, ranked, multi_class="ovr", average="macro"),
    }
    found = classification_scores(probabilities, targets, classes=classes)
    values = {name: score.value for name, score in found.items() if name in expected}
    assert values == pytest.approx(expected, abs=1e-12)


def test_calibration_error_is_the_mean_gap_over_equal_bins() -> None:
    probabilities, targets = answers(300, 4)
    stated, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == targets
    bins = np.array_split(np.argsort(stated), 15)
    expected = sum(abs(stated[rows].mean() - right[rows].mean()) * len(rows) for rows in bins) / 300
    found = classification_scores(probabilities, targets, classes=4)["calibration_error"]
    assert found.value == pytest.approx(expected, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(1, 60),
    classes=st.integers(2, 5),
    seed=st.integers(0, 999),
    skill=st.sampled_from([-3.0, 0.0, 2.0, 50.0]),
)
def test_every_interval_holds_its_value_and_stays_in_range(
    n: int, classes: int, seed: int, skill: float
) -> None:
    probabilities, targets = answers(n, classes, seed=seed, skill=skill)
    for name, score in classification_scores(probabilities, targets, classes=classes).items():
        assert 0 <= score.low <= score.value <= score.high, name
        assert score.high <= (36.05 if name == "log_loss" else 1), name
        assert score.n == n


def test_a_perfect_score_of_20_rows_is_not_taken_for_certainty() -> None:
    targets = np.arange(20) % 2
    found = classification_scores(np.eye(2)[targets], targets, classes=2)
    for name in ("accuracy", "macro_precision", "macro_recall", "macro_f1", "auroc"):
        assert found[name].value == 1
        assert found[name].low < 0.9, name
    assert found["calibration_error"].high > 0.01


def test_a_class_without_rows_is_left_out_of_the_means() -> None:
    probabilities, targets = answers(60, 3)
    targets = np.where(targets == 2, 0, targets)
    counts = confusion(probabilities.argmax(axis=1), targets, classes=3)
    recalls = [counts[c, c] / counts[c].sum() for c in (0, 1)]
    found = classification_scores(probabilities, targets, classes=3)
    assert found["macro_recall"].value == pytest.approx(np.mean(recalls))
    assert "auroc" in found


def test_rows_of_one_class_have_no_auroc() -> None:
    found = classification_scores(np.full((5, 2), 0.5), np.zeros(5, int), classes=2)
    assert "auroc" not in found
    assert found["accuracy"].value == 1


def test_a_sure_and_wrong_answer_costs_36_and_not_infinity() -> None:
    found = log_loss(np.array([[1.0, 0.0]]), np.array([1]))
    assert found.value == pytest.approx(-math.log(np.finfo(float).eps))
    assert (found.low, found.n) == (0.0, 1)


def test_no_row_cannot_be_scored() -> None:
    with pytest.raises(DataError, match="there is no row to score"):
        classification_scores(np.empty((0, 2)), np.empty(0, int), classes=2)


def test_answers_that_are_not_numbers_cannot_be_scored() -> None:
    with pytest.raises(DataError, match=r"not numbers .* lower train.learning_rate"):
        classification_scores(np.full((3, 2), np.nan), np.zeros(3, int), classes=2)


def test_probabilities_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"must have the shape \(3, 2\), not \(3, 4\)"):
        classification_scores(np.zeros((3, 4)), np.zeros(3, int), classes=2)


def test_the_same_rows_get_the_same_intervals() -> None:
    probabilities, targets = answers(50, 3)
    first = classification_scores(probabilities, targets, classes=3)
    assert first == classification_scores(probabilities, targets, classes=3)


def test_the_table_per_class_equals_scikit_learns() -> None:
    probabilities, targets = answers(300, 4)
    decided = probabilities.argmax(axis=1)
    table = per_class(confusion(decided, targets, classes=4), "abcd", rng=np.random.default_rng(0))
    found = np.array([[r.precision.value, r.recall.value, r.f1.value, r.support] for r in table])
    expected = np.array(metrics.precision_recall_fscore_support(targets, decided)).T
    assert found == pytest.approx(expected, abs=1e-12)
    assert all(r.f1.low <= r.f1.value <= r.f1.high for r in table)
    assert [r.label for r in table] == ["a", "b", "c", "d"]


def test_confusion_has_a_row_per_true_class() -> None:
    targets, decided = np.array([0, 0, 1, 2]), np.array([0, 2, 1, 1])
    found = confusion(decided, targets, classes=3)
    assert (found == metrics.confusion_matrix(targets, decided)).all()


def test_a_class_without_rows_and_predictions_is_open_between_0_and_1() -> None:
    row = per_class(np.array([[5, 0], [0, 0]]), ["a", "b"], rng=np.random.default_rng(0))[1]
    stored = row.to_json()
    nothing = {"value": 0.0, "low": 0.0, "high": 1.0, "n": 0}
    assert stored == {
        "label": "b",
        "precision": nothing,
        "recall": nothing,
        "f1": nothing,
        "support": 0,
    }


def test_the_interval_of_macro_f1_covers_the_truth() -> None:
    rng, held = np.random.default_rng(5), []
    truth = np.array([[0.36, 0.03, 0.01], [0.02, 0.38, 0.0], [0.04, 0.02, 0.14]])
    hits, rows, columns = truth.diagonal(), truth.sum(axis=1), truth.sum(axis=0)
    macro_f1 = (2 * hits / (rows + columns)).mean()
    for _ in range(120):
        counts = rng.multinomial(150, truth.ravel())
        targets, decided = (
            np.repeat(np.arange(9), counts) // 3,
            np.repeat(np.arange(9), counts) % 3,
        )
        found = classification_scores(np.eye(3)[decided], targets, classes=3)["macro_f1"]
        held.append(found.low <= macro_f1 <= found.high)
    assert np.mean(held) >= 0.91


def test_the_interval_of_auroc_covers_the_truth() -> None:
    rng, held = np.random.default_rng(6), []
    truth = 0.5 * (1 + math.erf(1.0 / 2))
    positive = np.arange(100) < 20
    for _ in range(400):
        found = auroc(rng.normal(size=100) + positive, positive)
        held.append(found.low <= truth <= found.high)
    assert 0.92 <= np.mean(held) <= 0.99


def test_a_calibrated_model_s_error_may_be_zero_and_a_boaster_s_may_not() -> None:
    rng = np.random.default_rng(7)
    stated = rng.uniform(0.5, 1.0, size=1000)
    probabilities = np.stack([stated, 1 - stated], axis=1)
    honest = (rng.uniform(size=1000) > stated).astype(int)
    boasting = (rng.uniform(size=1000) > stated - 0.2).astype(int)
    fair = classification_scores(probabilities, honest, classes=2)["calibration_error"]
    unfair = classification_scores(probabilities, boasting, classes=2)["calibration_error"]
    assert fair.low == 0
    assert unfair.low > 0.1
    assert unfair.low <= 0.2 <= unfair.high
