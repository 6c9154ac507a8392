from __future__ import annotations

import math

import numpy as np
import pytest

from sentir.diagnose.fit import MATERIAL_GAP, Reference
from sentir.diagnose.verdict import Verdict, judge
from sentir.store.histories import HistoryRow

KNOWN = Reference(validation_rows=2000, train_rows=16_000, majority_score=0.335)


def kept(
    train: float | None,
    validation: float | None,
    *,
    losses: tuple[float | None, float | None] = (0.2, 0.25),
    reference: Reference = KNOWN,
) -> Verdict:
    """The verdict on three epochs at rest, of which the last, kept one has these scores."""
    start = HistoryRow(epoch=0, train_loss=1.79, val_loss=1.79)
    rows = [HistoryRow(epoch=epoch, train_loss=losses[0], val_loss=losses[1]) for epoch in (1, 2)]
    last = HistoryRow(
        epoch=3,
        train_loss=losses[0],
        val_loss=losses[1],
        train_score=train,
        val_score=validation,
    )
    return judge([start, *rows, last], reference=reference, kept_epoch=3)


@pytest.mark.parametrize(
    ("train", "validation", "code", "reason"),
    [
        (0.96, 0.935, "good", "small_gap"),
        (0.93, 0.935, "good", "small_gap"),
        (1.0, 0.935, "overfit", "gap"),
        (0.975, 0.92, "overfit", "gap"),
        (0.95, 0.92, "good", "small_gap"),
        (0.34, 0.33, "underfit", "no_better_than_majority"),
        (0.20, 0.20, "underfit", "no_better_than_majority"),
        (0.60, 0.59, "underfit", "low_training_score"),
        (0.60, 0.40, "overfit", "gap"),
    ],
)
def test_scores_of_2000_rows_are_judged(
    train: float, validation: float, code: str, reason: str
) -> None:
    found = kept(train, validation)
    assert (found.fit, found.numbers["fit_reason"]) == (code, reason)


def test_a_train_score_below_the_linear_model_s_validation_score_is_underfit() -> None:
    reference = Reference(validation_rows=2000, majority_score=0.335, linear_score=0.89)
    found = kept(0.84, 0.80, reference=reference)
    assert (found.fit, found.numbers["fit_reason"]) == ("underfit", "below_linear")


def test_a_low_score_that_the_linear_model_shares_may_be_the_data_s_ceiling() -> None:
    reference = Reference(validation_rows=2000, majority_score=0.335, linear_score=0.58)
    assert kept(0.60, 0.59, reference=reference).fit == "good"


def test_22_pictures_cannot_tell() -> None:
    reference = Reference(validation_rows=22, classes=3)
    found = kept(0.7806, 14 / 22, losses=(0.53, 0.68), reference=reference)
    assert found.fit == "cannot_tell"
    assert found.numbers["fit_reason"] == "validation_small"
    assert found.numbers["gap_low"] < 0.01 < MATERIAL_GAP < found.numbers["gap_high"]
    assert 22 < found.numbers["validation_rows_needed"] < 200


def test_a_large_gap_is_told_even_from_few_rows() -> None:
    found = kept(0.99, 0.55, reference=Reference(validation_rows=60, classes=6))
    assert found.fit == "overfit"


def test_the_lecture_s_optimal_fit_is_good_and_its_dense_net_underfits() -> None:
    reviews = Reference(validation_rows=8000, majority_score=0.5)
    assert kept(0.86, 0.85, losses=(0.34, 0.34), reference=reviews).fit == "good"
    assert kept(0.73, 0.73, losses=(0.58, 0.59), reference=reviews).fit == "underfit"


def test_without_the_number_of_rows_a_gap_cannot_be_told_from_chance() -> None:
    found = kept(0.99, 0.80, reference=Reference(majority_score=0.335))
    assert (found.fit, found.numbers["fit_reason"]) == ("cannot_tell", "validation_rows_unknown")
    assert found.numbers["gap"] == pytest.approx(0.19)
    assert found.numbers["validation_rows"] is None
    assert "gap_low" not in found.numbers


