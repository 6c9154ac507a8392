"""Which remedies fit into the time that a person gives, in the order of their likelihood."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentir.errors import ConfigError
from sentir.experiments.estimate import wall_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.experiments.remedy import Remedy

_MARGIN = 1.25  # so that the next timing, which differs a little, still fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be tried.

    Attributes:
        base_s: about how long one training of the run as it is takes.
        taken: the remedies that fit, in their order.
        left_out: those that would have taken too long.
        estimate_s: about how long all of it takes.
    """

    base_s: float
    taken: tuple[Remedy, ...]
    left_out: tuple[Remedy, ...]
    estimate_s: float


def within_budget(
    candidates: Sequence[Remedy], *, base_s: float, seeds: int, jobs: int, budget_s: float
) -> Choice:
    """Return the remedies whose trainings, and those of the run as it is, fit into the budget.

    Each is taken if the whole still fits with it, so a long one does not keep a later, shorter one
    out.

    Args:
        candidates: in their order, with the seconds of one training.
        base_s: seconds of one training of the run as it is; all share these trainings.
        seeds: trainings of each.
        jobs: trainings at once.
        budget_s: seconds in all.

    Raises:
        ConfigError: not even one fits; says what it would take.
    """

    def whole_s(remedies: Sequence[Remedy]) -> float:
        of_seed = sorted([base_s, *(each.seconds for each in remedies)], reverse=True)
        return wall_seconds(of_seed * seeds, jobs=jobs)

    taken: list[Remedy] = []
    for each in candidates:
        if whole_s([*taken, each]) <= budget_s:
            taken.append(each)
    if not taken:
        least = min(candidates, key=lambda each: each.seconds)
        needed_s = whole_s([least])
        each_s = "a training each" if seeds == 1 else f"{seeds} trainings each"
        fewer = "" if seeds == 1 else ", or fewer --seeds"
        raise ConfigError(
            f"--budget {span(budget_s)} is too short to try anything on this run: the run as it is "
            f"and the quickest remedy ({least.code}), {each_s}, take about "
            f"{span(needed_s)}. Give --budget {span(_MARGIN * needed_s)}{fewer}."
        )
    left_out = tuple(each for each in candidates if each not in taken)
    return Choice(
        base_s=base_s, taken=tuple(taken), left_out=left_out, estimate_s=whole_s(taken)
    )  # fmt: skip


def span(seconds: float) -> str:
    """Return a span of time as it is typed, rounded up: `45s`, `10m`."""
    return f"{math.ceil(seconds)}s" if seconds < 120 else f"{math.ceil(seconds / 60)}m"
