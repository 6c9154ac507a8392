"""What many trials tell while they run; the command line shows it, a notebook need not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentir.experiments.trial import Trial, TrialResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the trials of a plan are.

    Attributes:
        done, of: trials that are finished or failed, and all of them.
        under_way: trials being carried out, with the share (0..1) of each that is done.
        left_s: seconds until all are done, as far as can be told.
    """

    done: int
    of: int
    under_way: tuple[tuple[Trial, float], ...]
    left_s: float


class TrialProgress:
    """Is told how trials go; this one tells nobody."""

    def say(self, line: str) -> None:
        """Hear one line: what was found, what is being done."""

    def begin(self, standing: Standing) -> None:
        """Hear how much there is to do, before the first trial."""

    def finished(self, result: TrialResult, standing: Standing) -> None:
        """Hear what a trial came to."""

    def glance(self, standing: Standing) -> None:
        """Hear, a few times a second, how far they are."""

    def end(self) -> None:
        """Hear that no trial runs any more."""
