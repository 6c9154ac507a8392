"""Quotes hold texts together, unless they are letters; training and answering agree on it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.data.sources.texts import read_texts

if TYPE_CHECKING:
    from pathlib import Path


def spanning(path: Path, count: int, *, spoilt: str = "") -> list[str]:
    """Write quoted texts of two lines, either of which has as many delimiters as a record."""
    texts = [f'he said "number {i}",\nand then; he went {i}' for i in range(count)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["text", "label"])
        writer.writerows((text, f"c{i % 3}") for i, text in enumerate(texts))
        stream.write(spoilt)
    return texts


@pytest.mark.parametrize("count", [6, 199, 300, 1000])
def test_quoted_texts_whose_halves_look_like_records_stay_whole(tmp_path: Path, count: int) -> None:
    path = tmp_path / "q.csv"
    texts = spanning(path, count)
    assert read(str(path), SourceOptions()).texts == texts
    assert list(read_texts(path)) == texts


def test_one_record_with_too_many_columns_does_not_cut_the_others(tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    texts = spanning(path, 300, spoilt='"one, two" or, three,c1\n')
    table = read(str(path), SourceOptions(on_bad_row="skip"))
    assert (table.texts, len(table.bad_rows)) == (texts, 1)


def test_two_stray_quotes_do_not_swallow_the_rows_between_them(tmp_path: Path) -> None:
    path = tmp_path / "s.tsv"
    texts = [f"text number {i}" for i in range(900)]
    texts[450], texts[470] = '"opened here', 'closed here"'
    path.write_text("text\tlabel\n" + "".join(f"{t}\tc{i % 3}\n" for i, t in enumerate(texts)))
    assert read(str(path), SourceOptions()).texts == texts
    assert list(read_texts(path)) == texts
