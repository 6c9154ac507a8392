"""How soon the runs of one side are as good as the other ever gets."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.store.histories import HistoryRow


def reach(
    own: Sequence[Sequence[HistoryRow]], others: Sequence[Sequence[HistoryRow]]
) -> dict[str, Any]:
    """Return after how many epochs and seconds runs reach the others' best validation score.

    Args:
        own: The histories of one side's runs.
        others: Those of the other side; what is to be reached is the median of their best.

    Returns:
        `target`, `reached` (how many runs do), `of`, and the median `epochs` and `seconds` of those
        that do, or null.
    """
    best = [max(scores) for history in others if (scores := _scores(history))]
    if not best:
        return {"target": None, "reached": 0, "of": len(own), "epochs": None, "seconds": None}
    target = median(best)
    first = [row for history in own if (row := _first(history, target)) is not None]
    seconds = [row.seconds for row in first if row.seconds is not None]
    return {
        "target": target,
        "reached": len(first),
        "of": len(own),
        "epochs": median(row.epoch for row in first) if first else None,
        "seconds": median(seconds) if seconds else None,
    }


def _scores(history: Sequence[HistoryRow]) -> list[float]:
    return [row.val_score for row in history if row.val_score is not None]


def _first(history: Sequence[HistoryRow], target: float) -> HistoryRow | None:
    return next((row for row in history if (row.val_score or 0.0) >= target), None)
