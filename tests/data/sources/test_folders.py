"""Which files of a folder are read, and which are left out and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.data.sources.quarantine import set_aside
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


def fill_classes(folder: Path) -> Path:
    for name, texts in {"pos": ["good\nday\n", "fine"], "neg": ["bad"], "notes": []}.items():
        (folder / name).mkdir(parents=True)
        for i, text in enumerate(texts, 1):
            (folder / name / f"{i}.txt").write_text(text)
    return folder


def test_a_folder_per_class_gives_a_text_a_file(tmp_path: Path) -> None:
    fill_classes(tmp_path)
    table = read(str(tmp_path), AUTO)
    assert list(zip(table.texts, table.labels, table.lines, strict=True)) == [
        ("bad", "neg", 1), ("good\nday", "pos", 1), ("fine", "pos", 2),
    ]  # fmt: skip
    assert table.notes[0] == f"left out of {tmp_path.name}: notes"
    before = [file.sha256 for file in table.files]
    (tmp_path / "pos" / "2.txt").write_text("finer")
    after = [file.sha256 for file in read(str(tmp_path), AUTO).files]
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False]


def test_folders_of_classes_may_lie_within_train_and_test(tmp_path: Path) -> None:
    fill_classes(tmp_path / "train")
    fill_classes(tmp_path / "test")
    table = read(str(tmp_path), AUTO)
    assert table.parts == ["test"] * 3 + ["train"] * 3
    assert [file.name for file in table.files] == [
        "test/neg", "test/pos", "train/neg", "train/pos",
    ]  # fmt: skip


def test_a_file_of_a_class_folder_that_is_no_text_is_a_bad_row(tmp_path: Path) -> None:
    fill_classes(tmp_path)
    (tmp_path / "neg" / "0.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    with pytest.raises(DataError, match=r"neg line 1: .*0\.txt is not a text file: it is a PNG"):
        read(str(tmp_path), AUTO)
    table = read(str(tmp_path), SourceOptions(on_bad_row="quarantine"))
    assert (table.texts[0], table.lines[0]) == ("bad", 2)
    assert [row["content"] for row in set_aside(table)] == [""]


def test_a_folder_of_folders_without_texts_is_said_to_hold_them(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    with pytest.raises(DataError, match=r'holds "raw/"; expected .* a folder per class'):
        read(str(tmp_path), AUTO)


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


PARTED = "text,label,fold\n" + "".join(
    f"{name} of {part},{name},{part}\n" for part in ("train", "dev") for name in ("joy", "fear")
)


def test_a_named_split_column_divides_the_rows_of_the_train_file(tmp_path: Path) -> None:
    folder = fill(tmp_path, train__csv=PARTED, test__csv=PARTED)
    table = read(folder, SourceOptions(split="fold"))
    assert table.parts == ["train"] * 2 + ["validation"] * 2 + ["test"] * 4
    said = {note.split(":")[0]: "part from column fold" in note for note in table.notes}
    assert said == {"train.csv": True, "test.csv": False}
    fill(tmp_path, test__csv=CSV)
    assert read(folder, SourceOptions(split="fold")).parts[4:] == ["test"] * 2


def test_the_names_of_split_files_win_over_a_column_that_is_not_named(tmp_path: Path) -> None:
    parted = PARTED.replace("fold", "split")
    table = read(fill(tmp_path, train__csv=parted, val__csv=parted), AUTO)
    assert table.parts == ["train"] * 4 + ["validation"] * 4
    assert not any("part from column" in note for note in table.notes)


def test_a_split_column_that_is_not_needed_is_not_taken_for_the_label(tmp_path: Path) -> None:
    parted = PARTED.replace("fold", "split").replace("label", "klass")
    table = read(fill(tmp_path, train__csv=parted, val__csv=parted), AUTO)
    assert set(table.labels) == {"joy", "fear"}