def test_underfit_is_told_without_the_number_of_rows() -> None:
    assert kept(0.60, 0.59, reference=Reference(majority_score=0.335)).fit == "underfit"


@pytest.mark.parametrize(
    ("losses", "rows", "code"),
    [
        ((0.34, 0.34), 2000, "good"),
        ((0.10, 0.16), 2000, "good"),
        ((0.09, 0.32), 2000, "overfit"),
        ((0.09, 0.32), 20, "cannot_tell"),
        ((0.68, 0.85), 10, "cannot_tell"),
        ((1.70, 1.70), 2000, "underfit"),
        ((0.09, 0.32), None, "cannot_tell"),
        ((0.0, 0.32), 2000, "overfit"),
    ],
)
def test_losses_alone_are_judged(losses: tuple[float, float], rows: int | None, code: str) -> None:
    found = kept(None, None, losses=losses, reference=Reference(validation_rows=rows, classes=6))
    assert found.fit == code
    assert found.numbers["missing"] == ["train_score", "val_score"]


def test_a_score_that_is_no_share_is_left_out() -> None:
    found = kept(96.0, 93.5)
    assert found.numbers["missing"] == ["train_score", "val_score"]
    assert found.numbers["fit_reason"] == "small_loss_gap"


def test_nothing_measured_cannot_be_judged() -> None:
    for history in ([], [HistoryRow(epoch=0, train_loss=1.8, val_loss=1.8)]):
        found = judge(history, reference=KNOWN)
        assert (found.fit, found.course) == ("cannot_tell", "cannot_tell")
        assert found.numbers["fit_reason"] == "not_measured"


def test_the_epoch_that_was_kept_is_the_one_judged() -> None:
    rows = [
        HistoryRow(epoch=e, train_loss=t, val_loss=v, train_score=s, val_score=w)
        for e, t, v, s, w in [(1, 0.5, 0.5, 0.85, 0.84), (2, 0.3, 0.4, 0.99, 0.85)]
    ]
    assert judge(rows, reference=KNOWN).fit == "overfit"
    assert judge(rows, reference=KNOWN).numbers["kept_epoch"] == 2
    first = judge(rows, reference=KNOWN, kept_epoch=1)
    assert (first.fit, first.numbers["kept_epoch"]) == ("good", 1)
    assert judge(rows, reference=KNOWN, kept_epoch=7).fit == "cannot_tell"


def test_without_validation_loss_the_best_score_is_the_kept_epoch() -> None:
    rows = [
        HistoryRow(epoch=e, train_loss=1 / e, val_loss=None, train_score=0.9, val_score=w)
        for e, w in [(1, 0.80), (2, 0.89), (3, 0.85)]
    ]
    found = judge(rows, reference=KNOWN)
    assert (found.fit, found.numbers["kept_epoch"]) == ("good", 2)
    assert found.numbers["course_reason"] == "no_validation_loss"


@pytest.mark.parametrize(("rows", "most"), [(50, 0.16), (200, 0.12), (2000, 0.01)])
def test_a_harmless_gap_is_rarely_called_overfit(rows: int, most: float) -> None:
    rng, reference = np.random.default_rng(0), Reference(validation_rows=rows, classes=6)
    scores = rng.binomial(rows, 0.935, size=300) / rows
    called = [kept(0.96, float(score), reference=reference).fit for score in scores]
    assert called.count("overfit") / 300 <= most


def test_every_number_is_finite_so_that_it_survives_json() -> None:
    for losses in ((0.2, 0.25), (0.0, 0.3), (None, 0.3), (0.2, None)):
        for value in kept(None, None, losses=losses).to_json()["numbers"].values():
            assert not isinstance(value, float) or math.isfinite(value)
