"""Trials on the same validation rows held against one another: effects, intervals, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from sentir.statistics.comparison import difference_by_seed, difference_of
from sentir.statistics.families import corrected
from sentir.statistics.intervals import Interval, mean_interval
from sentir.statistics.seed_shares import share_over_seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sentir.experiments.trial import TrialResult
    from sentir.statistics.comparison import Difference

Measure: TypeAlias = Literal["score", "loss"]
_OUTCOMES: dict[Measure, dict[str, str]] = {
    "score": {"higher": "better", "lower": "worse", "tied": "tied"},
    "loss": {"higher": "worse", "lower": "better", "tied": "tied"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """All trials of one variant.

    Attributes:
        name: of the variant.
        results: its finished trials, in the order of their seeds.
        failures: reason of each trial that failed.
    """

    name: str
    results: tuple[TrialResult, ...]
    failures: tuple[str, ...] = ()

    @property
    def seeds(self) -> tuple[int, ...]:
        """Return the seeds of the finished trials."""
        return tuple(result.trial.seed for result in self.results)

    def rows(self, measure: Measure, seeds: Sequence[int]) -> NDArray[Any]:
        """Return what each validation row got under each of these seeds (k, n)."""
        by_seed = {result.trial.seed: result for result in self.results}
        chosen = [by_seed[seed] for seed in seeds]
        return np.stack([each.right if measure == "score" else each.losses for each in chosen])


def sides_of(results: Sequence[TrialResult]) -> dict[str, Side]:
    """Return the sides by name, in the order in which the names come first."""
    names = list(dict.fromkeys(result.trial.name for result in results))
    return {name: _side(name, [r for r in results if r.trial.name == name]) for name in names}


def _side(name: str, results: Sequence[TrialResult]) -> Side:
    finished = sorted((r for r in results if r.is_finished), key=lambda r: r.trial.seed)
    failures = tuple(r.reason for r in results if not r.is_finished)
    return Side(name=name, results=tuple(finished), failures=failures)


def compared(
    pairs: Sequence[tuple[Side, Side]], *, measure: Measure, by_seed: bool = False
) -> list[dict[str, Any]]:
    """Return, for each pair, the first side less the second, corrected for their number (Holm).

    Only seeds that both sides finished are used; a pair without any is `not_compared`.

    Args:
        pairs: each side and what it is held against, on the same validation rows.
        measure: `score` (share of right answers) or `loss` (mean log loss), of the kept weights.
        by_seed: take out what a seed gives both sides alike; it pays where these are alike.

    Returns:
        Each with `name`, `against`, `measure`, `seeds`, and, where compared, `claim`, `effect`,
        `low`, `high`, `p`, `adjusted_p`, `outcome` (better, worse, tied),
        `minimum_detectable_difference`, `rows`.
    """
    return _family([(side, base, measure) for side, base in pairs], by_seed=by_seed)


def compared_both_ways(
    pairs: Sequence[tuple[Side, Side]], *, by_seed: bool = False
) -> list[dict[Measure, dict[str, Any]]]:
    """Return score and loss of each pair as `compared` does, corrected for all of them at once."""
    measures: tuple[Measure, ...] = ("score", "loss")
    family = [(side, base, measure) for side, base in pairs for measure in measures]
    found = iter(_family(family, by_seed=by_seed))
    return [{measure: next(found) for measure in measures} for _ in pairs]


def _family(family: Sequence[tuple[Side, Side, Measure]], *, by_seed: bool) -> list[dict[str, Any]]:
    shared = [sorted(set(side.seeds) & set(base.seeds)) for side, base, _ in family]
    found = [
        _difference(side, base, measure=measure, seeds=seeds, by_seed=by_seed)
        for (side, base, measure), seeds in zip(family, shared, strict=True)
        if seeds
    ]
    several = iter(corrected(found))
    listed = []
    for (side, base, measure), seeds in zip(family, shared, strict=True):
        entry: dict[str, Any] = {
            "name": side.name, "against": base.name, "measure": measure, "seeds": seeds,
            "outcome": "not_compared",
        }  # fmt: skip
        if seeds:
            numbers = next(several).to_json()
            entry |= {**numbers, "outcome": _OUTCOMES[measure][numbers["outcome"]]}
        listed.append(entry)
    return listed


def _difference(
    side: Side, base: Side, *, measure: Measure, seeds: Sequence[int], by_seed: bool
) -> Difference:
    one, other = side.rows(measure, seeds), base.rows(measure, seeds)
    if by_seed and len(seeds) > 1:
        return difference_by_seed(one, other)
    return difference_of(one, other)


def score_of(side: Side) -> Interval:
    """Return the mean share of right answers with its interval.

    With one seed it speaks of this model on other rows; with several of the recipe, other seeds on
    other rows.
    """
    if not side.results:
        return Interval(float("nan"), 0.0, 1.0, 0)
    return share_over_seeds(side.rows("score", side.seeds))


def summary(side: Side) -> dict[str, Any]:
    """Return what a side came to, means over its seeds: numbers only, as `comparison.json` has it.

    `gap` is training less validation score of the kept weights, in points of 1; `last` is the
    last epoch's.
    """
    results = side.results
    return {
        "name": side.name,
        "seeds": list(side.seeds),
        "failures": list(side.failures),
        "score": score_of(side).to_json(),
        "gap": _mean([_gap(r.kept) for r in results]),
        "loss": _mean([r.kept.get("val_loss") for r in results]),
        "train_loss": _mean([r.kept.get("train_loss") for r in results]),
        "last": {
            "gap": _mean([_gap(r.last) for r in results]),
            "loss": _mean([r.last.get("val_loss") for r in results]),
            "score": _mean([r.last.get("val_score") for r in results]),
        },
        "kept_epochs": [r.kept.get("epoch") for r in results],
        "parameters": results[0].parameters if results else None,
        "model_bytes": results[0].model_bytes if results else None,
        "seconds": _mean([r.seconds for r in results]),
    }


def _gap(point: dict[str, Any]) -> float | None:
    train, validation = point.get("train_score"), point.get("val_score")
    return None if train is None or validation is None else train - validation


def _mean(values: Sequence[float | None]) -> float | None:
    known = np.array([value for value in values if value is not None], np.float64)
    return mean_interval(known).value if known.size else None
