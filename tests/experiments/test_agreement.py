"""Whether a verdict bears out an author's reading."""

from __future__ import annotations

from typing import Any

import pytest

from sentir.experiments.agreement import (
    agreement,
    agreement_on_difference,
    agreement_on_gaps,
    commonest,
)


def verdict(fit: str, course: str) -> dict[str, Any]:
    return {"fit": fit, "course": course, "numbers": {}}


@pytest.mark.parametrize(
    ("reading", "fit", "course", "outcome", "reason"),
    [
        ("overfitting", "overfit", "overfit", "agrees", "weights_and_curves"),
        ("overfitting", "good", "overfit", "agrees", "curves"),
        ("overfitting", "overfit", "good", "agrees", "weights"),
        ("overfitting", "good", "good", "parts", "neither"),
        ("overfitting", "cannot_tell", "good", "open", "cannot_tell"),
        ("overfitting", "good", "cannot_tell", "open", "cannot_tell"),
        ("underfitting", "underfit", "not_converged", "agrees", "weights"),
        ("underfitting", "overfit", "overfit", "parts", "neither"),
        ("optimal", "good", "good", "agrees", "weights_and_curves"),
        ("optimal", "good", "overfit", "agrees", "weights"),
        ("optimal", "overfit", "good", "parts", "neither"),
        ("optimal", "underfit", "good", "parts", "neither"),
        ("optimal", "cannot_tell", "good", "open", "cannot_tell"),
    ],
)
def test_a_reading_of_curves_is_borne_out_by_the_weights_or_the_curves(
    reading: str, fit: str, course: str, outcome: str, reason: str
) -> None:
    found = agreement(reading, [verdict(fit, course)])
    assert (found.outcome, found.reason) == (outcome, reason)


def test_of_several_seeds_the_commonest_verdict_speaks() -> None:
    verdicts = [verdict("good", "good"), verdict("overfit", "good"), verdict("overfit", "good")]
    assert commonest(verdicts) is verdicts[1]
    found = agreement("overfitting", verdicts)
    assert found.to_json() == {
        "reading": "overfitting", "outcome": "agrees", "reason": "weights",
        "numbers": {"fit": "overfit", "course": "good", "seeds": 3, "seeds_alike": 2},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "accuracy", "loss", "outcome", "reason"),
    [
        ("better", "better", "tied", "agrees", "better"),
        ("better", "tied", "better", "agrees", "better"),
        ("better", "tied", "tied", "parts", "tied"),
        ("better", "worse", "tied", "parts", "worse"),
        ("better", "worse", "better", "open", "mixed"),
        ("no_better", "tied", "tied", "agrees", "tied"),
        ("no_better", "worse", "tied", "agrees", "worse"),
        ("no_better", "tied", "better", "parts", "better"),
    ],
)
def test_better_is_what_scores_tell_apart(
    reading: str, accuracy: str, loss: str, outcome: str, reason: str
) -> None:
    found = agreement_on_difference(reading, {"outcome": accuracy}, {"outcome": loss})
    assert (found.outcome, found.reason) == (outcome, reason)


def test_the_closest_curves_are_those_whose_losses_end_nearest() -> None:
    gaps = {"plain": 0.5, "decay": -0.2, "both": 0.1}
    assert agreement_on_gaps("both", gaps).outcome == "agrees"
    parted = agreement_on_gaps("decay", gaps)
    assert (parted.outcome, parted.reason) == ("parts", "not_smallest")
    assert parted.numbers == {"gap": 0.2, "nearest": "both", "nearest_gap": 0.1}
    assert agreement_on_gaps("both", {"plain": 0.5, "both": None}).outcome == "open"
