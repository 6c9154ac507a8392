"""What is to be read: files or folders of texts, and what is known of them before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sentir.data.sources.table import Part


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file to be read: the part or the class that its name states.

    Attributes:
        path: where it lies.
        part: that all its rows are of, if that is stated.
        label: that all its rows have, if that is stated.
        names: names of the classes by column, where a row holds their numbers.
        origin: where it was fetched from; empty for a file of this computer.
    """

    path: Path
    part: Part | None = None
    label: str | None = None
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The files to be read, in order, and what there is to say about it."""

    files: list[ChosenFile]
    notes: list[str] = field(default_factory=list)
