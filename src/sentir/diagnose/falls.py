"""How much lower more epochs would bring a loss, and whether that is worth them.

The thresholds are defended in docs/decisions/0004-verdict.md.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.statistics.arrays import Floats

FEWEST_EPOCHS = 3
"""Two epochs show a difference, three a tendency."""
MATERIAL_FALL = 0.10
"""Expected further fall of the validation loss that is worth more epochs, in parts of the loss
left or, where that is less, of all it fell so far: early on most of the loss is left."""
NO_FALL = 0.01
"""A fall below this part of the loss at the start is worth nothing, however little loss is left."""


def is_falling(losses: Floats, first: float) -> bool:
    """Return whether half as many epochs again would lower the loss by what is worth them."""
    if losses.size < FEWEST_EPOCHS:
        return False
    fall, lowest = expected_fall(losses), float(losses.min())
    return fall > 0 and fall >= max(NO_FALL * first, MATERIAL_FALL * min(lowest, first - lowest))


def expected_fall(losses: Floats) -> float:
    """Return how much lower half as many epochs again would bring the loss; 0 where that is noise.

    The last quarter of the epochs is set against the quarter before, and that against the one
    before it; each further quarter is expected to fall by the same ratio, at most as much.
    Losses that fall at every step do not jitter: their bends are those of the curve.
    """
    width = max(1, losses.size // 4)
    newest = losses[-3 * width :]
    third, second, last = (float(losses[-k * width :][:width].mean()) for k in (3, 2, 1))
    fell = second - last
    noise = 0.0 if (np.diff(newest) < 0).all() else 2 * jitter(newest) / math.sqrt(width)
    if fell <= noise:
        return 0.0
    ratio = min(1.0, fell / (third - second)) if third > second else 1.0
    ahead = (width - 1) / (2 * width)  # the last epoch lies this far past its quarter's middle
    return float(fell * ratio**ahead * (ratio + ratio**2))


def jitter(losses: Floats) -> float:
    """Return the standard deviation of one loss about a smooth curve, from second differences."""
    bends = np.abs(np.diff(losses, n=2))
    return float(np.median(bends)) / (0.6745 * math.sqrt(6)) if bends.size else 0.0
