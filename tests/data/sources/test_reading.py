"""Every form of file gives the same rows, and says what was found out about it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions, Table
from sentir.errors import DataError

ROWS = [
    ("so happy, today", "joy"),
    ("I am afraid", "fear"),
    ('he said "no"', "fear"),
    ("ñandú", "joy"),
]
AUTO = SourceOptions()


def rows_of(table: Table) -> list[tuple[str, str]]:
    return list(zip(table.texts, table.labels, strict=True))


def as_csv(delimiter: str, header: tuple[str, str] | None = ("text", "label")) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([*([header] if header else []), *ROWS])
    return out.getvalue()


def as_json_lines() -> str:
    return "".join(json.dumps({"label": label, "text": text}) + "\n" for text, label in ROWS)


def as_list() -> str:
    return json.dumps([{"text": text, "label": label} for text, label in ROWS], indent=1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", as_csv(",")),
        ("a.csv", as_csv(";")),
        ("a.csv", as_csv("|")),
        ("a.tsv", as_csv("\t")),
        ("a.csv", as_csv(",", ("Tweet", "Emotion"))),
        ("a.csv", as_csv(",", None)),
        ("a.jsonl", as_json_lines()),
        ("a.json", as_json_lines()),
        ("a.json", as_list()),
        ("a.txt", "".join(f"{text};{label}\n" for text, label in ROWS)),
        ("a.txt", "".join(f"{text}\t{label}\n" for text, label in ROWS)),
        ("a.txt", as_csv("\t")),
        ("a", as_csv(",")),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "gz"])
def test_forms_and_encodings_give_the_same_rows(
    tmp_path: Path, name: str, content: str, encoding: str
) -> None:
    path = tmp_path / (name + ".gz" * (encoding == "gz"))
    if encoding == "gz":
        path.write_bytes(gzip.compress(content.encode()))
    else:
        path.write_bytes(content.encode(encoding))
    table = read(str(path), AUTO)
    assert rows_of(table) == ROWS
    assert table.parts == [None] * 4
    assert table.files[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (table.files[0].rows, table.bad_rows) == (4, [])


def test_parquet_gives_the_same_rows(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    columns = {"text": [text for text, _ in ROWS], "label": [1, 0, 0, 1], "x": [[1]] * 4}
    parquet.write_table(pa.table(columns), path)
    assert read(str(path), AUTO).labels == ["1", "0", "0", "1"]
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(DataError, match="is not a Parquet file that can be read"):
        read(str(path), AUTO)


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\r"), max_size=20
)


@given(rows=st.lists(st.tuples(TEXT, st.sampled_from(["joy", "a b", "1"])), min_size=2))
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_is_written_is_read(form: str, rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{form}"
        with path.open("w", encoding="utf-8", newline="") as stream:
            if form == "csv":
                writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
                writer.writerows([("text", "label"), *rows])
            else:
                stream.writelines(json.dumps({"text": t, "label": n}) + "\n" for t, n in rows)
        assert rows_of(read(str(path), SourceOptions(encoding="utf-8"))) == rows


def test_what_was_found_out_is_said(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(
        "id;Review;stars;sentiment\n1;qué malo;1;neg\n2;muy bueno;5;pos\n".encode("latin-1")
    )
    table = read(str(path), AUTO)
    assert rows_of(table) == [("qué malo", "neg"), ("muy bueno", "pos")]
    assert table.notes == [
        "r.csv: columns split at semicolon; read as latin-1 (a guess; --encoding states another); "
        "text from column Review; label from column sentiment"
    ]
    file = table.files[0]
    assert (file.encoding, file.delimiter, file.text_column) == ("latin-1", ";", "Review")


def test_windows_and_cyrillic_bytes_are_recognised(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes("text,label\nit \u201cis\u201d fine,joy\nno,fear\n".encode("cp1252"))
    assert read(str(path), AUTO).texts[0] == "it \u201cis\u201d fine"
    pytest.importorskip("charset_normalizer")
    text = "сегодня очень хороший день и мы все рады его видеть"  # noqa: RUF001  # Cyrillic is meant
    path.write_bytes(f"text,label\n{text},joy\n{text} {text},fear\n".encode("cp1251"))
    assert read(str(path), AUTO).texts[0] == text


def test_a_tsv_whose_quotes_are_letters_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text('id\ttweet\temotion\n1\t"Hola\tjoy\n2\tque" tal\tfear\n3\tel fin"\tjoy\n')
    table = read(str(path), AUTO)
    assert table.texts == ['"Hola', 'que" tal', 'el fin"']
    assert "quotes taken as letters" in table.notes[0]


def test_a_quoted_text_may_span_lines_and_lines_are_counted_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text('text,label\n"one\ntwo",joy\n\nthree,fear\n')
    table = read(str(path), AUTO)
    assert table.texts == ["one\ntwo", "three"]
    assert table.lines == [2, 5]
    assert table.where(1) == "m.csv line 5"


def test_names_win_over_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    path.write_text("text,label,label_name\na b c,0,joy\nd e f,1,fear\ng,0,joy\n")
    assert read(str(path), AUTO).labels == ["joy", "fear", "joy"]


def test_numbers_are_class_names(tmp_path: Path) -> None:
    path = tmp_path / "n.jsonl"
    path.write_text('{"text": "a", "target": 1.0}\n{"text": "b", "target": "0"}\n')
    table = read(str(path), AUTO)
    assert table.labels == ["1", "0"]
    assert table.classes() == ["0", "1"]


def test_classes_are_in_order_of_their_numbers() -> None:
    table = Table(
        texts=[""] * 4, labels=["10", "9", "b", "-1"], parts=[None] * 4, file_index=[0] * 4,
        lines=[1] * 4, files=[],
    )  # fmt: skip
    assert table.classes() == ["-1", "9", "10", "b"]


def test_a_rating_or_a_subsplit_is_not_the_label(tmp_path: Path) -> None:
    rows = [
        {"id": str(i), "label": "np"[i % 2], "rating": i % 9, "subsplit": "train", "text": "x " * i}
        for i in range(20)
    ]
    (tmp_path / "r.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert set(read(str(tmp_path / "r.jsonl"), AUTO).labels) == {"n", "p"}


def test_a_split_column_is_used_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        "text,label,split,fold\naa,joy,train,dev\nbb,fear,dev,train\ncc,joy,test,test\n"
    )
    assert read(str(path), AUTO).parts == ["train", "validation", "test"]
    assert read(str(path), SourceOptions(split="none")).parts == [None] * 3
    assert read(str(path), SourceOptions(split="fold")).parts == ["validation", "train", "test"]
    path.write_text("text,label,split\naa,joy,1\nbb,fear,2\n")
    table = read(str(path), AUTO)
    assert table.parts == [None, None]
    assert "column split is left out: not all its values name a part" in table.notes[0]
    with pytest.raises(DataError, match='its part "1" is none of train, validation, test'):
        read(str(path), SourceOptions(split="split"))


def test_the_shipped_corpus_is_read_by_name() -> None:
    table = read("shipped:everyday", AUTO)
    assert len(table.classes()) == 6
    with pytest.raises(DataError, match=r'no corpus called "evryday".* Did you mean "everyday"'):
        read("shipped:evryday", AUTO)
