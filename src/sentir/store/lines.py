"""Files that grow by a line at a time, each whole; a killed writer's torn end is cut off."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from sentir.store.failures import refused

if TYPE_CHECKING:
    from pathlib import Path


def append_line(path: Path, line: bytes) -> None:
    """Append one line, on the disk when this returns; a line begun by a killed writer is cut first.

    Raises:
        MachineError: no room, no permission; the file is as it was.
    """
    try:
        with path.open("a+b", buffering=0) as file:
            _cut_torn_end(file.fileno())
            size = os.fstat(file.fileno()).st_size
            try:
                file.write(line + b"\n")
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
