"""The history of a run on disk: a line per measurement, the torn end of a killed writer cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.errors import RunError
from sentir.store.atomic import read_bounded, write_whole
from sentir.store.documents import dump
from sentir.store.histories import MAX_HISTORY_BYTES, MEND_RUN, HistoryRow, parse_lines
from sentir.store.lines import append_line

if TYPE_CHECKING:
    from pathlib import Path


def append_row(path: Path, row: HistoryRow) -> None:
    """Append one line, on the disk when this returns; a line begun by a killed writer is cut first.

    Raises:
        MachineError: no room, no permission; the file is as it was.
    """
    append_line(path, dump(row.to_json()))


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
