"""One column of texts from a table without labels, record by record."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from sentir.data.sources.chosen import ChosenFile
from sentir.data.sources.columns import find_column, text_column
from sentir.data.sources.delimited import suggested_delimiter
from sentir.data.sources.dialects import Dialect, has_header, sniff
from sentir.data.sources.json_records import as_sheet, line_records
from sentir.data.sources.opened import SAMPLE_LINES
from sentir.data.sources.quoting import parse_best
from sentir.data.sources.reading import read_sheet
from sentir.data.sources.records import Numbered, numbered
from sentir.data.sources.sheets import Cell, Sheet
from sentir.data.sources.table import SourceOptions
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path


def delimited_texts(
    lines: Callable[[], Iterator[str]], path: Path, column: str, *, delimiter: str = "auto"
) -> Iterator[str]:
    """Yield one column of the records of a delimited file; a short record gives an empty text.

    Its dialect is found as for training, so that a file is read alike by both.
    """
    return column_texts(lines(), found_dialect(lines, path, delimiter), path, column)


def found_dialect(lines: Callable[[], Iterator[str]], path: Path, delimiter: str) -> Dialect:
    """Return the dialect that fits these lines; `lines` gives them anew at each call."""
    sample = list(islice((line for line in lines() if line.strip()), SAMPLE_LINES))
    dialect = sniff(sample, stated=delimiter, first=suggested_delimiter(path))
    return parse_best(lines, dialect, name=str(path), keeps_rows=False)[1]


def column_texts(lines: Iterator[str], dialect: Dialect, path: Path, column: str) -> Iterator[str]:
    """Yield one column of the records of these lines."""
    records = _whole(numbered(lines, dialect), path)
    some = list(islice(records, SAMPLE_LINES // 2))
    first = [row for _, row in some]
    is_named = has_header(first, [] if column == "auto" else [column])
    width = len(first[0]) if is_named else max((len(row) for row in first), default=0)
    names = [cell.strip() for cell in first[0]] if is_named else [str(i + 1) for i in range(width)]
    all_rows = chain(some[1:] if is_named else some, records)
    if len(names) == 1:  # what looked like a delimiter stands inside the texts
        return (dialect.delimiter.join(row) for _, row in all_rows)
    rows = first[1:] if is_named else first
    cells: list[list[Cell]] = [
        [row[i] if i < len(row) else "" for row in rows] for i in range(width)
    ]
    sheet = Sheet(name=path.name, form="csv", columns=names, cells=cells, lines=[])
    return _fields(all_rows, path, _text_index(sheet, column), width=width)


def _fields(
    rows: Iterable[tuple[int, list[str]]], path: Path, index: int, *, width: int
) -> Iterator[str]:
    for line, row in rows:
        if len(row) > width:
            raise DataError(
                f"{path} line {line}: {len(row)} columns where {width} are expected; "
                "put quotes around texts that hold the delimiter"
            )
        yield row[index] if index < len(row) else ""


def _whole(records: Iterable[Numbered], path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line and fields of each record, blank lines left out."""
    for line, _, fields in records:
        if isinstance(fields, str):
            raise DataError(
                f"{path} line {line}: {fields}; mend the line or take it out, "
                "or save the texts as .txt, one a line"
            )
        if fields:
            yield line, fields


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
