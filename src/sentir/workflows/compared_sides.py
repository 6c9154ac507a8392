"""What a comparison says of its sides and of every pair of them: numbers for `comparison.json`."""

from __future__ import annotations

import itertools
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.statistics.comparison import difference_of
from sentir.statistics.families import corrected
from sentir.statistics.planning import needed_rows, needed_seeds
from sentir.statistics.seed_shares import share_over_seeds
from sentir.workflows.reach import reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from sentir.report.compared_shape import RunRow, SideRow
    from sentir.statistics.families import Corrected
    from sentir.workflows.contestants import Contestant

_OUTCOMES = {"higher": "better", "lower": "worse", "tied": "tied"}


@dataclass(frozen=True, slots=True)
class Side:
    """Runs that stand together, and which rows each has right: (k, n)."""

    name: str
    runs: list[Contestant]
    right: NDArray[np.bool_]


def letter(number: int) -> str:
    """Return A to Z, then A1, B1, ..."""
    turn, place = divmod(number, 26)
    return string.ascii_uppercase[place] + (str(turn) if turn else "")


def side_row(side: Side) -> SideRow:
    """Return the score of a side, what its model takes, and how its runs went."""
    first = side.runs[0]
    return {
        "name": side.name,
        "title": first.path.name,
        "seeds": [run.seed for run in side.runs],
        "score": share_over_seeds(side.right).to_json(),  # type: ignore[typeddict-item]
        "parameters": sum(layer.parameters for layer in first.model.net.layers()),
        "bytes": first.folder.model_path.stat().st_size,
        "runs": [_run(run, right) for run, right in zip(side.runs, side.right, strict=True)],
    }


def _run(run: Contestant, right: NDArray[np.bool_]) -> RunRow:
    last = run.history[-1]
    return {
        "run": str(run.path),
        "seed": run.seed,
        "score": float(right.mean()),
        "kept_epoch": run.record["kept_epoch"],
        "epochs": last.epoch,
        "seconds": last.seconds,
        "history": [row.to_json() for row in run.history],
    }


def differing(sides: Sequence[Side]) -> list[dict[str, Any]]:
    """Return each setting in which the sides differ, with the value of each side."""
    recipes = [side.runs[0].recipe for side in sides]
    names = list(dict.fromkeys(name for recipe in recipes for name in recipe))
    listed = [(name, [recipe.get(name) for recipe in recipes]) for name in names]
    return [
        {"setting": name, "values": values}
        for name, values in listed
        if any(value != values[0] for value in values)
    ]


def comparisons(sides: Sequence[Side]) -> list[dict[str, Any]]:
    """Return every pair of sides, corrected for their number."""
    pairs = list(itertools.combinations(sides, 2))
    several = corrected([difference_of(one.right, other.right) for one, other in pairs])
    return [_pair(*pair, found) for pair, found in zip(pairs, several, strict=True)]


def _pair(one: Side, other: Side, found: Corrected) -> dict[str, Any]:
    numbers = found.to_json()
    return {
        "name": one.name,
        "against": other.name,
        "measure": "score",
        "seeds": [[run.seed for run in side.runs] for side in (one, other)],
        **numbers,
        "outcome": _OUTCOMES[numbers["outcome"]],
        "would_decide": {
            "seeds": needed_seeds(found.difference),
            "rows": needed_rows(found.difference),
        },
        "reach": {
            one.name: reach([r.history for r in one.runs], [r.history for r in other.runs]),
            other.name: reach([r.history for r in other.runs], [r.history for r in one.runs]),
        },
    }
