"""CSV, TSV and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.data.sources.dialects import has_header, sniff
from sentir.data.sources.opened import TextFile
from sentir.data.sources.quoting import parse_best
from sentir.data.sources.sheets import Cell, Sheet
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentir.data.sources.records import Records
    from sentir.data.sources.table import SourceOptions

DELIMITER_NAMES = {"\t": "TAB", ",": "comma", ";": "semicolon", "|": "|"}


def read_delimited(path: Path, options: SourceOptions) -> Sheet:
    """Return the columns of a delimited file; its dialect and header are found out."""
    file = TextFile.open(path, options.encoding)
    sample = file.sample()
    first = suggested_delimiter(path)
    dialect = sniff(sample, stated=options.delimiter, first=first)
    records, dialect = parse_best(file.lines, dialect, name=str(path))
    list(file.lines())  # fills file.bad whole, even where a parse was cut
    wanted = [name for name in (options.text, options.label, options.split) if name != "auto"]
    is_named = has_header(records.rows[:200], wanted)
    if is_named and len(records.rows) == 1 and not records.bad and not file.bad:
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


def _sheet(name: str, records: Records, *, is_named: bool) -> Sheet:
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
