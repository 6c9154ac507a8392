"""One writer for each run: a lock that the kernel releases when its process ends, anyhow."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from sentir.errors import MachineError, RunError
from sentir.store.failures import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TRIES = 10
_PAUSE_S = 0.02  # somebody who only asks whether the lock is held has it for an instant


@contextlib.contextmanager
def locked(path: Path, *, command: str) -> Iterator[None]:
    """Hold the lock file of a run while writing to it.

    Raises:
        RunError: another process holds it; names the process and its command.
        MachineError: the file cannot be opened, or the system has no such locks.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise refused(error, path, action="write") from error
    try:
        if not any(_taken(handle) for _ in range(_TRIES)):
            holder = os.pread(handle, 400, 0).decode("utf-8", "replace") or "another process"
            raise RunError(
                f"{path.parent} is being written by {holder}. Wait until it ends or stop it, or "
                "write a run of your own with --out."
            )
        with contextlib.suppress(OSError):  # who holds it is told for convenience only
            os.ftruncate(handle, 0)
            os.pwrite(handle, f"process {os.getpid()} ({command[:300]})".encode(), 0)
        yield
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    if _try_lock(handle):
        return True
    time.sleep(_PAUSE_S)
    return False


def is_locked(path: Path) -> bool:
    """Return whether a living process holds this lock."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise refused(error, path, action="read") from error
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ModuleNotFoundError as error:
        raise MachineError(
            "runs need file locks, which this system does not have. Use Linux, macOS or, on "
            "Windows, WSL; a model file answers everywhere."
        ) from error
    try:
        # flock, not lockf: it belongs to this handle, so another one in the same process may ask
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
