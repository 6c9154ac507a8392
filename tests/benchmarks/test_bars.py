"""The command line of the bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import bars
from benchmarks.bars import BARS, main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _without_data_or_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SENTIR_DATA", raising=False)
    monkeypatch.setattr("benchmarks.tables.fill", lambda _: [])
    monkeypatch.setattr(bars, "RESULTS", tmp_path)


def test_bars_on_real_data_are_skipped_where_there_are_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["audit", "emotion"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "audit: skipped, it needs real data; set SENTIR_DATA to their folder",
        "emotion: skipped, it needs real data; set SENTIR_DATA to their folder",
    ]


def test_the_list_says_what_is_missing_and_what_needs_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--list"]) == 0
    listed = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert set(listed) == set(BARS)
    assert listed["demo"] == "missing"
    assert listed["emotion"] == "needs SENTIR_DATA"


def test_an_unknown_bar_is_refused_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["emotions"]) == 2
    assert capsys.readouterr().err == 'there is no bar emotions. Did you mean "emotion"?\n'


def test_data_that_are_not_where_they_should_be_are_said_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SENTIR_DATA", str(tmp_path))
    assert main(["audit"]) == 1
    assert "audit: not measured: SENTIR_DATA holds no emotion/test.txt." in capsys.readouterr().out


def test_what_a_bar_covers_exists() -> None:
    for bar in BARS.values():
        missing = [path for path in bar.covers if not (bars.ROOT / path).exists()]
        assert not missing, f"{bar.name}: {missing}"
