"""The records of a delimited file by one dialect, broken ones among them."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sentir.data.sources.streams import MAX_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentir.data.sources.dialects import Dialect

# A quote that never closes would take in the rest of the file; after so many the file is
# read without quoting, or refused.
MAX_BROKEN = 1000
Numbered = tuple[int, int, list[str] | str]
"""First line of a record, last line, and its fields or why it broke."""


@dataclass(slots=True, kw_only=True)
class Records:
    """What a file holds by one dialect.

    Attributes:
        keeps_rows: fields are kept too, not only counted.
        rows: fields of each record.
        lines: first line of each record.
        widths: how many records have so many fields.
        bad: line and reason of the records that broke.
        spans_lines: some record is longer than a line.
        is_cut: so many broke that the rest was left.
    """

    keeps_rows: bool
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    widths: Counter[int] = field(default_factory=Counter)
    bad: list[tuple[int, str]] = field(default_factory=list)
    spans_lines: bool = False
    is_cut: bool = False

    def width(self) -> int:
        """Return the usual number of fields."""
        return self.widths.most_common(1)[0][0] if self.widths else 0

    def uneven(self) -> int:
        """Return how many records broke or have another number of fields than usual."""
        if self.is_cut:
            return sys.maxsize
        return len(self.bad) + self.widths.total() - self.widths[self.width()]


def parse(lines: Iterator[str], dialect: Dialect, *, keeps_rows: bool) -> Records:
    """Return what these lines hold by one dialect."""
    records = Records(keeps_rows=keeps_rows)
    count = 0
    for first, last, fields in numbered(lines, dialect):
        if isinstance(fields, str):
            records.bad.append((first, fields))
            if len(records.bad) > max(MAX_BROKEN, count):
                records.is_cut = True
                break
        elif len(fields) > 1 or (fields and fields[0].strip()):
            count += 1
            records.widths[len(fields)] += 1
            records.spans_lines |= last > first
            if keeps_rows:
                records.rows.append(fields)
                records.lines.append(first)
    return records


def numbered(lines: Iterator[str], dialect: Dialect) -> Iterator[Numbered]:
    """Yield every record; after one that breaks, go on with the line below its first."""
    source = _Rewindable(lines)
    is_more = True
    while is_more:
        is_more = False
        source.mark()
        try:
            for fields in dialect.parse(source):
                yield source.first, source.number, fields
                source.mark()
        except csv.Error as error:
            yield source.first, source.number, f"its quotes do not close properly ({error})"
            source.rewind()
            is_more = True


class _Rewindable:
    """Lines that can go back to the one after the broken record's first."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._held: list[str] = []  # lines of the present record
        self._again: list[str] = []  # lines to be read again, last first
        self._size = 0
        self.number = 0

    @property
    def first(self) -> int:
        """Return the number of the present record's first line."""
        return self.number - len(self._held) + 1

    def mark(self) -> None:
        """Begin a record."""
        self._held.clear()
        self._size = 0

    def rewind(self) -> None:
        """Go back to the line after the present record's first."""
        self.number -= len(self._held) - 1
        self._again.extend(reversed(self._held[1:]))
        self.mark()

    def __iter__(self) -> _Rewindable:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self._held.append(line)
        self._size += len(line)
        self.number += 1
        if self._size > MAX_LINE and len(self._held) > 1:
            raise csv.Error("a field larger than a line may be")
        return line
