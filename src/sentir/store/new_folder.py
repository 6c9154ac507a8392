"""Folders for what is kept: the next free name under `runs/`, or the one that was asked for."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from sentir.errors import RunError
from sentir.store.failures import refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def candidates(root: Path, name: str) -> Iterator[Path]:
    """Yield root/name, root/name-2, root/name-3, ... without end."""
    first = root / _plain(name)
    yield first
    for number in itertools.count(2):
        yield first.with_name(f"{first.name}-{number}")


def _plain(name: str) -> str:
    """Return the name as a folder's: letters, digits, dots, lines; never hidden, never `latest`."""
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.")[:80]
    return f"{plain}-run" if plain in {"", "latest"} else plain


def make_folder(path: Path) -> bool:
    """Make a folder and those above it; return whether there was none of this name.

    Raises:
        MachineError: no permission, no room.
    """
    try:
        path.mkdir(parents=True)
    except FileExistsError:
        return False
    except OSError as error:
        raise refused(error, path, action="write") from error
    return True


def make_asked_folder(out: Path, *, hint: str) -> Path:
    """Make the folder that `--out` names; an empty one that exists will do.

    Args:
        out: the folder.
        hint: what else a person may have wanted who named one that is not empty.

    Raises:
        RunError: it is a file, or not empty.
        MachineError: no permission, no room.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        taken = any(out.iterdir())
    except FileExistsError as error:
        raise RunError(f"{out} is a file. Give --out a folder that does not exist yet.") from error
    except OSError as error:
        raise refused(error, out, action="write") from error
    if taken:
        raise RunError(
            f"{out} exists already and is not empty. Give --out another folder, or remove this "
            f"one; {hint}"
        )
    return out
