"""Finished parts of a bar that is not whole yet, so that it can be stopped and gone on with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.errors import RunError
from sentir.store.documents import read_document, write_document

if TYPE_CHECKING:
    from pathlib import Path

_MEND = "Remove it; the bar is then measured from its beginning."


class Kept:
    """The parts of one bar, on disk, of one code and one data."""

    def __init__(self, path: Path, key: str) -> None:
        """Open what was kept; parts of another key are dropped."""
        self._path = path
        self._key = key
        self.parts: dict[str, Any] = {}
        try:
            stored = read_document(path, mend=_MEND)
        except RunError:
            return  # none yet, or a damaged one: both begin anew
        if stored.get("key") == key:
            self.parts = stored["parts"]

    def add(self, name: str, part: dict[str, Any]) -> None:
        """Keep a finished part."""
        self.parts[name] = part
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_document(self._path, {"key": self._key, "parts": self.parts})

    def forget(self) -> None:
        """Drop every part."""
        self.parts = {}
        self._path.unlink(missing_ok=True)
