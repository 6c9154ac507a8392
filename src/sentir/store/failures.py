"""What the operating system refused, in words that say how to mend it."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from sentir.errors import MachineError

if TYPE_CHECKING:
    from pathlib import Path

_NO_ROOM = (
    "no room is left on the disk (or your share of it is used up). Free some room, or choose "
    "another folder, then run the command again"
)
_NO_PERMISSION = (
    "you have no permission for it. Choose a folder of your own, or ask its owner for access"
)
_REASONS = {
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EFBIG: _NO_ROOM,
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: "its disk can only be read. Choose a folder on another disk",
    errno.ENOTDIR: "part of its path is a file where a folder is needed. Choose another path",
    errno.ENOENT: "its folder does not exist. Make the folder first, or choose another path",
    errno.EISDIR: "it is a folder where a file is needed. Choose another path",
    errno.ENAMETOOLONG: "its name is too long for this disk. Choose a shorter one",
    errno.ELOOP: "its links lead round in a circle. Choose another path",
    errno.EIO: "the disk failed. Check it, and choose a folder on another disk",
}


def refused(error: OSError, path: Path, *, action: str) -> MachineError:
    """Return the error that says the machine refused this action ("write", "read") on this path."""
    known = _REASONS.get(error.errno or 0)
    reason = known or f"{error.strerror or error}. Check the disk, or choose another folder"
    return MachineError(f"cannot {action} {path}: {reason}.")
