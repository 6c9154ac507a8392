"""Which files of a folder are read, and which are left out and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

AUTO = SourceOptions()
CSV = "text,label\ngood day,joy\nbad day,fear\n"


def fill(folder: Path, **files: str) -> str:
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content)
    return str(folder)


@pytest.mark.parametrize("name", ["val", "valid", "validation", "dev", "es.dev", "my-val", "x_dev"])
def test_split_files_state_their_part_and_others_are_named(tmp_path: Path, name: str) -> None:
    fill(tmp_path, train__csv=CSV, test__tsv=CSV.replace(",", "\t"), extra__csv=CSV, README__md="#")
    (tmp_path / f"{name}.csv").write_text(CSV)
    table = read(str(tmp_path), AUTO)
    assert table.parts == ["train"] * 2 + ["validation"] * 2 + ["test"] * 2
    assert [file.part for file in table.files] == ["train", "validation", "test"]
    assert table.file_index == [0, 0, 1, 1, 2, 2]
    assert table.notes[0] == f"left out of {tmp_path.name}: README.md, extra.csv"


def test_a_file_per_class_by_name_or_by_ending(tmp_path: Path) -> None:
    one, other = tmp_path / "a", tmp_path / "b"
    one.mkdir()
    other.mkdir()
    fill(one, joy__txt="so good\n\nyes;no\n", fear__txt="oh\n", README__txt="about")
    table = read(str(one), AUTO)
    assert list(zip(table.texts, table.labels, table.lines, strict=True)) == [
        ("oh", "fear", 1), ("so good", "joy", 1), ("yes;no", "joy", 3),
    ]  # fmt: skip
    fill(other, film__pos="great\n", film__neg="poor\n", README__md="about")
    table = read(str(other), AUTO)
    assert table.labels == ["neg", "pos"]


def test_the_only_data_file_is_read(tmp_path: Path) -> None:
    assert len(read(fill(tmp_path, reviews__csv=CSV, README__md="about"), AUTO)) == 2


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds nothing; expected files named train, val and test"),
        ({"a__csv": CSV, "b__csv": CSV}, 'holds "a.csv", "b.csv"; expected'),
        ({"test__csv": CSV}, "has test.csv but no train file to learn from"),
        (
            {"es__train__csv": CSV, "en__train__csv": CSV},
            "several files for train: en.train.csv, es.train.csv",
        ),
    ],
)
def test_an_unclear_folder_is_refused(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(fill(tmp_path, **files), AUTO)
