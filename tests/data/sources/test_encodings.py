"""An encoding that does not fit is refused with the place and a way to mend it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.data.sources.texts import read_stream, read_texts
from sentir.errors import ConfigError, DataError

if TYPE_CHECKING:
    from pathlib import Path


def unheard(_note: str) -> None:
    """Leave a note alone."""


ROWS = "text,label\ncafé,joy\nñandú,fear\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_bytes_without_the_mark_of_the_stated_encoding_are_refused(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ROWS, encoding="utf-8")
    said = rf"a\.csv line 1: its bytes are not {encoding} .*{encoding}-le.* leave it to auto"
    with pytest.raises(DataError, match=said):
        read(str(path), SourceOptions(encoding=encoding))
    with pytest.raises(DataError, match=said):
        list(read_texts(path, encoding=encoding))
    with pytest.raises(DataError, match=f"standard input line 1: its bytes are not {encoding}"):
        list(read_stream(io.BytesIO(ROWS.encode()), encoding=encoding, say=unheard))


@pytest.mark.parametrize("name", ["idna", "punycode", "unicode_escape", "undefined", "rot13"])
def test_a_codec_that_no_file_is_written_in_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ROWS, encoding="utf-8")
    said = f'"{name}" is not a text encoding'
    with pytest.raises(ConfigError, match=said):
        read(str(path), SourceOptions(encoding=name))
    with pytest.raises(ConfigError, match=said):
        list(read_texts(path, encoding=name))
    with pytest.raises(ConfigError, match=said):
        list(read_stream(io.BytesIO(ROWS.encode()), encoding=name, say=unheard))


def test_rows_that_are_not_of_the_stated_encoding_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(ROWS.encode("latin-1"))
    said = r"no row that can be read: line 2: it holds bytes that are not utf-8; .*--encoding"
    with pytest.raises(DataError, match=said):
        read(str(path), SourceOptions(encoding="utf-8"))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_the_encoding_of_labelled_lines_is_said(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("un café;joy\nñandú;fear\n".encode(encoding))
    (note,) = read(str(path), SourceOptions()).notes
    assert f"; read as {encoding}" in note
