"""A report's figures beside ours: where one new run is expected, and where the figure lies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.statistics.next_run import next_run, next_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sentir.config.table_recipe import ReportFacts, TableRow
    from sentir.statistics.arrays import Floats
    from sentir.statistics.next_run import NextRun

NEAR = 2.0
"""A figure within this many half widths of the mean is near, within one it is reproduced."""
_RANGES = {"accuracy": (0.0, 1.0), "log_loss": (0.0, math.inf), "kept_epoch": (1.0, math.inf)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """The runs of one row's recipe, a seed each, scored on the same n test rows.

    Attributes:
        recipe: what was trained.
        seeds: (k,) their seeds.
        right: (k, n) which rows each named right.
        losses: (k, n) -log of the probability given to each row's class, not calibrated.
        kept_epochs: (k,) epoch of the kept weights.
        verdicts: (k,) verdict of each, as `run.json` holds it.
        seconds: (k,) seconds of each training.
    """

    recipe: str
    seeds: tuple[int, ...]
    right: NDArray[np.bool_]
    losses: Floats
    kept_epochs: tuple[int, ...]
    verdicts: tuple[Mapping[str, Any], ...]
    seconds: tuple[float, ...]


def figures_of(row: TableRow, runs: Runs, report: ReportFacts) -> dict[str, dict[str, Any]]:
    """Return our figures by name, each beside the report's where that states one."""
    n = runs.right.shape[1]
    drawn = report.test_rows if report.rows == "drawn" and report.test_rows else n
    rows = None if report.rows == "same" else drawn
    expected = {
        "accuracy": next_run(runs.right.astype(np.float64), rows=rows),
        "log_loss": next_run(runs.losses, rows=rows),
        "kept_epoch": next_value(np.array(runs.kept_epochs, np.float64)),
    }
    stated = row.figures.stated()
    values = {
        "accuracy": runs.right.mean(axis=1).tolist(),
        "log_loss": runs.losses.mean(axis=1).tolist(),
        "kept_epoch": list(runs.kept_epochs),
    }
    return {
        name: {
            **_numbers(name, found),
            "values": values[name],
            **(held(stated[name], name, found, report) if name in stated else {}),
        }
        for name, found in expected.items()
    }


def held(value: float, name: str, expected: NextRun, report: ReportFacts) -> dict[str, Any]:
    """Return a report's figure and how it stands to where one new run is expected.

    A figure stands for all that round to it. `outcome` is reproduced, near (within twice the
    width), differs or not_comparable, with `reasons`: other_rows, rows_unknown, one_seed. `place`
    (inside, above, below) is where it lies in any case, None where there is no interval.
    """
    reasons = _reasons(name, expected, report)
    rounding = 0.5 * 10.0 ** -(0 if name == "kept_epoch" else report.digits)
    nearest = min(max(expected.mean, value - rounding), value + rounding)
    away = expected.away(nearest)
    place = "inside" if away <= 1 else "above" if value > expected.mean else "below"
    outcome = "reproduced" if away <= 1 else "near" if away <= NEAR else "differs"
    return {
        "report": value,
        "outcome": "not_comparable" if reasons else outcome,
        "reasons": reasons,
        "place": None if math.isinf(expected.half) else place,
    }


def _reasons(name: str, expected: NextRun, report: ReportFacts) -> list[str]:
    is_of_rows = name != "kept_epoch"
    found = {
        "other_rows": report.rows == "other",
        "rows_unknown": is_of_rows and report.rows != "same" and not report.test_rows,
        "one_seed": expected.seeds < 2,
    }
    return [reason for reason, holds in found.items() if holds]


def _numbers(name: str, expected: NextRun) -> dict[str, Any]:
    lowest, highest = _RANGES[name]
    has_interval = math.isfinite(expected.half)
    return {
        "mean": expected.mean,
        "sd": expected.sd if expected.seeds > 1 else None,
        "low": max(expected.low, lowest) if has_interval else None,
        "high": min(expected.high, highest) if has_interval else None,
        "rows": expected.n,
    }
