"""Texts from a pipe that holds records: JSON lines or a table, known by its first lines."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sentir.data.sources.columns import TEXT_NAMES, column_key
from sentir.data.sources.dialects import DELIMITERS
from sentir.data.sources.json_records import line_records
from sentir.data.sources.opened import SAMPLE_LINES
from sentir.data.sources.text_columns import column_texts, found_dialect, json_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Seen:
    """What lines look like, and which of their columns holds the text (or might)."""

    form: str
    column: str


def stream_texts(
    lines: Iterator[str], path: Path, column: str, *, delimiter: str = "auto"
) -> Iterator[str]:
    """Yield one column of JSON lines or of a table, whichever the first lines are."""
    sample = list(islice(lines, SAMPLE_LINES))
    if delimiter == "auto" and _objects(sample):
        return json_texts(chain(sample, lines), path, column)
    # a pipe cannot be read twice: its first lines alone show the dialect
    dialect = found_dialect(lambda: iter(sample), path, delimiter)
    return column_texts(chain(sample, lines), dialect, path, column)


def records_seen(sample: Sequence[str]) -> Seen | None:
    """Return the form of lines that are plainly records, or None."""
    if objects := _objects(sample):
        known = [key for key in objects[0] if column_key(key) in TEXT_NAMES]
        return Seen("JSON lines", known[0] if known else "COLUMN")
    header = next((line.strip() for line in sample if line.strip()), "")
    for delimiter in DELIMITERS:
        names = next(csv.reader([header], delimiter=delimiter), [])
        known = [name.strip() for name in names if column_key(name) in TEXT_NAMES]
        is_names = all(0 < len(name) <= 40 and len(name.split()) <= 2 for name in names)
        if known and is_names and (len(names) > 1 or header == "text"):
            return Seen("a table with a header", known[0])
    return None


def _objects(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Return the JSON objects of the lines; none where a line that is not blank is no object."""
    found: list[dict[str, Any]] = []
    for _, record in line_records(lines):
        if isinstance(record, str):
            return []
        found.append(record)
    return found
