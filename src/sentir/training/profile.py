"""What an update consists of, and how long each part of it took.

    WATCH.start(); train(...); record = profile(WATCH.stop(), updates=...)

The parts are those that one thread goes through; where a helper takes a part over, only the wait
for it counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.cells.stopwatch import EVALUATION

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = (
    "batches",
    "words",
    "projection",
    "recurrent",
    "head",
    "loss",
    "head_back",
    "recurrent_back",
    "recurrent_weights",
    "projection_back",
    "words_back",
    "penalties",
    "optimizer",
)
"""In the order in which an update meets them; `rest` is what lies between them."""


def profile(seconds: Mapping[str, float], *, updates: int) -> dict[str, Any]:
    """Return milliseconds an update by part, and the seconds of all measuring.

    A part that never came up is left out.
    """
    count = max(updates, 1)
    taken = {part: seconds[part] for part in PARTS if part in seconds}
    evaluation = seconds.get(EVALUATION, 0.0)
    taken["rest"] = sum(seconds.values()) - evaluation - sum(taken.values())
    return {
        "updates": updates,
        "milliseconds": {part: round(1e3 * value / count, 4) for part, value in taken.items()},
        "update_milliseconds": round(1e3 * sum(taken.values()) / count, 4),
        "evaluation_seconds": round(evaluation, 3),
    }
