"""Data that cannot be read or learned from: what happened, what was expected, how to mend it."""

from __future__ import annotations

import gzip
import json
import random
from typing import TYPE_CHECKING

import pytest

from tests.workflow.samples import QUICK, rows, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workflow.conftest import Sentir

NOISE = random.Random(0).randbytes(20_000)  # noqa: S311 - any bytes will do


def _unlabelled(path: Path) -> None:
    write_csv(path, [(text, "" if n < 3 else label) for n, (text, label) in enumerate(rows())])


def _long_line(path: Path) -> None:
    write_csv(path, [("x" * 10_000_000, "joy"), *rows()])


def _cut(path: Path) -> None:
    write_csv(path, rows())
    path.write_bytes(path.read_bytes()[:-200])


REFUSED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "an empty file": (
        "a.csv", lambda path: path.write_bytes(b""),
        "a.csv is empty: it needs rows, each with a text and a label",
    ),
    "a header only": (
        "a.csv", lambda path: path.write_text("text,label\n"),
        "a.csv has a header (text, label) but no rows below it",
    ),
    "one class": (
        "a.csv", lambda path: write_csv(path, rows(classes=["joy"])),
        'every row has the same class, "joy": two classes at least are needed. Add rows of '
        "another class, or choose another column with --label",
    ),
    "rows without labels": (
        "a.csv", _unlabelled,
        "3 of 150 rows cannot be used: a.csv line 2: it has no label; a.csv line 3: it has no "
        "label; a.csv line 4: it has no label. Correct them, or leave them out with "
        "--on-bad-row skip",
    ),
    "no labels at all": (
        "a.csv", lambda path: write_csv(path, [(text, "") for text, _ in rows()]),
        "a.csv has no row with a text and a label",
    ),
    "no column of labels": (
        "a.csv", lambda path: path.write_text("text\n" + "\n".join(text for text, _ in rows())),
        'no column looks like the label (only one column was found: is the delimiter right?). '
        'Its columns are "text"; say which with --label COLUMN',
    ),
    "a label per row": (
        "a.csv", lambda path: write_csv(path, [(text, text) for text, _ in rows()]),
        'column "label" has 150 different values in 150 rows, too many for classes. Choose the '
        "column of the class with --label",
    ),
    "texts that are all empty": (
        "a.csv", lambda path: write_csv(path, [("", label) for _, label in rows()]),
        "every text is empty, so nothing can be learned. Choose the column of the text with --text",
    ),
    "too few rows": (
        "a.csv", lambda path: write_csv(path, rows(2)),
        "Add rows",
    ),
    "bytes that are no text": (
        "a.csv", lambda path: path.write_bytes(NOISE),
        "a.csv is not a text file: ",
    ),
    "a picture": (
        "a.csv", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + NOISE),
        "a.csv is not a text file: it is a PNG picture",
    ),
    "a line of ten megabytes": (
        "a.csv", _long_line,
        "1 of 151 rows cannot be used: a.csv line 2: the line is longer than 1,000,000 characters",
    ),
    "a row with too many columns": (
        "a.csv", lambda path: path.write_text(
            "text,label\n" + "".join(f"{text},{label}\n" for text, label in rows()) + "a,b,c\n"
        ),
        "a.csv line 152: 3 columns where 2 are expected",
    ),
    "a line that is no JSON": (
        "a.jsonl", lambda path: path.write_text(
            "".join(json.dumps({"text": t, "label": c}) + "\n" for t, c in rows()) + "{oops\n"
        ),
        "a.jsonl line 151: it is not JSON",
    ),
    "no gzip data": (
        "a.csv.gz", lambda path: path.write_bytes(NOISE),
        "a.csv.gz ends in .gz but is not gzip data; unpack or rename it",
    ),
    "gzip data cut short": (
        "a.csv.gz", _cut,
        "a.csv.gz is damaged gzip data",
    ),
    "an empty folder": (
        "a", lambda path: path.mkdir(),
        "a holds nothing; expected files named train, val and test",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_unfit_data_is_refused_with_a_message(kind: str, sentir: Sentir, tmp_path: Path) -> None:
    name, write, message = REFUSED[kind]
    write(tmp_path / name)
    for command in (("train", name, "--out", "run", *QUICK), ("train", name, "--plan")):
        done = sentir(*command)
        assert done.status == 3
        assert done.err.splitlines()[-1].startswith("error: ")
        assert message in done.err
        assert done.out == ""
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_long_line_can_be_left_out(sentir: Sentir, tmp_path: Path) -> None:
    _long_line(tmp_path / "a.csv")
    assert sentir("train", "a.csv", "--on-bad-row", "skip", *QUICK).status == 0


def test_a_class_missing_from_validation_is_said(sentir: Sentir, tmp_path: Path) -> None:
    data = [(*row, "train") for row in rows()] + [
        (*row, "val") for row in rows() if row[1] != "joy"
    ]
    write_csv(tmp_path / "a.csv", data, header=("text", "label", "split"))  # type: ignore[arg-type]  # a third column
    done = sentir("train", "a.csv", *QUICK)
    assert done.status == 0
    assert {"note": "no validation row has the class joy: its score says nothing"} in done.events


def test_a_class_missing_from_training_is_refused(sentir: Sentir, tmp_path: Path) -> None:
    data = [(*row, "train") for row in rows() if row[1] != "joy"] + [
        (*row, "val") for row in rows()
    ]
    write_csv(tmp_path / "a.csv", data, header=("text", "label", "split"))  # type: ignore[arg-type]  # a third column
    done = sentir("train", "a.csv", *QUICK)
    assert done.status == 3
    assert "no training row has the class joy, so it cannot be learned" in done.err


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--text", 'a.csv has no column "lable". Did you mean "label"?'),
        ("--label", 'a.csv has no column "lable". Did you mean "label"?'),
        ("--split", 'a.csv has no column "lable". Did you mean "label"?'),
        ("--data", "there is no recipe"),
    ],
)
def test_an_unknown_column_is_refused_with_the_nearest(
    option: str, said: str, sentir: Sentir, tmp_path: Path
) -> None:
    write_csv(tmp_path / "a.csv", rows())
    done = sentir("train", "a.csv", option, "lable", *QUICK)
    assert done.status == (2 if option == "--data" else 3)
    assert said in done.err


