"""JSON records become columns in the order in which their keys are seen."""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING

from sentir.data.sources.json_records import read_json
from sentir.data.sources.table import SourceOptions

if TYPE_CHECKING:
    from pathlib import Path


def test_columns_stand_in_the_order_in_which_they_are_seen(tmp_path: Path) -> None:
    letters = string.ascii_lowercase[::-1]
    records = [dict.fromkeys(letters[:13], "1"), dict.fromkeys(letters, "2")]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, records)))
    sheet = read_json(path, SourceOptions())
    assert "".join(sheet.columns) == letters
    assert sheet.cells[0] == ["1", "2"]
    assert sheet.cells[-1] == [None, "2"]
