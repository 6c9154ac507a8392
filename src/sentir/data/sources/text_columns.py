"""One column of texts from a table without labels, record by record."""

from __future__ import annotations

import csv
from itertools import chain, islice
from typing import TYPE_CHECKING

from sentir.data.sources.columns import find_column, text_column
from sentir.data.sources.delimited import suggested_delimiter
from sentir.data.sources.dialects import has_header, sniff
from sentir.data.sources.folders import ChosenFile
from sentir.data.sources.json_records import as_sheet, line_records
from sentir.data.sources.opened import SAMPLE_LINES
from sentir.data.sources.reading import read_sheet
from sentir.data.sources.sheets import Cell, Sheet
from sentir.data.sources.table import SourceOptions
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


def delimited_texts(lines: Iterator[str], path: Path, column: str) -> Iterator[str]:
    """Yield one column of the records of a delimited file; a short record gives an empty text."""
    sample = list(islice(lines, SAMPLE_LINES))
    dialect = sniff([line for line in sample if line.strip()], first=suggested_delimiter(path))
    records = dialect.parse(chain(sample, lines))
    first = _some(records, path)
    is_named = has_header(first, [] if column == "auto" else [column])
    width = len(first[0]) if is_named else max((len(row) for row in first), default=0)
    names = [cell.strip() for cell in first[0]] if is_named else [str(i + 1) for i in range(width)]
    rows = first[1:] if is_named else first
    all_rows = _chained(rows, records, path)
    if len(names) == 1:  # what looked like a delimiter stands inside the texts
        return (dialect.delimiter.join(row) for row in all_rows)
    cells: list[list[Cell]] = [
        [row[i] if i < len(row) else "" for row in rows] for i in range(width)
    ]
    sheet = Sheet(name=path.name, form="csv", columns=names, cells=cells, lines=[])
    return _fields(all_rows, path, _text_index(sheet, column), width=width)


def _fields(rows: Iterable[list[str]], path: Path, index: int, *, width: int) -> Iterator[str]:
    for number, row in enumerate(rows, 1):
        if len(row) > width:
            raise DataError(
                f"{path} record {number} has {len(row)} columns where {width} are expected; "
                "put quotes around texts that hold the delimiter"
            )
        yield row[index] if index < len(row) else ""


def _some(records: Iterator[list[str]], path: Path) -> list[list[str]]:
    return list(islice(_chained([], records, path), SAMPLE_LINES // 2))


def _chained(
    rows: Sequence[list[str]], records: Iterator[list[str]], path: Path
) -> Iterator[list[str]]:
    """Yield rows and then records, blank lines left out, with the file's name in an error."""
    yield from rows
    try:
        yield from (row for row in records if row)
    except csv.Error as error:
        raise DataError(
            f"{path}: a record's quotes do not close properly ({error}); mend the file, "
            "or save the texts as .txt, one a line"
        ) from error


def json_texts(lines: Iterator[str], path: Path, column: str) -> Iterator[str]:
    """Yield one key of JSON lines, or of one JSON list; a record without it gives an empty text."""
    sample = list(islice(lines, SAMPLE_LINES))
    if any(line.strip() for line in sample) and "".join(sample).lstrip().startswith("["):
        return sheet_texts(path, column)
    sheet = as_sheet(path, "jsonl", line_records(sample))
    index = _text_index(sheet, column)
    return _named_texts(chain(sample, lines), path, sheet.columns[index])


def _named_texts(lines: Iterable[str], path: Path, name: str) -> Iterator[str]:
    for number, record in line_records(lines):
        if isinstance(record, str):
            raise DataError(f"{path} line {number}: {record}; mend the line or take it out")
        value = record.get(name)
        yield value if isinstance(value, str) else "" if value is None else str(value)


def sheet_texts(path: Path, column: str) -> Iterator[str]:
    """Yield one column of a file that is read whole."""
    sheet = read_sheet(ChosenFile(path), SourceOptions())
    return (cell or "" for cell in sheet.cells[_text_index(sheet, column)])


def _text_index(sheet: Sheet, column: str) -> int:
    if column != "auto":
        return find_column(sheet, column, "--text")
    return 0 if len(sheet.columns) == 1 else text_column(sheet, "auto", taken=set())
