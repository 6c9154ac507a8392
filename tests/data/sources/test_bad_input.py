"""What cannot be read is refused or set aside, with file, line and a way to mend it."""

from __future__ import annotations

import gzip
import json
import os
from typing import TYPE_CHECKING

import pytest

from sentir.data.sources import streams
from sentir.data.sources.quarantine import set_aside
from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.errors import ConfigError, DataError

if TYPE_CHECKING:
    from pathlib import Path

AUTO = SourceOptions()
SKIP = SourceOptions(on_bad_row="skip")
GOOD = "text,label\nfine,joy\nso so,fear\n"


def put(folder: Path, content: str | bytes, name: str = "a.csv") -> str:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return str(folder / name)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", r"a\.csv is empty: it needs rows, each with a text and a label"),
        ("a.csv", b"\n\n  \n", "is empty"),
        ("a.jsonl", b"\n", "is empty"),
        ("a.csv", b"text,label\n", r"has a header \(text, label\) but no rows below it"),
        ("a.csv", b"text,label\nx,\ny,\n", r"no row with a text and a label: a\.csv line 2: it"),
        ("a.csv", b"\x89PNG\r\n\x1a\n" + bytes(99), "is not a text file: it is a PNG picture"),
        ("a.csv", bytes(range(256)) * 9, "243 of its first 2304 bytes are control characters"),
        ("a.csv", b"PK\x03\x04" + bytes(99), "an office document; save the sheet as CSV"),
        ("a.csv.gz", b"text,label\n", "ends in .gz but is not gzip data; unpack or rename it"),
        # no time in it: its bytes name the test, which must be called alike in every process
        ("a.csv.gz", gzip.compress(GOOD.encode() * 99, mtime=0)[:-20], "is damaged gzip data"),
        ("a.csv", b"text\nhello\nyou\n", r"only one column was found: is the delimiter right\?"),
        ("a.csv", b"text,V\na,1.5\nb,2.5\n", '"V" hold decimal numbers; classes can be learned'),
        ("a.csv", b"text,a,b\nA text,x,q\nB,y,p\nC,x,q\nD,y,q\n", '"a", "b" could each be the'),
        ("a.csv", b"x" * 1_100_000, "no row that can be read: line 1: the line is longer than"),
        ("a.jsonl", b"[1, 2]\n[3]\n", "holds no JSON record"),
        ("a.jsonl", b'{"a": \n', "line 1: it is not JSON"),
        ("a.json", b'[{"text": "a", "label": "b"}, {"text": ]', "line 1: the list of records"),
        ("a.jsonl", b'{"a": ' + b"[" * 99_999 + b"\n", "line 1: it is not JSON"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_data_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        read(put(tmp_path, content, name), AUTO)


def test_a_missing_file_suggests_its_neighbour(tmp_path: Path) -> None:
    put(tmp_path, GOOD, "reviews.csv")
    with pytest.raises(DataError, match=r'does not exist\. Did you mean "reviews\.csv"'):
        read(str(tmp_path / "review.csv"), AUTO)


def test_a_pipe_or_a_device_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "rows.csv")
    for source in (str(tmp_path / "rows.csv"), os.devnull):
        with pytest.raises(DataError, match=f"{source} is a pipe or a device.* to a file"):
            read(source, AUTO)


