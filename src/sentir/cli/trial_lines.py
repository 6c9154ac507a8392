"""How many trials go, shown while they run: a live line at a terminal, else a line per event."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

from sentir.report.duration_words import duration
from sentir.report.what_if_words import variant_name
from sentir.workflows.trial_progress import TrialProgress

if TYPE_CHECKING:
    from rich.status import Status

    from sentir.experiments.trial import TrialResult
    from sentir.report.language import Language
    from sentir.workflows.trial_progress import Standing

_PLAIN_EVERY_S = 60.0
_WIDTH = 79


def trial_progress_for(speech: Language, *, as_json: bool) -> TrialProgress:
    """Return what shows trials on standard error; standard output stays free for the result."""
    if as_json:
        return TrialJson()
    return LiveTrials(speech) if sys.stderr.isatty() else PlainTrials(speech)


class TrialJson(TrialProgress):
    """One JSON object per line, for other programs."""

    def say(self, line: str) -> None:
        """Write a note."""
        self._write({"note": line})

    def begin(self, standing: Standing) -> None:
        """Write the size of the work."""
        self._write({"trials": standing.of, "done": standing.done, "left_s": standing.left_s})

    def finished(self, result: TrialResult, standing: Standing) -> None:
        """Write what a trial came to, without its history."""
        shown = {key: value for key, value in result.to_json().items() if key != "history"}
        self._write({**shown, "done": standing.done, "left_s": round(standing.left_s, 1)})

    def _write(self, record: dict[str, object]) -> None:
        print(json.dumps(record, ensure_ascii=False), file=sys.stderr, flush=True)


class PlainTrials(TrialProgress):
    """A line per note and per finished trial, and now and then how long it will take."""

    def __init__(self, speech: Language) -> None:
        self._speech = speech
        self._last_s = time.monotonic()

    def say(self, line: str) -> None:
        """Print a note."""
        print(line, file=sys.stderr, flush=True)

    def finished(self, result: TrialResult, standing: Standing) -> None:
        """Print what a trial came to."""
        self._last_s = time.monotonic()
        self.say(finished_line(result, standing, self._speech))

    def glance(self, standing: Standing) -> None:
        """Print how far they are, once a minute where nothing else was printed."""
        if time.monotonic() - self._last_s >= _PLAIN_EVERY_S:
            self._last_s = time.monotonic()
            self.say(standing_line(standing, self._speech))


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

            self._status.update(Text(standing_line(standing, self._speech)[: _WIDTH - 2]))

    def end(self) -> None:
        """Close the live line."""
        if self._status is not None:
            self._status.stop()
            self._status = None


def standing_line(standing: Standing, speech: Language) -> str:
    """Return how many trials are done, the time left, and how far those under way are."""
    now = ", ".join(
        f"{variant_name(trial.name, speech)} {speech.percent(share, 0)}"
        for trial, share in standing.under_way
    )
    said = speech.say(
        "{done} of {all} trials done, {time} left",
        done=speech.count(standing.done),
        all=speech.count(standing.of),
        time=duration(standing.left_s, speech),
    )
    return f"{said} · {now}" if now else said


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
