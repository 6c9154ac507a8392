"""Class names as they are written in files, and parts of a split."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentir.data.sources.sheets import Cell
    from sentir.data.sources.table import Part

MAX_LABEL = 1000
_WHOLE_NUMBER = re.compile(r"(-?\d+)\.0+")
_PARTS: dict[str, Part] = {
    "train": "train", "training": "train",
    "val": "validation", "valid": "validation", "validation": "validation", "dev": "validation",
    "test": "test", "testing": "test",
}  # fmt: skip


def part_of(name: str) -> Part | None:
    """Return the part that a word names (train; val, valid, validation, dev; test), or None."""
    return _PARTS.get(name.strip().lower())


class ClassNames:
    """Turns cells of a label column into class names.

    Numbers are class names too: 1, 1.0 and "1" are all "1". A value such as "3,27" whose pieces
    are classes of their own names several classes at once, which one row cannot have. A name is
    one line.
    """

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._names: dict[Cell, str] = {cell: _name(cell) for cell in set(cells)}
        known = {name for name in self._names.values() if len(name) <= MAX_LABEL}
        self._several = {name for name in known if _is_several(name, known)}

    def name(self, cell: Cell) -> str:
        """Return the class name; empty where the row has no label."""
        return self._names[cell]

    def problem(self, cell: Cell) -> str | None:
        """Return why the row has no usable label, or None."""
        name = self._names[cell]
        if not name:
            return "it has no label"
        if len(name) > MAX_LABEL:
            return f"the label is longer than {MAX_LABEL:,} characters"
        if name in self._several:
            return f'"{name[:60]}" names several classes; only one per text can be learned'
        return None

    def near_names(self) -> list[str]:
        """Return a sentence for each group of classes that differ by case only."""
        groups: dict[str, list[str]] = {}
        for name in sorted(name for name in set(self._names.values()) if len(name) <= MAX_LABEL):
            groups.setdefault(name.casefold(), []).append(name)
        return [
            f"the classes {', '.join(group)} differ by upper and lower case only"
            for group in groups.values()
            if len(group) > 1
        ]


def _name(cell: Cell) -> str:
    name = " ".join(piece.strip() for piece in (cell or "").strip().splitlines())
    whole = _WHOLE_NUMBER.fullmatch(name)
    return whole.group(1) if whole else name


def _is_several(name: str, known: set[str]) -> bool:
    if name.startswith("["):
        try:
            return isinstance(json.loads(name), list)
        except (ValueError, RecursionError):
            return False
    for separator in ",;|":
        pieces = {piece.strip() for piece in name.split(separator)}
        if len(pieces) > 1 and pieces <= known:
            return True
    return False
