"""Files written whole or not at all: a reader sees the old file or the new one, never a part."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from sentir.errors import MachineError
from sentir.store.failures import refused

if TYPE_CHECKING:
    from collections.abc import Iterable

PARTIAL = ".partial"
"""Ending of the file that is still being written; it begins with a dot and is never read."""


def write_whole(path: Path, *pieces: bytes | memoryview) -> None:
    """Write these bytes, one after the other, as the whole content of `path`.

    They go to a new file in the same folder, reach the disk, and take the old file's place in one
    step. Through a symbolic link the file it names is replaced and the link stays.

    Raises:
        MachineError: no room, no permission, no folder; then nothing is left behind.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            raise MachineError(
                f"cannot write {path}: it is not an ordinary file. Choose another path."
            )
        _replace(target, pieces)
        sync_folder(target.parent)
    except OSError as error:
        raise refused(error, path, action="write") from error


def _replace(target: Path, pieces: Iterable[bytes | memoryview]) -> None:
    partial = target.with_name(f".{secrets.token_hex(8)}{PARTIAL}")
    try:
        with partial.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make a folder's new names last a power cut, where its file system offers that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Remove what a killed writer left in this folder, while nobody else writes there."""
    with contextlib.suppress(OSError):
        for partial in folder.glob(f".*{PARTIAL}"):
            partial.unlink(missing_ok=True)


def read_bounded(path: Path, max_bytes: int) -> bytes | None:
    """Return a file's bytes, or None where it holds more than `max_bytes`.

    Raises:
        MachineError: no permission, not an ordinary file, a failing disk.
        FileNotFoundError: there is no such file; the caller knows what was looked for.
    """
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):  # a device or a pipe may never end
                raise MachineError(f"cannot read {path}: it is not an ordinary file.")
            if status.st_size > max_bytes:
                return None
            return file.read(status.st_size)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(str(path)) from error
    except OSError as error:
        raise refused(error, path, action="read") from error
