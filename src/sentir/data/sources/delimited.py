"""CSV, TSV and their kin."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sentir.data.sources.dialects import Dialect, has_header, sniff
from sentir.data.sources.opened import TextFile
from sentir.data.sources.sheets import Cell, Sheet
from sentir.data.sources.streams import MAX_LINE
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sentir.data.sources.table import SourceOptions

DELIMITER_NAMES = {"\t": "TAB", ",": "comma", ";": "semicolon", "|": "|"}
# A quote that never closes would take in the rest of the file; after so many the file is
# read without quoting, or refused.
MAX_BROKEN = 1000


@dataclass(slots=True)
class _Records:
    """Fields and first line of each record; what broke; whether any record spans lines."""

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)
    spans_lines: bool = False
    is_cut: bool = False

    def width(self) -> int:
        """Return the usual number of fields."""
        widths = Counter(map(len, self.rows))
        return widths.most_common(1)[0][0] if widths else 0

    def uneven(self) -> int:
        """Return how many records broke or have another number of fields than usual."""
        if self.is_cut:
            return sys.maxsize
        width = self.width()
        return len(self.bad) + sum(len(row) != width for row in self.rows)


def read_delimited(path: Path, options: SourceOptions) -> Sheet:
    """Return the columns of a delimited file; its dialect and header are found out."""
    file = TextFile.open(path, options.encoding)
    sample = file.sample()
    first = suggested_delimiter(path)
    dialect = sniff(sample, stated=options.delimiter, first=first)
    records, dialect = _parse_best(file, dialect)
    wanted = [name for name in (options.text, options.label, options.split) if name != "auto"]
    is_named = has_header(records.rows[:200], wanted)
    if is_named and len(records.rows) == 1 and not records.bad:
        raise DataError(
            f"{path} has a header ({', '.join(records.rows[0])[:200]}) but no rows below it"
        )
    sheet = _sheet(path.name, records, is_named=is_named)
    said = f"columns split at {DELIMITER_NAMES.get(dialect.delimiter, dialect.delimiter)}"
    sheet.notes.extend([said + ("" if dialect.is_quoted else ", quotes taken as letters")])
    sheet.notes.extend([] if is_named else ["no header: columns are called 1, 2, ..."])
    sheet.notes.extend(file.encoding_note())
    return Sheet(
        name=path.name, form="csv", columns=sheet.columns, cells=sheet.cells, lines=sheet.lines,
        bad=sorted([*sheet.bad, *file.bad]), encoding=file.encoding.name,
        delimiter=dialect.delimiter, notes=sheet.notes,
    )  # fmt: skip


def suggested_delimiter(path: Path) -> str:
    """Return the delimiter that a file's ending suggests."""
    return "\t" if {".tsv", ".tab"} & {suffix.lower() for suffix in path.suffixes} else ","


def _parse_best(file: TextFile, dialect: Dialect) -> tuple[_Records, Dialect]:
    """Return the records by the sniffed rule of quoting, or by the other where that fits better.

    In a file without quoting, two stray quotes can swallow the lines between them without an
    error; so records that span lines are doubted too.
    """
    records = _parse(file, dialect)
    if not (records.bad or records.spans_lines or not dialect.is_quoted):
        return records, dialect
    other = Dialect(dialect.delimiter, not dialect.is_quoted)
    if not dialect.is_quoted and not records.uneven():
        return records, dialect
    others = _parse(file, other)
    quoted, plain = (records, others) if dialect.is_quoted else (others, records)
    is_plain = plain.width() > 1 and plain.uneven() <= quoted.uneven()
    if is_plain == dialect.is_quoted:
        records, dialect = others, other
    if records.is_cut:
        line, reason = records.bad[0]
        raise DataError(
            f"{file.path}: most records break, the first at line {line} ({reason}); "
            "is it a CSV? --delimiter states another character between columns"
        )
    list(file.lines())  # fills file.bad whole, even where a parse was cut
    return records, dialect


def _parse(file: TextFile, dialect: Dialect) -> _Records:
    records = _Records()
    source = _Rewindable(file.lines())
    while _parse_on(source, dialect, records):
        if len(records.bad) > max(MAX_BROKEN, len(records.rows)):
            records.is_cut = True
            break
    return records


def _parse_on(source: _Rewindable, dialect: Dialect, records: _Records) -> bool:
    """Parse until the end or the first broken record; return whether there is more."""
    source.mark()
    try:
        for fields in dialect.parse(source):
            if len(fields) > 1 or (fields and fields[0].strip()):
                records.rows.append(fields)
                records.lines.append(source.first)
                records.spans_lines |= source.number > source.first
            source.mark()
    except csv.Error as error:
        records.bad.append((source.first, f"its quotes do not close properly ({error})"))
        source.rewind()
        return True
    return False


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


def _sheet(name: str, records: _Records, *, is_named: bool) -> Sheet:
    """Return the columns of the records; records of another width are bad."""
    width = len(records.rows[0]) if is_named and records.rows else records.width()
    columns = [str(i + 1) for i in range(width)]
    rows, lines, bad = records.rows, records.lines, list(records.bad)
    if is_named:
        columns = [cell.strip() or str(i + 1) for i, cell in enumerate(rows[0])]
        rows, lines = rows[1:], lines[1:]
    good: list[Sequence[Cell]] = []
    good_lines: list[int] = []
    for line, fields in zip(lines, rows, strict=True):
        if len(fields) == width:
            good.append(fields)
            good_lines.append(line)
        else:
            bad.append((line, f"{len(fields)} columns where {width} are expected"))
    cells = [list(column) for column in zip(*good, strict=True)] or [[] for _ in columns]
    return Sheet(name=name, form="csv", columns=columns, cells=cells, lines=good_lines, bad=bad)
