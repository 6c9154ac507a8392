from __future__ import annotations

import re
from typing import Any, cast

import pytest

from sentir.cli.progress import TerminalProgress
from sentir.report.language import LANGUAGES, language
from sentir.store.histories import HistoryRow
from sentir.training.state import Best, TrainState

ROW = HistoryRow(
    epoch=12, train_loss=10.0391, val_loss=1.2229, train_score=1.0, val_score=0.547, seconds=3607.4
)


@pytest.mark.parametrize("code", LANGUAGES)
def test_headings_stand_over_their_columns_and_lines_fit_a_terminal(
    code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    progress = TerminalProgress(language(code))
    progress.begin(epochs=12, updates_per_epoch=9, finished=12)
    best = Best(epoch=12, weights={})
    progress.after_epoch(TrainState(step=cast("Any", None), history=[ROW], best=best))
    progress.end()
    top, below, line, *_ = capsys.readouterr().err.splitlines()
    ends = [found.end() for found in re.finditer(r"\S+", below)]
    cells = [found.end() for found in re.finditer(r"\S+(\s[%s](?=\s))?", line)]
    assert cells[:6] == ends
    assert [found.end() for found in re.finditer(r"\S+", top)] == [ends[2], ends[4]]
    assert len(line) <= 80


def test_many_runs_show_their_bar_without_a_line_per_epoch(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = TerminalProgress(language("en"), epochs=False)
    progress.say("Run 1 of 2.")
    progress.begin(epochs=12, updates_per_epoch=9, finished=12)
    progress.after_epoch(TrainState(step=cast("Any", None), history=[ROW], best=None))
    progress.end()
    assert [line for line in capsys.readouterr().err.splitlines() if line.strip()] == [
        "Run 1 of 2."
    ]
