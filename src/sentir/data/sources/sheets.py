"""A file's records before it is known which column is the text."""

from __future__ import annotations

from dataclasses import dataclass, field

Cell = str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Columns of one file.

    Attributes:
        name: of the file, for messages.
        form: csv, jsonl, json, parquet, labelled lines, class file.
        columns: their names; "1", "2", ... where the file names none.
        cells: a list per column, all of one length; None where a record lacks it.
        lines: where each record begins, from 1.
        bad: line and reason of the records that could not be read.
        encoding: of the text; empty for Parquet.
        delimiter: empty where the form has none.
        notes: what was found out, without the file's name.
    """

    name: str
    form: str
    columns: list[str]
    cells: list[list[Cell]]
    lines: list[int]
    bad: list[tuple[int, str]] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    notes: list[str] = field(default_factory=list)
