"""How long many trials will take side by side, and how long those that are left will."""

from __future__ import annotations

import heapq
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def wall_seconds(trials_s: Sequence[float], *, jobs: int) -> float:
    """Return how long trials of so many seconds take in `jobs` processes, taken up in order."""
    ends = [0.0] * max(1, jobs)
    heapq.heapify(ends)
    for seconds in trials_s:
        heapq.heappush(ends, heapq.heappop(ends) + seconds)
    return max(ends)


class TimeLeft:
    """Reckons what is left from the trials' estimates and from how these have come true so far.

    Args:
        trials_s: estimate of each trial in the order in which they are taken up; None where there
            is none, which is then taken for the mean of the others.
        jobs: processes at once.
        clock: seconds of any beginning.
    """

    def __init__(
        self,
        trials_s: Sequence[float | None],
        *,
        jobs: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        known = [seconds for seconds in trials_s if seconds is not None]
        usual = sum(known) / len(known) if known else 0.0
        self._estimates = [usual if seconds is None else seconds for seconds in trials_s]
        self._shares = [0.0] * len(trials_s)
        self._jobs = jobs
        self._clock = clock
        self._began = clock()
        self.total_s = wall_seconds(self._estimates, jobs=jobs)

    def reached(self, place: int, share: float) -> None:
        """Take note that a share (0..1) of a trial is done."""
        self._shares[place] = share

    def left_s(self) -> float:
        """Return the seconds that are left; estimates count less the more has been seen."""
        done = sum(
            seconds * share for seconds, share in zip(self._estimates, self._shares, strict=True)
        )
        whole = sum(self._estimates)
        left = wall_seconds(
            [s * (1 - part) for s, part in zip(self._estimates, self._shares, strict=True)],
            jobs=self._jobs,
        )
        if not done or not whole:
            return left
        spent = self._clock() - self._began
        pace = spent * self._jobs / done  # 1 where the estimates come true
        weight = min(1.0, 5 * done / whole)  # a fifth of the work seen is enough to go by
        return left * (1 + weight * (pace - 1))
