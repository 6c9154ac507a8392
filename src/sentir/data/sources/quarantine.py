"""Rows that could not be read, with what their lines hold, so that they can be mended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.data.sources.opened import TextFile

if TYPE_CHECKING:
    from sentir.data.sources.table import SourceFile, Table

_LINELESS = frozenset({"parquet", "class folder"})


def set_aside(table: Table) -> list[dict[str, Any]]:
    """Return `{"file", "line", "reason", "content"}` for each bad row, in order.

    `content` is the line as it stands in the file; it is empty where a line is too long to be
    read or the form has no lines.
    """
    lines = {file.name: _lines(table, file) for file in table.files}
    return [
        {
            "file": row.file,
            "line": row.line,
            "reason": row.reason,
            "content": lines.get(row.file, {}).get(row.line, ""),
        }
        for row in table.bad_rows
    ]


def _lines(table: Table, file: SourceFile) -> dict[int, str]:
    """Return the lines of this file that bad rows name, by their number."""
    wanted = {row.line for row in table.bad_rows if row.file == file.name}
    if not wanted or file.form in _LINELESS:
        return {}
    opened = TextFile.open(Path(file.path), file.encoding)
    numbered = enumerate(opened.lines(), start=1)
    return {number: line.rstrip("\r\n") for number, line in numbered if number in wanted}
