"""What every reader gives: rows of text and label, and a record of where they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Part = Literal["train", "validation", "test"]
OnBadRow = Literal["fail", "skip", "quarantine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """How a source is read; `auto` finds out and says what it found.

    Attributes:
        text: column of the text.
        label: column of the label.
        split: column naming each row's part; `auto` uses one called split, `none` ignores it.
        encoding: text encoding, e.g. utf-8, utf-16, latin-1.
        delimiter: one character between columns.
        on_bad_row: what becomes of a row that cannot be read.
    """

    text: str = "auto"
    label: str = "auto"
    split: str = "auto"
    encoding: str = "auto"
    delimiter: str = "auto"
    on_bad_row: OnBadRow = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file that was read.

    Attributes:
        name: file name without its folder.
        path: as it was opened.
        rows: rows that came from it (bad rows not counted).
        sha256: of the bytes on the disk, in hexadecimal; of its files' hashes for a folder.
        form: csv, jsonl, json, parquet, labelled lines, class file, class folder.
        encoding: empty for Parquet.
        delimiter: empty where the form has none.
        text_column: name of the text's column; empty where the form has none.
        label_column: name of the label's column; empty where the form has none.
        part: the part that the file's name states, if it does.
        origin: where it was fetched from; empty for a file of this computer.
    """

    name: str
    path: str
    rows: int
    sha256: str
    form: str
    encoding: str = ""
    delimiter: str = ""
    text_column: str = ""
    label_column: str = ""
    part: Part | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A record that could not become a row: its file's name, line (from 1) and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file} line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All rows of a source; a row's number counts from 0 in the order of `files`.

    Attributes:
        texts: as they were written.
        labels: class names; numbers are class names too ("0", "1").
        parts: the part that file or column states, or None.
        file_index: index into `files`.
        lines: line of the row in its file, from 1 (Parquet: record; class folder: file).
        files: the files read, in order.
        notes: what was found out or left out, to be said to the user.
        bad_rows: records that could not be read.
    """

    texts: list[str]
    labels: list[str]
    parts: list[Part | None]
    file_index: list[int]
    lines: list[int]
    files: list[SourceFile]
    notes: list[str] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    def where(self, row: int) -> str:
        """Return a row's place as `file line 12`."""
        return f"{self.files[self.file_index[row]].name} line {self.lines[row]}"

    def changed(self, hashes: Mapping[str, str]) -> list[str]:
        """Return the files that differ from those of these names and SHA-256, new ones too."""
        now = {file.name: file.sha256 for file in self.files}
        names = now.keys() | hashes.keys()
        return sorted(name for name in names if now.get(name) != hashes.get(name))

    def classes(self) -> list[str]:
        """Return the class names in order: numbers by value, then names by alphabet."""
        return sorted(set(self.labels), key=_class_order)


def _class_order(label: str) -> tuple[int, float, str]:
    is_number = label.lstrip("-").isascii() and label.lstrip("-").isdigit()
    return (0, float(label), label) if is_number and len(label) < 16 else (1, 0.0, label)
