"""Texts to be answered come one per record, in order, blank ones too."""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.data.sources.texts import read_stream, read_texts
from sentir.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


def piped(data: bytes, **reading: str) -> tuple[list[str], list[str]]:
    """Return the texts of a pipe and what was said about it."""
    said: list[str] = []
    return list(read_stream(io.BytesIO(data), **reading, say=said.append)), said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_text_file_gives_a_text_a_line(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("uno\n\n  dós, tres\r\nfin".encode(encoding))
    assert list(read_texts(path)) == ["uno", "", "  dós, tres", "fin"]
    assert piped(path.read_bytes()) == (["uno", "", "  dós, tres", "fin"], [])


@pytest.mark.parametrize(
    ("name", "content", "column", "texts"),
    [
        ("a.csv", "id,text\n1,one\n2,\n3,two words\n", "auto", ["one", "", "two words"]),
        ("a.csv", "text\nhello, you\n'quoted, too'\n", "auto", ["hello, you", "'quoted, too'"]),
        ("a.tsv", "a\tb\nlong enough text\tx\nmore\ty\n", "b", ["x", "y"]),
        ("a.csv", 'text,n\n"two\nlines",1\nb,2\n', "text", ["two\nlines", "b"]),
        ("a.jsonl", '{"text": "one"}\n{"other": 1}\n{"text": ""}\n', "auto", ["one", "", ""]),
        ("a.json", '[{"review": "one"}, {"review": null}]', "review", ["one", ""]),
        ("a.txt", "", "auto", []),
    ],
)
def test_a_table_gives_its_column(
    tmp_path: Path, name: str, content: str, column: str, texts: list[str]
) -> None:
    (tmp_path / name).write_text(content)
    assert list(read_texts(tmp_path / name, column=column)) == texts


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", "ok\n" + "x" * 1_000_002, "line 2 is longer than 1,000,000 characters"),
        ("a.csv", "text,n\nok,1\na,b,c\n", r"a\.csv line 3: 3 columns where 2 are expected"),
        ("a.jsonl", '{"text": "ok"}\nno\n', "line 2: it is not JSON"),
        ("a.txt", "".join(map(chr, range(32))), "is not a text file"),
    ],
)
def test_a_record_that_cannot_be_read_is_named(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError, match=message):
        list(read_texts(tmp_path / name))


@pytest.mark.parametrize("above", [300, 900])
def test_a_quote_that_never_closes_is_named_and_the_rows_above_it_read_as_for_training(
    tmp_path: Path, above: int
) -> None:
    rows = "".join(f'{i},"one, two",x,{"joy" if i % 2 else "fear"}\n' for i in range(above))
    path = tmp_path / "odd.csv"
    path.write_text(f'id,text,note,label\n{rows}{above},"open, two,x,joy\n{rows}')
    texts: list[str] = []
    with pytest.raises(DataError, match=rf"odd\.csv line {above + 2}: its quotes do not close"):
        texts.extend(read_texts(path))
    table = read(str(path), SourceOptions(on_bad_row="skip"))
    assert [bad.line for bad in table.bad_rows] == [above + 2]
    answered = read_texts(path)
    assert [next(answered) for _ in range(above)] == table.texts[:above]


def test_a_stated_delimiter_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text~n\nhello, you~1\n")
    (tmp_path / "a.txt").write_text("text~n\nhello, you~1\n")
    for name in ("a.csv", "a.txt"):
        assert list(read_texts(tmp_path / name, column="text", delimiter="~")) == ["hello, you"]


def test_an_unknown_column_and_a_missing_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("tweet,n\nhello there,1\n")
    with pytest.raises(DataError, match=r'has no column "twet"\. Did you mean "tweet"'):
        list(read_texts(tmp_path / "a.csv", column="twet"))
    with pytest.raises(DataError, match="is not a file"):
        read_texts(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("data", "column", "texts"),
    [
        ('{"id": 1, "text": "one"}\n{"text": null}\n{"text": "two"}\n', "text", ["one", "", "two"]),
        ('id,text\n1,"one, two"\n2,\n3,three\n', "text", ["one, two", "", "three"]),
        ("review\tid\none\t1\n", "review", ["one"]),
    ],
)
def test_a_pipe_of_records_gives_the_named_column(data: str, column: str, texts: list[str]) -> None:
    assert piped(data.encode(), column=column) == (texts, [])
    plain, (note,) = piped(data.encode())
    assert plain == data.splitlines()
    assert f"each line is read as one text; --text {column} reads the column" in note


def test_a_pipe_of_sentences_is_not_taken_for_records() -> None:
    for data in ("Thanks, text me\nyes\n", "post\nyes\n", "{joy}\n", '{"a": 1}\nno\n', "[1]\n", ""):
        assert piped(data.encode()) == (data.splitlines(), [])
    with pytest.raises(DataError, match='standard input has no column "txt"'):
        piped(b"text,n\none,1\ntwo,2\n", column="txt")


def test_reading_texts_starts_without_numpy() -> None:
    code = "import sys, sentir.data.sources.texts; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
