"""The history of a run on disk: a line per measurement, the torn end of a killed writer cut off."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from sentir.errors import RunError
from sentir.store.atomic import read_bounded, write_whole
from sentir.store.documents import dump
from sentir.store.failures import refused
from sentir.store.histories import MAX_HISTORY_BYTES, MEND_RUN, HistoryRow, parse_lines

if TYPE_CHECKING:
    from pathlib import Path


def append_row(path: Path, row: HistoryRow) -> None:
    """Append one line, on the disk when this returns; a line begun by a killed writer is cut first.

    Raises:
        MachineError: no room, no permission; the file is as it was.
    """
    try:
        with path.open("a+b", buffering=0) as file:
            _cut_torn_end(file.fileno())
            size = os.fstat(file.fileno()).st_size
            try:
                file.write(dump(row.to_json()) + b"\n")
                os.fsync(file.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(file.fileno(), size)
                raise
    except OSError as error:
        raise refused(error, path, action="write") from error


def _cut_torn_end(handle: int) -> None:
    size = os.fstat(handle).st_size
    if size and os.pread(handle, 1, size - 1) != b"\n":
        end = os.pread(handle, size, 0).rfind(b"\n") + 1
        os.ftruncate(handle, end)


def read_rows(path: Path) -> list[HistoryRow]:
    """Return the finished lines; none where nothing was measured yet.

    Raises:
        RunError: a finished line is damaged; names file and line.
    """
    return parse_lines(_bytes(path), str(path))


def truncate(path: Path, epoch: int) -> None:
    """Keep the lines up to this epoch, as they stand: what came after it will be measured again."""
    data = _bytes(path)
    lines = data.split(b"\n")[:-1]
    kept = [line for line in lines if line.strip() and _epoch(line, path) <= epoch]
    if b"".join(line + b"\n" for line in kept) != data:
        write_whole(path, *(line + b"\n" for line in kept))


def _epoch(line: bytes, path: Path) -> int:
    return parse_lines(line + b"\n", str(path))[0].epoch


def _bytes(path: Path) -> bytes:
    try:
        data = read_bounded(path, MAX_HISTORY_BYTES)
    except FileNotFoundError:
        return b""
    if data is None:
        raise RunError(f"{path} is damaged: over {MAX_HISTORY_BYTES} bytes. {MEND_RUN}")
    return data