@pytest.mark.parametrize(
    ("option", "options"),
    [
        ("text", SourceOptions(text="txet")),
        ("label", SourceOptions(label="txet")),
        ("split", SourceOptions(split="txet")),
    ],
)
def test_an_unknown_column_suggests_the_nearest(
    tmp_path: Path, option: str, options: SourceOptions
) -> None:
    message = (
        f'no column "txet". Did you mean "text"? Its columns are "text", "label"; .*--{option}'
    )
    with pytest.raises(DataError, match=message.replace("?", r"\?")):
        read(put(tmp_path, GOOD), options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (SourceOptions(encoding="utf8x"), '"utf8x" is not a text encoding'),
        (SourceOptions(delimiter="::"), "the delimiter must be one character"),
    ],
)
def test_options_that_are_none_are_refused(
    tmp_path: Path, options: SourceOptions, message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        read(put(tmp_path, GOOD), options)


MIXED = 'text,label\nfine,joy\ntoo,many,fields\nno label,\n"a" quote,fear\nso so,fear\n\nlast,joy\n'


def test_bad_rows_fail_with_file_line_and_reason(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        read(put(tmp_path, MIXED), AUTO)
    message = str(caught.value)
    assert message.startswith("2 of 6 rows cannot be used: a.csv line 3: 3 columns where 2 are")
    assert "a.csv line 4: it has no label" in message
    assert "--on-bad-row skip" in message


@pytest.mark.parametrize("on_bad_row", ["skip", "quarantine"])
def test_rows_and_bad_rows_add_up_to_the_records(tmp_path: Path, on_bad_row: str) -> None:
    options = SourceOptions(on_bad_row="skip" if on_bad_row == "skip" else "quarantine")
    table = read(put(tmp_path, MIXED), options)
    assert len(table) + len(table.bad_rows) == 6
    lines = {*table.lines, *(row.line for row in table.bad_rows)}
    assert lines == {2, 3, 4, 5, 6, 8}


def test_the_first_rows_left_out_are_said_and_the_others_counted(tmp_path: Path) -> None:
    notes = read(put(tmp_path, MIXED), SKIP).notes
    assert notes[1:] == [
        "left out: a.csv line 3: 3 columns where 2 are expected",
        "left out: a.csv line 4: it has no label",
    ]
    many = GOOD + "no label,\n" * 9
    notes = read(put(tmp_path, many), SKIP).notes
    assert notes[-2:] == ["left out: a.csv line 8: it has no label", "left out: 4 more rows"]


def test_a_quote_that_never_closes_costs_one_row(tmp_path: Path) -> None:
    rows = "".join(f'"text {i}, and more",joy\n' for i in range(50))
    path = put(tmp_path, f'text,label\n{rows}"open, joy\n{rows}bad,fear\n')
    table = read(path, SKIP)
    assert len(table) == 101
    assert [row.line for row in table.bad_rows] == [52]


def test_several_labels_for_one_text_are_named(tmp_path: Path) -> None:
    rows = [("I am so glad", "3"), ("and sad", "27"), ("both of them", "3,27"), ("no", "3")] * 9
    content = "".join(f"{text}\t{label}\tx{i}\n" for i, (text, label) in enumerate(rows))
    path = put(tmp_path, content, "train.tsv")
    with pytest.raises(
        DataError, match=r'train\.tsv line 3: "3,27" names several classes; only one'
    ):
        read(path, AUTO)
    assert set(read(path, SKIP).labels) == {"3", "27"}
    path = put(
        tmp_path, '{"text": "a", "label": ["x", "y"]}\n{"text": "b", "label": ["x"]}\n', "l.jsonl"
    )
    with pytest.raises(DataError, match="names several classes"):
        read(path, AUTO)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.txt"])
def test_a_line_of_10_mb_is_a_bad_row(tmp_path: Path, name: str) -> None:
    long = "x" * 10_000_000
    content = {
        "a.csv": f"text,label\nfine,joy\n{long},joy\nso so,fear\n",
        "a.jsonl": "".join(
            json.dumps({"text": text, "label": "ab"[i % 2]}) + "\n"
            for i, text in enumerate(["x", "fine", long, "y"][1:])
        ),
        "a.txt": f"\nfine;joy\n{long};joy\nso so;fear\n",
    }[name]
    with pytest.raises(DataError, match=r"line [23]: the line is longer than 1,000,000 characters"):
        read(put(tmp_path, content, name), AUTO)
    table = read(str(tmp_path / name), SKIP)
    assert (len(table), len(table.bad_rows)) == (2, 1)


def test_a_text_of_20000_words_is_read(tmp_path: Path) -> None:
    text = "many words " * 10_000
    assert read(put(tmp_path, f"text,label\n{text},joy\nb,fear\n"), AUTO).texts[0] == text


def test_emoji_and_empty_texts_are_rows(tmp_path: Path) -> None:
    table = read(put(tmp_path, 'text,label\n😭😭,sad\n"",joy\nmore words here,joy\n'), AUTO)
    assert table.texts == ["😭😭", "", "more words here"]


def test_one_stray_byte_does_not_make_the_file_latin(tmp_path: Path) -> None:
    path = put(tmp_path, b"text,label\n" + "año,joy\n".encode() * 99 + b"a\xf1o,fear\nb,fear\n")
    with pytest.raises(DataError, match="line 101: it holds bytes that are not utf-8"):
        read(path, AUTO)
    assert read(path, SKIP).texts[0] == "año"


def test_a_bomb_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "EXPANSION_MATTERS_FROM", 1 << 20)
    path = put(tmp_path, gzip.compress(b"text,label\n" + b"a,b\n" * 1_000_000), "a.csv.gz")
    with pytest.raises(DataError, match="unpacks to more than 100 times its size"):
        read(path, AUTO)


def test_the_bytes_of_a_file_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1001)
    with (
        streams.open_bytes(path, max_bytes=1000) as stream,
        pytest.raises(DataError, match="holds more than 1,000 bytes"),
    ):
        stream.read()


def test_half_of_a_utf16_pair_does_not_travel_on(tmp_path: Path) -> None:
    path = put(
        tmp_path, '{"text": "a\\ud83d b", "label": "x"}\n{"text": "c", "label": "y"}\n', "a.jsonl"
    )
    assert read(path, AUTO).texts[0] == "a\ufffd b"


def test_classes_that_differ_by_case_are_said(tmp_path: Path) -> None:
    table = read(put(tmp_path, "text,label\na,Joy\nb,joy\nc,fear\n"), AUTO)
    assert "a.csv: the classes Joy, joy differ by upper and lower case only" in table.notes


def test_what_is_set_aside_holds_the_line_as_it_stands_in_the_file(tmp_path: Path) -> None:
    table = read(put(tmp_path, MIXED), SourceOptions(on_bad_row="quarantine"))
    lines = MIXED.split("\n")
    aside = set_aside(table)
    assert [row["line"] for row in aside] == [row.line for row in table.bad_rows]
    assert [row["content"] for row in aside] == [lines[row.line - 1] for row in table.bad_rows]
