"""Texts to be answered: without labels, one after the other, as they stand in a file or a pipe.

Imports stay light, for prediction starts with them.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sentir.data.sources.encodings import SAMPLE, encoding_of, guess_encoding, known_encoding
from sentir.data.sources.opened import SAMPLE_LINES
from sentir.data.sources.streams import (
    DELIMITED_ENDINGS,
    JSON_ENDINGS,
    MAX_LINE,
    bare_name,
    lines_of,
    open_bytes,
)
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

STANDARD_INPUT = Path("standard input")


def read_texts(
    path: Path | str, *, column: str = "auto", encoding: str = "auto", delimiter: str = "auto"
) -> Iterator[str]:
    """Yield the text of every record of a file.

    A .txt file (or one of unknown ending) holds a text a line, blank lines being empty texts;
    CSV, TSV, JSON lines and Parquet give one column, in which a missing text is empty; so does
    a file of any ending whose delimiter is stated.

    Raises:
        DataError: there is no such file or column, or a record cannot be read.
    """
    path = Path(path)
    if not path.is_file():
        raise DataError(f"{path} is not a file; give a .txt, CSV, TSV or JSONL file of texts")
    ending = bare_name(path)[1]
    if path.stat().st_size == 0:
        return iter(())
    if ending == ".parquet":
        from sentir.data.sources.text_columns import sheet_texts

        return sheet_texts(path, column)
    name = encoding_of(path, encoding).name

    def lines() -> Iterator[str]:
        return _whole_lines(lines_of(open_bytes(path), name), str(path))

    if ending in JSON_ENDINGS:
        from sentir.data.sources.text_columns import json_texts

        return json_texts(lines(), path, column)
    if ending in DELIMITED_ENDINGS or delimiter != "auto":
        from sentir.data.sources.text_columns import delimited_texts

        return delimited_texts(lines, path, column, delimiter=delimiter)
    return (line.rstrip("\r\n") for line in lines())


def read_stream(
    stream: BinaryIO,
    *,
    column: str = "auto",
    encoding: str = "auto",
    delimiter: str = "auto",
    say: Callable[[str], None],
) -> Iterator[str]:
    """Yield the texts of a pipe: of one column where it is named, else a text a line.

    Args:
        stream: a line is a text, blank ones too; with a column, JSON lines or a table.
        column: the column of the text, in whichever of the two forms the first lines show.
        encoding: of the text; `auto` finds it out.
        delimiter: between columns; `auto` finds it out.
        say: hears it where lines read as texts look like records.
    """
    buffered = io.BufferedReader(_Raw(stream), 1 << 18)
    sample = buffered.peek(SAMPLE)[:SAMPLE]
    name = known_encoding(encoding) if encoding != "auto" else _guess(sample)
    lines = _whole_lines(lines_of(buffered, name), STANDARD_INPUT.name)
    if column == delimiter == "auto":
        _say_if_records(sample, name, say)
        return (line.rstrip("\r\n") for line in lines)
    from sentir.data.sources.stream_texts import stream_texts

    return stream_texts(lines, STANDARD_INPUT, column, delimiter=delimiter)


def _say_if_records(sample: bytes, encoding: str, say: Callable[[str], None]) -> None:
    from sentir.data.sources.stream_texts import records_seen

    lines = sample.decode(encoding, errors="replace").removeprefix("\ufeff").splitlines()
    whole = lines if len(sample) < SAMPLE else lines[:-1]
    if seen := records_seen(whole[:SAMPLE_LINES]):
        say(
            f"standard input looks like {seen.form}, yet each line is read as one text; "
            f"--text {seen.column} reads the column"
        )


class _Raw(io.RawIOBase):
    """A binary stream that gives what it has, so that a slow pipe is answered line by line."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # no array module here
        read = getattr(self._stream, "read1", self._stream.read)
        data: bytes = read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _guess(sample: bytes) -> str:
    proven = guess_encoding(sample, name=STANDARD_INPUT.name) if sample else None
    if proven:
        return proven
    try:
        sample[:-4].decode("utf-8") if len(sample) > 8 else sample.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut = error.end >= len(sample) - 8 and error.reason == "unexpected end of data"
        return "utf-8" if is_cut else "latin-1"
    return "utf-8"


def _whole_lines(lines: Iterable[str | None], name: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if line is None:
            raise DataError(
                f"{name} line {number} is longer than {MAX_LINE:,} characters; "
                "split it into several texts"
            )
        yield line
