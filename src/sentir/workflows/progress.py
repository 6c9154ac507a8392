"""What a long command tells while it works; the command line shows it, a notebook need not."""

from __future__ import annotations

from sentir.training.hooks import Hook


class Progress(Hook):
    """A hook of the loop that is also told what happens around it; this one tells nobody."""

    def say(self, line: str) -> None:
        """Hear one line: what was found, what is being done."""

    def begin(self, *, epochs: int, updates_per_epoch: int, finished: int) -> None:
        """Hear how much there is to train, and how many epochs of it are finished already."""

    def end(self) -> None:
        """Hear that training is over."""