def test_texts_of_symbols_alone_are_learned_from(sentir: Sentir, tmp_path: Path) -> None:
    signs = {"joy": "😀", "anger": "😡", "fear": "😱"}
    data = [(signs[label] * (n % 5 + 1), label) for n, (_, label) in enumerate(rows())]
    write_csv(tmp_path / "a.csv", data)
    done = sentir("train", "a.csv", "--out", "run", *QUICK, "--set", "train.epochs=20")
    assert done.status == 0
    assert sentir("predict", "run", "😀😀").out.startswith("joy\t")


def test_some_empty_texts_and_a_very_long_one_do_no_harm(sentir: Sentir, tmp_path: Path) -> None:
    data = rows()
    data[::10] = [("", label) for _, label in data[::10]]
    data[5] = ("wonderful day " * 10_000, "joy")
    write_csv(tmp_path / "a.csv", data)
    done = sentir("train", "a.csv", "--out", "run", *QUICK, "--json")
    assert done.status == 0, done.err
    audit = json.loads((tmp_path / "run" / "data.json").read_text())["audit"]
    assert len(audit["empty_rows"]) == 15
    assert audit["whole"]["lengths"]["longest"] == 20_000


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing.txt", "nothing.txt is not a file"),
        ("noise.csv", "noise.csv is not a text file"),
        ("long.txt", "long.txt line 2 is longer than 1,000,000 characters"),
        ("cut.txt.gz", "cut.txt.gz is damaged gzip data"),
    ],
)
def test_texts_that_cannot_be_read_are_refused(
    name: str, said: str, finished: Path, sentir: Sentir, tmp_path: Path
) -> None:
    (tmp_path / "noise.csv").write_bytes(NOISE)
    (tmp_path / "long.txt").write_text("a day\n" + "x" * 10_000_000 + "\n")
    (tmp_path / "cut.txt.gz").write_bytes(gzip.compress(NOISE)[:-20])
    done = sentir("predict", finished, "--file", name)
    assert done.status == 3
    assert said in done.err


def test_a_file_without_texts_has_no_answers(
    finished: Path, sentir: Sentir, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    done = sentir("predict", finished, "--file", "empty.txt")
    assert (done.status, done.out) == (0, "")
