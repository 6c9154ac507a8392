"""Numbers that measure something are not silently taken as classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def rated(folder: Path, ratings: Iterable[object], header: str = "rating") -> str:
    rows = "".join(f"some words {i},{rating}\n" for i, rating in enumerate(ratings))
    (folder / "a.csv").write_text(f"text,{header}\n{rows}")
    return str(folder / "a.csv")


def test_decimal_numbers_are_no_classes(tmp_path: Path) -> None:
    path = rated(tmp_path, [3.7, 4.0, 2.5] * 20)
    with pytest.raises(
        DataError,
        match=r"column rating look like numbers: 3 different values in 60 rows, for example 2\.5, "
        r"3\.7, 4\.0\. Classes can be learned, not numbers: bin them .* --label",
    ):
        read(path, SourceOptions(label="rating"))
    with pytest.raises(DataError, match="column target look like numbers"):
        read(rated(tmp_path, [3.7, 4.0, 2.5] * 20, "target"), SourceOptions())


def test_many_whole_numbers_with_few_rows_each_are_no_classes(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="look like numbers: 50 different values in 100 rows"):
        read(rated(tmp_path, [*range(50)] * 2), SourceOptions(label="rating"))


@pytest.mark.parametrize("ratings", [[0, 1] * 5, [*range(1, 11)] * 2, ["1.0", "2.0"] * 3])
def test_few_whole_numbers_are_classes(tmp_path: Path, ratings: list[object]) -> None:
    table = read(rated(tmp_path, ratings), SourceOptions(label="rating"))
    assert len(table.classes()) == len(set(ratings))
    assert "whole numbers" not in table.notes[0]


def test_many_whole_numbers_with_many_rows_each_are_classes_and_said(tmp_path: Path) -> None:
    table = read(rated(tmp_path, [*range(28)] * 10), SourceOptions(label="rating"))
    assert len(table.classes()) == 28
    assert "are 28 whole numbers, each taken as a class" in table.notes[0]
