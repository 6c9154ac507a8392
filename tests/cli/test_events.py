"""Standard error of every command: a live view at a terminal, JSON lines elsewhere."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from sentir.cli.events import write_event, write_note
from sentir.cli.progress import JsonLines, TerminalProgress, progress_for
from sentir.cli.trial_lines import LiveTrials, TrialJson, trial_progress_for
from sentir.report.language import language
from tests.cli.streams import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

EN = language("en")


@pytest.mark.parametrize(
    ("is_terminal", "as_json", "one", "many"),
    [
        (True, False, TerminalProgress, LiveTrials),
        (True, True, JsonLines, TrialJson),
        (False, False, JsonLines, TrialJson),
        (False, True, JsonLines, TrialJson),
    ],
)
def test_one_rule_decides_for_one_training_and_for_many(
    is_terminal: bool, as_json: bool, one: type, many: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", Stream(is_terminal=is_terminal))
    assert type(progress_for(EN, as_json=as_json)) is one
    assert type(trial_progress_for(EN, as_json=as_json)) is many


@pytest.mark.parametrize(
    "say",
    [
        lambda note: progress_for(EN, as_json=False).say(note),
        lambda note: trial_progress_for(EN, as_json=False).say(note),
        lambda note: write_note(note, as_json=False),
    ],
)
def test_a_note_is_a_sentence_at_a_terminal_and_a_json_line_elsewhere(
    say: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, file = Stream(is_terminal=True), Stream(is_terminal=False)
    monkeypatch.setattr(sys, "stderr", terminal)
    say("rows [2] are left out")
    assert terminal.written.removeprefix("note: ") == "rows [2] are left out\n"
    monkeypatch.setattr(sys, "stderr", file)
    say("rows [2] are left out")
    assert json.loads(file.written) == {"note": "rows [2] are left out"}


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1"])
@pytest.mark.parametrize(
    ("event", "read"),
    [
        ({"note": "54.7\u00a0% así\nfin"}, {"note": "54.7\u00a0% así\nfin"}),
        ({"val_loss": float("nan"), "left_s": float("inf")}, {"val_loss": None, "left_s": None}),
    ],
)
def test_every_event_is_one_line_of_valid_json_whatever_the_terminal_can_write(
    encoding: str, event: dict[str, Any], read: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Stream(is_terminal=False, encoding=encoding)
    monkeypatch.setattr(sys, "stderr", stream)
    write_event(event)
    (line,) = stream.written.splitlines()
    assert json.loads(line) == read
