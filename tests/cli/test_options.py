"""How results are printed: at a terminal of 80 columns, and into a file or a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sentir.cli.options import print_lines
from tests.cli.streams import Stream

if TYPE_CHECKING:
    import pytest

SENTENCE = "One long sentence that goes on and on " * 3 + "until its end."
COMMAND = "  sentir train demo " + "--set train.epochs=3 " * 6


def shown(monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool, indent: int = 0) -> list[str]:
    stream = Stream(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stdout", stream)
    print_lines([SENTENCE, "", COMMAND], indent=indent)
    return stream.written.splitlines()


def test_at_a_terminal_sentences_break_between_words_and_commands_stay_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    *sentence, empty, command = shown(monkeypatch, is_terminal=True, indent=4)
    assert max(map(len, sentence)) <= 80
    assert " ".join(line.strip() for line in sentence) == SENTENCE
    assert [line[:4].isspace() for line in sentence] == [False, True]
    assert (empty, command) == ("", COMMAND)


def test_elsewhere_a_line_stays_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, is_terminal=False) == [SENTENCE, "", COMMAND]
