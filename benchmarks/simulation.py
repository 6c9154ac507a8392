"""How often a comparison is wrong where the truth is known: simulated models and recipes.

Two models of equal true accuracy differ on 0.3 to 15 % of 2,000 rows. Recipes of equal true mean
are scored with 3 and 5 seeds a side: rows are easy, hard or in between; with differences by row,
each recipe finds 15 % of them as easy as if drawn anew; seeds move the mean by a standard
deviation that is equal, or three times as large on one side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bar import Bar, Figures, Mark, Place, at_least, at_most
from sentir.statistics.comparison import difference_of, paired_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

ROWS, TIMES = 2000, 10_000
SHARES = (0.003, 0.005, 0.01, 0.02, 0.05, 0.10, 0.15)
SPREADS = ((0.003, 0.003), (0.009, 0.009), (0.003, 0.009))
FEWEST_FALSE, MOST_FALSE = 0.025, 0.065
LEAST_COVER, MOST_COVER = 0.935, 0.975
_EASY, _HARD = 0.99, 0.05  # share of seeds that have such a row right
_ANEW = 0.15
_MOST_SDS = 2.5  # a seed's effect is cut there, so that no share leaves 0..1 and means stay equal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A world of equal recipes.

    Attributes:
        seeds: of each side.
        sds: standard deviation of a seed's true accuracy, of each side.
        differs: whether the recipes differ by row.
        is_marked: whether the bar is about it; others are only told.
    """

    seeds: tuple[int, int]
    sds: tuple[float, float]
    differs: bool
    is_marked: bool = True

    @property
    def name(self) -> str:
        """Return it as a part is named."""
        rows = "rows differ" if self.differs else "same rows"
        return (
            f"{self.seeds[0]} and {self.seeds[1]} seeds, sd {self.sds[0]} and {self.sds[1]}, {rows}"
        )


CELLS = (
    *(
        Cell(seeds=(k, k), sds=sds, differs=differs)
        for k in (3, 5)
        for sds in SPREADS
        for differs in (False, True)
    ),
    Cell(seeds=(2, 2), sds=SPREADS[0], differs=True, is_marked=False),
    Cell(seeds=(3, 5), sds=SPREADS[2], differs=True, is_marked=False),
    Cell(seeds=(5, 3), sds=SPREADS[2], differs=True, is_marked=False),
    Cell(seeds=(1, 5), sds=(0.0, 0.003), differs=True, is_marked=False),
)


def of_models(_: Place, *, share: float, times: int = TIMES) -> Figures:
    """Compare two models of equal accuracy that differ on this share of the rows."""
    rng = np.random.default_rng([1, round(share * 1e6)])
    drawn = rng.multinomial(ROWS, [share / 2, share / 2, 1 - share], size=times)
    found = [_of_counts(int(a), int(b)) for a, b, _ in drawn]
    return _told(found) | {"discordant": share}


@cache
def _of_counts(only_a: int, only_b: int) -> tuple[bool, bool]:
    side_a, side_b = np.zeros(ROWS, bool), np.zeros(ROWS, bool)
    side_a[:only_a] = True
    side_b[only_a : only_a + only_b] = True
    found = paired_difference(side_a, side_b)
    return found.p < 0.05, found.low <= 0 <= found.high


def of_recipes(_: Place, *, cell: Cell, times: int = TIMES) -> Figures:
    """Compare two recipes of equal mean, and one run of each as if it spoke for its recipe."""
    rng = np.random.default_rng([2, CELLS.index(cell)])
    found, alone = [], 0
    for _time in range(times):
        side_a, side_b = _sides(cell, rng)
        difference = difference_of(side_a, side_b)
        found.append((difference.p < 0.05, difference.low <= 0 <= difference.high))
        alone += paired_difference(side_a[0], side_b[0]).p < 0.05
    return _told(found) | {
        "seeds": list(cell.seeds),
        "sds": list(cell.sds),
        "rows_differ": cell.differs,
        "marked": cell.is_marked,
        "false_of_one_run": alone / times,
    }


def _told(found: list[tuple[bool, bool]]) -> Figures:
    false, held = np.mean(found, axis=0)
    return {"false": float(false), "cover": float(held), "times": len(found)}


def _sides(cell: Cell, rng: np.random.Generator) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows each seed of each side has right: (k, n) and (l, n)."""
    shared = _shares(rng)
    sides = []
    for k, sd in zip(cell.seeds, cell.sds, strict=True):
        own = shared
        if cell.differs:
            own = np.where(rng.random(ROWS) < _ANEW, _shares(rng), shared)
        effect = np.clip(rng.standard_normal((k, 1)), -_MOST_SDS, _MOST_SDS) * sd
        # a seed moves what is undecided most; on average over rows by its effect
        share = own + (effect * (own * (1 - own) / _mean_room())).astype(np.float32)
        sides.append(rng.random((k, ROWS), dtype=np.float32) < share)
    return sides[0], sides[1]


def _shares(rng: np.random.Generator, rows: int = ROWS) -> NDArray[np.float32]:
    """Return what share of seeds has each row right: 85 % easy, 5 % hard, 10 % in between."""
    kind = rng.random(rows)
    between = rng.beta(2, 2, rows)
    found = np.where(kind < 0.85, _EASY, np.where(kind < 0.95, between, _HARD))
    return found.astype(np.float32)


@cache
def _mean_room() -> float:
    """Return the mean of share x (1 - share) over rows; of Beta(2, 2) it is 1/5."""
    return 0.85 * _EASY * (1 - _EASY) + 0.10 / 5 + 0.05 * _HARD * (1 - _HARD)


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Return the table and, of the cells that the bar is about, the worst of each kind."""
    models = [parts[name] for name in MODELS]
    recipes = [parts[name] for name in RECIPES]
    marked = [*models, *(each for each in recipes if each["marked"])]
    false, cover = ([each[key] for each in marked] for key in ("false", "cover"))
    alone = [each["false_of_one_run"] for each in recipes if each["sds"][0] > 0]
    figures: Figures = {
        "rows": ROWS,
        "models": models,
        "recipes": recipes,
        "one_run_as_a_claim_about_recipes": [min(alone), max(alone)],
    }
    return figures, [
        at_least("fewest_false", min(false), FEWEST_FALSE),
        at_most("most_false", max(false), MOST_FALSE),
        at_least("least_cover", min(cover), LEAST_COVER),
        at_most("most_cover", max(cover), MOST_COVER),
    ]


MODELS: dict[str, Callable[[Place], Figures]] = {
    f"two models, {share:.1%} of the rows differ": partial(of_models, share=share)
    for share in SHARES
}
RECIPES: dict[str, Callable[[Place], Figures]] = {
    cell.name: partial(of_recipes, cell=cell) for cell in CELLS
}
BAR = Bar(
    name="simulation",
    commands=("python benchmarks/bars.py simulation",),
    covers=("src/sentir/statistics", "benchmarks/simulation.py"),
    parts=MODELS | RECIPES,
    conclude=conclude,
)
