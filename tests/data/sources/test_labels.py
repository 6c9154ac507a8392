"""A label is a name of one line; what is too long for a name is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

LONG = "x" * 1001


def test_a_label_longer_than_a_name_is_a_bad_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"text,label\na,joy\nb,{LONG}\nc,{LONG.upper()}\nd,{LONG[1:]}\n")
    said = r"a\.csv line 3: the label is longer than 1,000 characters"
    with pytest.raises(DataError, match=said):
        read(str(path), SourceOptions())
    table = read(str(path), SourceOptions(on_bad_row="skip"))
    assert table.labels == ["joy", LONG[1:]]
    assert max(map(len, table.notes)) < 200


def test_a_label_of_several_lines_becomes_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('text,label\na,"new \n joy"\nb,"\nfear\n"\nc,new joy\n')
    assert read(str(path), SourceOptions()).labels == ["new joy", "fear", "new joy"]
