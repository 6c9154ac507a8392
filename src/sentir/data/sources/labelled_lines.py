"""Text files: `text;label` lines, or lines that are texts of the class the file is named for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.data.sources.columns import column_key
from sentir.data.sources.dialects import KNOWN_NAMES, known_delimiter
from sentir.data.sources.opened import TextFile
from sentir.data.sources.sheets import Cell, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentir.data.sources.table import SourceOptions

SEPARATORS = (";", "\t", "|")


def separator_of(sample: Sequence[str]) -> str | None:
    """Return what stands between text and label on these lines, or None where nothing does."""
    for separator in SEPARATORS:
        ends = [line.rpartition(separator)[2].strip() for line in sample if separator in line]
        is_short = all(0 < len(end) <= 40 and len(end.split()) <= 3 for end in ends)
        few = len(ends) < 50 or len(set(ends)) <= len(ends) // 3
        if ends and len(ends) >= 0.8 * len(sample) and is_short and few:
            return separator
    return None


def is_header(line: str, separator: str) -> bool:
    """Return whether a line names columns instead of holding a text."""
    return all(column_key(piece) in KNOWN_NAMES for piece in line.split(separator))


def read_labelled_lines(path: Path, options: SourceOptions) -> Sheet:
    """Return texts and labels of a file of `text;label` lines; the last separator counts."""
    file = TextFile.open(path, options.encoding)
    separator = separator_of(file.sample()) or ";"
    if options.delimiter != "auto":
        separator = known_delimiter(options.delimiter)
    texts: list[Cell] = []
    labels: list[Cell] = []
    lines: list[int] = []
    bad: list[tuple[int, str]] = []
    for number, line in enumerate(file.lines(), 1):
        text, found, label = line.rpartition(separator)
        if found:
            texts.append(text.strip())
            labels.append(label.strip())
            lines.append(number)
        elif line.strip():
            bad.append((number, f'no "{separator}" stands before a label'))
    return Sheet(
        name=path.name, form="labelled lines", columns=["text", "label"], cells=[texts, labels],
        lines=lines, bad=sorted([*bad, *file.bad]), encoding=file.encoding.name,
        delimiter=separator,
        notes=[f'text and label split at the last "{separator}"', *file.encoding_note()],
    )  # fmt: skip


def read_class_file(path: Path, label: str, options: SourceOptions) -> Sheet:
    """Return a text per line, all of one class; blank lines are left out."""
    file = TextFile.open(path, options.encoding)
    found = [(n, line.strip()) for n, line in enumerate(file.lines(), 1) if line.strip()]
    texts: list[Cell] = [text for _, text in found]
    labels: list[Cell] = [label] * len(found)
    return Sheet(
        name=path.name, form="class file", columns=["text", "label"], cells=[texts, labels],
        lines=[number for number, _ in found], bad=list(file.bad), encoding=file.encoding.name,
        notes=[f'every line a text of class "{label}"', *file.encoding_note()],
    )  # fmt: skip
