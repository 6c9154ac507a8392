"""What is claimed stands in docs/results, and pages say the same; nothing private is in there."""

from __future__ import annotations

import json
import os
import re
import socket
from pathlib import Path
from typing import Any

import pytest

from benchmarks import tables
from benchmarks.bars import BARS

RESULTS = sorted((tables.ROOT / "docs" / "results").glob("*.json"))
MACHINE_PATH = re.compile(r"(?<![\w.$])/(?:home|root|work|tmp|Users|mnt|opt|var|usr|private)/")
WORDS_OF_A_TEXT = 4  # fewer may stand in any English sentence


def test_the_tables_of_the_pages_are_those_of_the_results() -> None:
    stale = [str(path.relative_to(tables.ROOT)) for path in tables.stale(tables.ROOT)]
    assert not stale, f"not up to date: {stale}. Run: python benchmarks/tables.py"


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_a_result_is_whole(path: Path) -> None:
    result = json.loads(path.read_text("utf-8"))
    assert result["format"] == 1
    assert result["name"] == path.stem
    assert result["name"] in BARS
    assert set(result) == {
        "format", "name", "commands", "commit", "dirty", "changed", "code", "key", "data", "seeds",
        "measured", "machine", "seconds", "parts", "figures", "bars",
    }  # fmt: skip
    for mark in result["bars"]:
        assert set(mark) == {"bar", "wanted", "measured", "met", "distance"}
        assert mark["met"] == (mark["distance"] == 0)


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_a_result_names_no_machine_and_no_folder_of_one(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not MACHINE_PATH.search(text)
    assert f'"{socket.gethostname()}"' not in text
    assert (os.environ.get("SENTIR_DATA") or "no such folder") not in text


@pytest.mark.real_data
@pytest.mark.skipif(not os.environ.get("SENTIR_DATA"), reason="SENTIR_DATA is not set")
def test_no_text_of_the_data_is_in_a_result() -> None:
    strings = {part.lower() for path in RESULTS for part in _strings(json.loads(path.read_text()))}
    folder = Path(os.environ["SENTIR_DATA"]) / "emotion"
    for name in ("train.txt", "val.txt", "test.txt"):
        for line in (folder / name).read_text("utf-8").splitlines():
            text = line.rpartition(";")[0]
            if len(text.split()) >= WORDS_OF_A_TEXT:
                assert not any(text in string for string in strings), f"a row of {name}"


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [part for pair in value.items() for item in pair for part in _strings(item)]
    return [part for item in value for part in _strings(item)] if isinstance(value, list) else []
