from __future__ import annotations

import math

import numpy as np
import pytest

from sentir.experiments.comparison import Side, compared, score_of, sides_of, summary
from sentir.experiments.trial import Trial, TrialResult, failed
from sentir.statistics.comparison import difference_of
from sentir.statistics.intervals import wilson

ROWS = 400


def result(name: str, seed: int, accuracy: float, *, loss: float = 0.5) -> TrialResult:
    """A trial whose answers are right in just this share of rows, others for each seed."""
    rng = np.random.default_rng([seed, len(name)])
    right = rng.permutation(ROWS) < round(accuracy * ROWS)
    return TrialResult(
        trial=Trial(name=name, seed=seed),
        kept=point(2, losses=(0.1, loss), scores=(0.9, accuracy)),
        last=point(5, losses=(0.0, 2 * loss), scores=(1.0, accuracy)),
        parameters=10, model_bytes=1000, seconds=float(seed),
        right=right, losses=np.where(right, 0.1, loss),
    )  # fmt: skip


def point(
    epoch: int, *, losses: tuple[float, float], scores: tuple[float, float]
) -> dict[str, float]:
    return {
        "epoch": epoch, "train_loss": losses[0], "val_loss": losses[1],
        "train_score": scores[0], "val_score": scores[1],
    }  # fmt: skip


def side(name: str, accuracy: float, seeds: int = 3, **more: float) -> Side:
    results = [result(name, seed, accuracy, **more) for seed in range(seeds)]
    return sides_of(results)[name]


def test_a_side_is_compared_by_the_one_computation_of_differences() -> None:
    one, other = side("a", 0.9), side("bb", 0.8)
    (found,) = compared([(one, other)], measure="score")
    expected = difference_of(one.rows("score", (0, 1, 2)), other.rows("score", (0, 1, 2)))
    assert found["effect"] == pytest.approx(0.1)
    assert (found["low"], found["high"]) == pytest.approx(expected.ends())
    assert found["outcome"] == "better"
    assert found["claim"] == "recipes"
    assert found["seeds"] == [0, 1, 2]
    assert found["minimum_detectable_difference"] == expected.minimum_detectable


def test_p_values_are_corrected_for_the_number_of_pairs() -> None:
    base = side("base", 0.8)
    pairs = [(side(f"side {n}", 0.8), base) for n in range(3)]
    found = compared(pairs, measure="score")
    assert [each["outcome"] for each in found] == ["tied"] * 3
    assert min(each["adjusted_p"] for each in found) >= min(3 * min(each["p"] for each in found), 1)


def test_a_lower_loss_is_better() -> None:
    (found,) = compared([(side("a", 0.8, loss=0.4), side("bb", 0.8, loss=0.9))], measure="loss")
    assert found["effect"] < 0
    assert found["outcome"] == "better"


def test_one_seed_a_side_is_a_claim_about_the_models() -> None:
    (found,) = compared([(side("a", 0.9, 1), side("bb", 0.7, 1))], measure="score")
    assert found["claim"] == "models"
    assert found["outcome"] == "better"


def test_only_seeds_that_both_finished_are_compared() -> None:
    results = [*side("a", 0.9).results[:2], failed(Trial(name="a", seed=2), "no room")]
    (found,) = compared([(sides_of(results)["a"], side("bb", 0.8))], measure="score")
    assert found["seeds"] == [0, 1]


def test_a_side_of_which_every_trial_failed_is_not_compared_and_says_why() -> None:
    broken = sides_of([failed(Trial(name="a", seed=0), "no room")])["a"]
    found = compared(
        [(broken, side("bb", 0.8)), (side("ccc", 0.9), side("bb", 0.7))], measure="score"
    )
    assert [each["outcome"] for each in found] == ["not_compared", "better"]
    assert "effect" not in found[0]
    told = summary(broken)
    assert told["failures"] == ["no room"]
    assert told["score"]["value"] is None
    assert told["seconds"] is None


def test_a_summary_takes_means_over_seeds() -> None:
    told = summary(side("a", 0.8))
    assert told["score"]["value"] == pytest.approx(0.8)
    assert told["gap"] == pytest.approx(0.1)
    assert told["last"]["loss"] == pytest.approx(1.0)
    assert told["seconds"] == pytest.approx(1.0)
    assert told["kept_epochs"] == [2, 2, 2]


def test_the_score_of_one_seed_is_a_share_of_rows() -> None:
    assert score_of(side("a", 0.8, 1)) == wilson(320, ROWS)
    several = score_of(side("a", 0.8))
    assert several.low < 0.8 < several.high
    assert math.isclose(several.value, 0.8)
