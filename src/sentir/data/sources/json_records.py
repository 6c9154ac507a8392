"""JSON: an object a line, or one list of objects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sentir.data.sources.opened import TextFile
from sentir.data.sources.sheets import Cell, Sheet
from sentir.data.sources.streams import open_bytes
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sentir.data.sources.table import SourceOptions

MAX_LIST_BYTES = 1024**3
MAX_COLUMNS = 1000
Record = tuple[int, dict[str, Any] | str]


def read_json(path: Path, options: SourceOptions) -> Sheet:
    """Return the columns of a JSON file: JSON lines, or a list of objects."""
    file = TextFile.open(path, options.encoding)
    sample = file.sample()
    is_list = bool(sample) and sample[0].lstrip().startswith("[")
    records = list_records(file) if is_list else line_records(file.lines())
    return as_sheet(path, "json" if is_list else "jsonl", records, file=file)


def line_records(lines: Iterable[str]) -> Iterator[Record]:
    """Yield line number and object of each line, or why it has none; blank lines are left out."""
    for number, line in enumerate(lines, 1):
        if not line.isspace() and line:
            yield number, _object(line)


def _object(text: str) -> dict[str, Any] | str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return f"it is not JSON ({str(error)[:80]})"
    return _as_object(value)


def _as_object(value: object) -> dict[str, Any] | str:
    if not isinstance(value, dict):
        return 'it is JSON but not an object like {"text": ..., "label": ...}'
    return value


def list_records(file: TextFile) -> Iterator[Record]:
    """Yield line number and object of each element of the file's one list."""
    with open_bytes(file.path, max_bytes=MAX_LIST_BYTES) as stream:
        text = stream.read().decode(file.encoding.name, errors="replace").removeprefix("\ufeff")
    decoder, line, at = json.JSONDecoder(), 1, 0
    position = text.index("[") + 1
    while (position := _skip(text, position)) < len(text) and text[position] != "]":
        line += text.count("\n", at, position)
        at = position
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            raise DataError(
                f"{file.path} line {line}: the list of records breaks here ({str(error)[:80]}); "
                "write one JSON object a line, so that a broken one can be left out"
            ) from error
        yield line, _as_object(value)


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n,":
        position += 1
    return position


def as_sheet(
    path: Path, form: str, records: Iterable[Record], *, file: TextFile | None = None
) -> Sheet:
    """Return records as columns, first seen first; a key that a record lacks is an empty cell."""
    cells: dict[str, list[Cell]] = {}
    lines: list[int] = []
    bad: list[tuple[int, str]] = []
    for line, record in records:
        if isinstance(record, str):
            bad.append((line, record))
            continue
        for key in record:
            if key not in cells:
                cells[key] = [None] * len(lines)
        for key, column in cells.items():
            column.append(as_cell(record.get(key)))
        lines.append(line)
        if len(cells) > MAX_COLUMNS:
            raise DataError(f"{path} has more than {MAX_COLUMNS} different keys: is it records?")
    if not cells:
        reason = f"; line {bad[0][0]}: {bad[0][1]}" if bad else ""
        raise DataError(f'{path} holds no JSON record like {{"text": ..., "label": ...}}{reason}')
    return Sheet(
        name=path.name, form=form, columns=list(cells), cells=list(cells.values()), lines=lines,
        bad=sorted([*bad, *(file.bad if file else [])]),
        encoding=file.encoding.name if file else "", notes=file.encoding_note() if file else [],
    )  # fmt: skip


def as_cell(value: object) -> Cell:
    """Return a JSON value as a cell: true becomes "true", 1.0 "1", a list of one its element."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None:
        return None
    if isinstance(value, str):
        return value if value.isprintable() else _without_half_pairs(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if not isinstance(value, bytes) else None


def _without_half_pairs(text: str) -> str:
    r"""Return the text with lone halves of UTF-16 pairs (\ud83d) replaced: no file holds them."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
