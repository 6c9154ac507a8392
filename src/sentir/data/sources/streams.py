"""Files as bytes and lines, plain or gzip, within bounds that a hostile file cannot pass."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePath

    from _typeshed import WriteableBuffer

MAX_BYTES = 4 * 1024**3
MAX_LINE = 1_000_000
DELIMITED_ENDINGS = frozenset({".csv", ".tsv", ".tab"})
JSON_ENDINGS = frozenset({".jsonl", ".ndjson", ".json"})
GZIP_MAGIC = b"\x1f\x8b"
# Text shrinks 3 to 20 times; what expands more than this, and is large, is no data set.
MAX_EXPANSION = 100
EXPANSION_MATTERS_FROM = 64 * 1024**2
_BARE = {f"utf-{n}": f" (without a byte order mark utf-{n}-le or utf-{n}-be)" for n in (16, 32)}


def bare_name(path: PurePath) -> tuple[str, str]:
    """Return a file's name without its ending, and the ending in lower case (not .gz)."""
    name = path.name[:-3] if path.name.lower().endswith(".gz") else path.name
    stem, dot, ending = name.rpartition(".")
    return (stem, "." + ending.lower()) if dot and stem else (name, "")


def open_bytes(path: Path, *, max_bytes: int = MAX_BYTES) -> io.BufferedReader:
    """Open a file, unpacking gzip by its first bytes; reading past the bounds is a DataError."""
    try:
        raw = path.open("rb")
        first = raw.peek(2)[:2]
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror}; check the path and its permissions"
        ) from error
    is_gzip = first == GZIP_MAGIC
    if path.suffix == ".gz" and not is_gzip and first:
        raw.close()
        raise DataError(f"{path} ends in .gz but is not gzip data; unpack or rename it")
    return io.BufferedReader(_Bounded(raw, path, is_gzip=is_gzip, max_bytes=max_bytes), 1 << 18)


class _Bounded(io.RawIOBase):
    """Bytes of a file, counted while they are read."""

    def __init__(self, raw: BinaryIO, path: Path, *, is_gzip: bool, max_bytes: int) -> None:
        super().__init__()
        self._raw = raw
        self._stream: BinaryIO = gzip.GzipFile(fileobj=raw) if is_gzip else raw  # type: ignore[assignment]  # GzipFile reads like one
        self._path = path
        self._max_bytes = max_bytes
        self._packed_size = path.stat().st_size if is_gzip else 0
        self._count = 0

    @property
    def name(self) -> str:
        """Return the file's path, for messages."""
        return str(self._path)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(view))
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise DataError(
                f"{self._path} is damaged gzip data ({error}); fetch or pack it again"
            ) from error
        except OSError as error:
            raise DataError(f"{self._path} cannot be read: {error.strerror}") from error
        self._count += len(data)
        self._check_bounds()
        view[: len(data)] = data
        return len(data)

    def _check_bounds(self) -> None:
        expands = self._packed_size and self._count > MAX_EXPANSION * self._packed_size
        if self._count > self._max_bytes:
            raise DataError(
                f"{self._path} holds more than {self._max_bytes:,} bytes of text, "
                "the most that is read; split it into smaller files"
            )
        if expands and self._count > EXPANSION_MATTERS_FROM:
            raise DataError(
                f"{self._path} unpacks to more than {MAX_EXPANSION} times its size, as no data "
                "set does; unpack it yourself if you trust it"
            )

    def close(self) -> None:
        self._raw.close()
        super().close()


def lines_of(stream: BinaryIO, encoding: str) -> Iterator[str | None]:
    r"""Yield every line with its end (\n, \r\n or \r); None for one over `MAX_LINE` characters.

    Raises:
        DataError: the bytes are not of this encoding at all.
    """
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    number = 1
    try:
        line = text.readline(MAX_LINE + 2).removeprefix("\ufeff")
        while line:
            if len(line) > MAX_LINE and line[-1] not in "\r\n":
                while (rest := text.readline(MAX_LINE)) and rest[-1] not in "\r\n":
                    pass
                yield None
            else:
                yield line
            number += 1
            line = text.readline(MAX_LINE + 2)
    except UnicodeError as error:  # of a codec that cannot replace
        name = getattr(stream, "name", "standard input")
        raise not_encoded(f"{name} line {number}", encoding, error) from error
    finally:
        text.close()


def not_encoded(place: str, encoding: str, error: UnicodeError) -> DataError:
    """Return the refusal of bytes that the stated encoding cannot be the encoding of."""
    return DataError(
        f"{place}: its bytes are not {encoding} ({error}); state the encoding that it is written "
        f"in with --encoding{_BARE.get(encoding, '')}, or leave it to auto, which finds it out"
    )
