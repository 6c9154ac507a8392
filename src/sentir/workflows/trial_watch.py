"""Keeps count of trials under way and passes it on to who shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.experiments.estimate import TimeLeft
from sentir.experiments.pool import Watch
from sentir.workflows.trial_progress import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.experiments.trial import Trial, TrialResult
    from sentir.training.hooks import StopSignal
    from sentir.workflows.trial_progress import TrialProgress


class TrialWatch(Watch):
    """Watches a pool for `progress`, and stops it when a person asks for that."""

    def __init__(self, of: int, *, done: int, stop: StopSignal, progress: TrialProgress) -> None:
        """Count `done` trials of all as done before."""
        self._of = of
        self._done = done
        self._stop = stop
        self._progress = progress
        self._trials: Sequence[Trial] = ()
        self._epochs: Sequence[int] = ()
        self._shares: dict[int, float] = {}
        self._time = TimeLeft([], jobs=1)

    def expect(
        self, trials: Sequence[Trial], epochs: Sequence[int], seconds: Sequence[float | None],
        *, jobs: int,
    ) -> None:  # fmt: skip
        """Take note of the trials to come, in the order in which they are taken up."""
        self._trials, self._epochs = trials, epochs
        self._time = TimeLeft(seconds, jobs=jobs)

    def left_s(self) -> float:
        """Return the seconds that are left."""
        return self._time.left_s()

    def standing(self) -> Standing:
        """Return how far the trials are."""
        under_way = tuple((self._trials[place], share) for place, share in self._shares.items())
        return Standing(
            done=self._done, of=self._of, under_way=under_way, left_s=self._time.left_s()
        )

    def epoch(self, place: int, epoch: int) -> None:
        """Take note of an epoch of a trial."""
        share = min(1.0, epoch / self._epochs[place])
        self._shares[place] = share
        self._time.reached(place, share)

    def finished(self, place: int, result: TrialResult) -> None:
        """Take note of the end of a trial, and tell of it."""
        self._done += 1
        self._shares.pop(place, None)
        self._time.reached(place, 1.0)
        self._progress.finished(result, self.standing())

    def glance(self) -> None:
        """Tell how far the trials are, once they run."""
        if self._trials:
            self._progress.glance(self.standing())

    def asks_to_stop(self) -> bool:
        """Return whether a person asked to stop."""
        return self._stop.is_set
