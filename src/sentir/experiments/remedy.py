"""Remedies against the run as it is: what each did to the kept weights and to the last epoch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.experiments.comparison import compared_both_ways, sides_of, summary
from sentir.experiments.trial import Trial
from sentir.experiments.what_if import AS_IT_IS, FEWEST_SEEDS
from sentir.statistics.intervals import mean_interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.experiments.comparison import Measure, Side
    from sentir.experiments.trial import Point, TrialResult

HALF = "half"
"""Name of the set of training rows that more data is simulated with."""
LEAST_THAT_MATTERS: dict[Measure, float] = {"score": 0.001, "loss": 0.005}
"""Below it a difference is of no use to anybody, however sure it is.

A tenth of a point is the last digit of a score that is shown. 0.005 of log loss is half a per cent
of the probability of the right class (0.800 to 0.804): report R4's net keeps weights of loss 0.270
without dropout and 0.271 with it, and nobody would call one of them better for that.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One remedy to be tried.

    Attributes:
        code: what it is called, and its trials too.
        settings: what it changes of the run; nothing where it is tried by other rows.
        seconds: about how long one training with it takes.
    """

    code: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_more_data(self) -> bool:
        """Return whether its trials learn from half of the rows: all of them are the remedy."""
        return not self.settings

    def trial(self, seed: int) -> Trial:
        """Return its training under a seed."""
        rows = HALF if self.is_more_data else ""
        return Trial(name=self.code, settings=self.settings, seed=seed, rows=rows)

    def to_json(self) -> dict[str, Any]:
        """Return it as the plan holds it."""
        return asdict(self)


def trials_of(remedies: Sequence[Remedy], seeds: Sequence[int]) -> list[Trial]:
    """Return the run as it is and every remedy under every seed, seed by seed."""
    return [
        trial
        for seed in seeds
        for trial in (Trial(name=AS_IT_IS, seed=seed), *(each.trial(seed) for each in remedies))
    ]


def remedies_of(remedies: Sequence[Remedy], results: Sequence[TrialResult]) -> dict[str, Any]:
    """Return what came of them, as `comparison.json` holds it.

    Score and loss of the kept weights, corrected for all remedies and both measures together, alone
    make the outcome: `helped` (one is better by as much as matters, none worse), `hurt` (the
    reverse), `mixed`, `negligible` (told from chance, yet too small to matter), `no_evidence`,
    `few_seeds` (what is seen is of these nets, not of the remedy), or `not_compared` where trials
    failed. What more data does is all rows less half of them.
    """
    sides = sides_of(results)
    base = sides[AS_IT_IS]
    pairs = [
        (base, sides[each.code]) if each.is_more_data else (sides[each.code], base)
        for each in remedies
    ]
    found = [
        _remedy(remedy, pair, kept)
        for remedy, pair, kept in zip(remedies, pairs, compared_both_ways(pairs), strict=True)
    ]
    return {
        "base": summary(base),
        "remedies": [
            {**each, "side": summary(sides[remedy.code])}
            for remedy, each in zip(remedies, found, strict=True)
        ],
        "best": _best(found),
    }


def _remedy(remedy: Remedy, pair: tuple[Side, Side], kept: Mapping[Any, Any]) -> dict[str, Any]:
    score, loss = (_weighed(kept[measure]) for measure in ("score", "loss"))
    last = last_epoch(*pair)
    return {
        "code": remedy.code,
        "settings": dict(remedy.settings),
        "outcome": _outcome(score, loss),
        "score": score,
        "loss": loss,
        "last": last,
        "steadier": _is_steadier(last),
    }


def _weighed(pair: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pair with the least difference that matters, and whether its own is one."""
    least = LEAST_THAT_MATTERS[pair["measure"]]
    is_told = pair["outcome"] in {"better", "worse"}
    # rounded: 0.701 - 0.7 is a tenth of a point
    return {**pair, "least": least, "matters": is_told and round(abs(pair["effect"]), 9) >= least}


def _outcome(*pairs: Mapping[str, Any]) -> str:
    if any(pair["outcome"] == "not_compared" for pair in pairs):
        return "not_compared"
    if any(len(pair["seeds"]) < FEWEST_SEEDS for pair in pairs):
        return "few_seeds"
    if found := {pair["outcome"] for pair in pairs if pair["matters"]}:
        return "mixed" if len(found) > 1 else "helped" if "better" in found else "hurt"
    is_tied = all(pair["outcome"] == "tied" for pair in pairs)
    return "no_evidence" if is_tied else "negligible"


def last_epoch(side: Side, against: Side) -> dict[str, Any]:
    """Return how far the last epochs of two sides lie apart, paired over the seeds of both.

    Returns:
        `seeds`, and of `loss` (of the validation rows) and `gap` (training less validation score)
        `effect`, `low`, `high` of the first less the second, by Student's t; each by itself, ends
        null below three seeds, all null where nothing was measured.
    """
    by_seed = [{r.trial.seed: r.last for r in each.results} for each in (side, against)]
    seeds = sorted(by_seed[0].keys() & by_seed[1].keys())
    return {
        "seeds": seeds,
        **{
            name: _moved(
                [value(by_seed[0][s]) for s in seeds], [value(by_seed[1][s]) for s in seeds]
            )
            for name, value in (("loss", _loss), ("gap", _gap))
        },
    }


def _moved(now: Sequence[float], was: Sequence[float]) -> dict[str, float | None]:
    differences = np.array(now, np.float64) - np.array(was, np.float64)
    if not differences.size or not np.isfinite(differences).all():
        return {"effect": None, "low": None, "high": None}
    found = mean_interval(differences)
    has_ends = differences.size >= FEWEST_SEEDS
    return {
        "effect": found.value,
        "low": found.low if has_ends else None,
        "high": found.high if has_ends else None,
    }


def _is_steadier(last: Mapping[str, Any]) -> bool | None:
    """Return whether the last loss is lower and the gap not larger; None where it cannot be told.

    Lower: the interval lies below 0. Not larger: the mean, to a tenth of a point, as it is shown.
    """
    loss, gap = last["loss"]["high"], last["gap"]["effect"]
    return None if loss is None or gap is None else loss < 0 and round(gap, 3) <= 0


def _best(found: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the code of the setting that helped most: by the score where that tells, else by loss.

    More data is none of them: no setting brings it.
    """
    helped = [each for each in found if each["outcome"] == "helped" and each["settings"]]
    by_score = [each for each in helped if each["score"]["matters"]]
    if by_score:
        return str(max(by_score, key=lambda each: each["score"]["effect"])["code"])
    return str(min(helped, key=lambda each: each["loss"]["effect"])["code"]) if helped else None


def _loss(point: Point) -> float:
    return _known(point.get("val_loss"))


def _gap(point: Point) -> float:
    return _known(point.get("train_score")) - _known(point.get("val_score"))


def _known(value: float | None) -> float:
    return float("nan") if value is None else value
