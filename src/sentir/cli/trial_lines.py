"""How many trials go, shown while they run: a live line at a terminal, else JSON lines."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sentir.cli.events import is_live, write_event
from sentir.report.duration_words import duration
from sentir.report.what_if_words import variant_name
from sentir.workflows.trial_progress import TrialProgress

if TYPE_CHECKING:
    from rich.status import Status

    from sentir.experiments.trial import TrialResult
    from sentir.report.language import Language
    from sentir.workflows.trial_progress import Standing

_EVERY_S = 60.0
_ROOM = 77
"""Columns of the live line, beside its spinner."""


def trial_progress_for(speech: Language, *, as_json: bool) -> TrialProgress:
    """Return what shows trials while they run; see `cli.events`."""
    return LiveTrials(speech) if is_live(as_json=as_json) else TrialJson()


class TrialJson(TrialProgress):
    """A line per note and per trial that ends, and now and then how far they are."""

    def __init__(self) -> None:
        self._last_s = time.monotonic()

    def say(self, line: str) -> None:
        """Write a note."""
        self._write({"note": line})

    def begin(self, standing: Standing) -> None:
        """Write the size of the work."""
        self._write(_counts(standing))

    def finished(self, result: TrialResult, standing: Standing) -> None:
        """Write what a trial came to, without its history."""
        shown = {key: value for key, value in result.to_json().items() if key != "history"}
        self._write({**shown, **_counts(standing)})

    def glance(self, standing: Standing) -> None:
        """Write how far they are, once a minute where nothing else was written."""
        if time.monotonic() - self._last_s >= _EVERY_S:
            self._write(_counts(standing))

    def _write(self, event: dict[str, object]) -> None:
        self._last_s = time.monotonic()
        write_event(event)


def _counts(standing: Standing) -> dict[str, object]:
    return {"trials": standing.of, "done": standing.done, "left_s": round(standing.left_s, 1)}


class LiveTrials(TrialProgress):
    """The same, with a last line that is always up to date."""

    def __init__(self, speech: Language) -> None:
        from rich.console import Console

        self._speech = speech
        self._console = Console(stderr=True, highlight=False)
        self._status: Status | None = None

    def say(self, line: str) -> None:
        """Print a note, above the live line if there is one."""
        self._console.print(line, markup=False)

    def begin(self, standing: Standing) -> None:
        """Open the live line."""
        self._status = self._console.status(standing_line(standing, self._speech))
        self._status.start()

    def finished(self, result: TrialResult, standing: Standing) -> None:
        """Print what a trial came to."""
        self.say(finished_line(result, standing, self._speech))

    def glance(self, standing: Standing) -> None:
        """Bring the live line up to date."""
        if self._status is not None:
            from rich.text import Text

            self._status.update(Text(standing_line(standing, self._speech)))

    def end(self) -> None:
        """Close the live line."""
        if self._status is not None:
            self._status.stop()
            self._status = None


def standing_line(standing: Standing, speech: Language) -> str:
    """Return how many are done, the time left, and how far those under way are, in one line."""
    now = ", ".join(
        f"{speech.percent(share, 0)} {variant_name(trial.name, speech)}"
        for trial, share in standing.under_way
    )
    said = speech.say(
        "{done} of {all} trials done, {time} left",
        done=speech.count(standing.done),
        all=speech.count(standing.of),
        time=duration(standing.left_s, speech),
    )
    line = f"{said} · {now}" if now else said
    return line if len(line) <= _ROOM else f"{line[: _ROOM - 1]}…"


def finished_line(result: TrialResult, standing: Standing, speech: Language) -> str:
    """Return which trial ended, its validation score and loss, or why it failed."""
    count = f"[{speech.count(standing.done)}/{speech.count(standing.of)}]"
    name = speech.say(
        "{variant}, seed {seed}",
        variant=variant_name(result.trial.name, speech),
        seed=speech.count(result.trial.seed),
    )
    if not result.is_finished:
        return f"{count} {name}: {speech.say('failed: {reason}', reason=result.reason)}"
    return f"{count} {name}: " + speech.say(
        "{score} right, loss {loss}, {time}",
        score=speech.percent(result.kept["val_score"]),
        loss=speech.number(result.kept["val_loss"]),
        time=duration(result.seconds, speech),
    )
