"""How far stated probabilities lie from how often they come true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.statistics.bootstrap import RESAMPLES
from sentir.statistics.intervals import Interval

if TYPE_CHECKING:
    from sentir.statistics.arrays import Floats, Ints

BINS = 15
ROWS_PER_BIN = 10


def calibration_error(
    probabilities: Floats, targets: Ints, *, rng: np.random.Generator
) -> Interval:
    """Return the expected calibration error of the likeliest class, bins of equal numbers of rows.

    Rows are put in order of the likeliest class' probability and cut into 15 bins (fewer below 150
    rows: 10 rows a bin); the error is the mean over rows of |mean probability - share right| of
    their bin. The sum of absolute noise is never zero, so the plain bootstrap lies above the truth:
    the low end is reflected about the value, and is 0 where a perfectly calibrated model
    would show an error this large through noise alone.

    Source: Naeini et al. 2015; equal-mass bins: Nixon et al. 2019.
    """
    n = int(targets.size)
    stated = probabilities.max(axis=1)
    excess = stated - (probabilities.argmax(axis=1) == targets)
    order = np.argsort(stated, kind="stable")
    bins = np.array_split(excess[order], max(1, min(BINS, n // ROWS_PER_BIN)))
    sums = np.array([part.sum() for part in bins])
    value = float(np.abs(sums).sum() / n)
    # one row in thought, wrong by half, so that a bin without any error is not taken for certainty
    spread = np.sqrt([((part - part.mean()) ** 2).sum() + 0.25 for part in bins])
    noise = rng.standard_normal((RESAMPLES, len(bins))) * spread
    upper = float(np.quantile(np.abs(sums + noise).sum(axis=1) / n, 0.975))
    by_chance = float(np.quantile(np.abs(noise).sum(axis=1) / n, 0.975))
    low = 0.0 if value <= by_chance else max(0.0, min(value, 2 * value - upper))
    return Interval(value, low, min(1.0, max(value, upper)), n)
