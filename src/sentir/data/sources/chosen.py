"""What is to be read: a file or a folder of texts, and what its name states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.data.sources.table import Part


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file to be read: the part or the class that its name states."""

    path: Path
    part: Part | None = None
    label: str | None = None
