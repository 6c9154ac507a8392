"""Progress of a training: live bars at a terminal, JSON lines elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.cli.events import is_live, write_event
from sentir.report.language import mark
from sentir.workflows.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from sentir.report.language import Language
    from sentir.training.state import TrainState
    from sentir.training.step import Update

_COLUMNS = (mark("epoch"), *2 * (mark("train"), mark("valid.")), mark("time"))
_LEAST = (5, 10, 10, 10, 10, 9)
"""What the columns hold at most; their headings are longer in some languages."""


def progress_for(speech: Language, *, as_json: bool, epochs: bool = True) -> Progress:
    """Return what shows a training while it runs; see `cli.events`."""
    return TerminalProgress(speech, epochs=epochs) if is_live(as_json=as_json) else JsonLines()


class JsonLines(Progress):
    """One JSON object per line: notes and measurements, for logs and other programs."""

    def say(self, line: str) -> None:
        """Write a note."""
        write_event({"note": line})

    def begin(self, *, epochs: int, updates_per_epoch: int, finished: int) -> None:
        """Write the size of the work."""
        write_event(
            {"epochs": epochs, "updates_per_epoch": updates_per_epoch, "finished": finished}
        )

    def after_epoch(self, state: TrainState) -> None:
        """Write the newest row of the history."""
        write_event(state.history[-1].to_json())


class TerminalProgress(Progress):
    """A bar per epoch under way, and a line per finished epoch: both losses, both scores.

    Without `epochs`, where many runs follow one another, there is the bar only.
    """

    def __init__(self, speech: Language, *, epochs: bool = True) -> None:
        from rich.console import Console

        self._shows_epochs = epochs

        self._speech = speech
        self._console = Console(stderr=True, highlight=False)
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._epochs = 1
        words = [speech.say(word) for word in _COLUMNS]
        self._widths = [max(len(w), least) for w, least in zip(words, _LEAST, strict=True)]

    def say(self, line: str) -> None:
        """Print a note, above the bar if there is one."""
        self._console.print(line, markup=False)

    def begin(self, *, epochs: int, updates_per_epoch: int, finished: int) -> None:
        """Open the bar; its time left is that of all epochs."""
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._epochs = epochs
        if self._shows_epochs:
            self.say(self._heading())
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn(self._speech.say("time left")),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        self._task = self._bars.add_task(
            self._describe(finished + 1),
            total=epochs * updates_per_epoch,
            completed=finished * updates_per_epoch,
        )
        self._bars.start()

    def after_batch(self, state: TrainState, update: Update) -> None:
        """Move the bar."""
        if self._bars is None or self._task is None:
            return
        self._bars.update(
            self._task, completed=update.number, description=self._describe(state.epoch + 1)
        )

    def after_epoch(self, state: TrainState) -> None:
        """Print the newest measurement."""
        if not self._shows_epochs:
            return
        row, number, percent = state.history[-1], self._speech.number, self._speech.percent
        best = state.best is not None and state.best.epoch == row.epoch
        cells = [
            str(row.epoch),
            number(row.train_loss, 4),
            number(row.val_loss, 4),
            percent(row.train_score),
            percent(row.val_score),
            f"{number(row.seconds, 1)} s",
        ]
        self.say(self._line(cells) + (f"  {self._speech.say('best so far')}" if best else ""))

    def end(self) -> None:
        """Close the bar."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def _describe(self, epoch: int) -> str:
        return self._speech.say(
            "epoch {epoch} of {epochs}",
            epoch=str(min(epoch, self._epochs)),
            epochs=str(self._epochs),
        )

    def _heading(self) -> str:
        say, widths = self._speech.say, self._widths
        first, loss, score = widths[0], sum(widths[1:3]) + 1, sum(widths[3:5]) + 1
        top = f"{'':{first}} {say('loss'):>{loss}} {say('accuracy'):>{score}}"
        return f"{top}\n{self._line([say(word) for word in _COLUMNS])}"

    def _line(self, cells: Sequence[str]) -> str:
        return " ".join(f"{c:>{width}}" for c, width in zip(cells, self._widths, strict=True))
