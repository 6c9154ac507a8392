"""A history by its file: written by a run, or by another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.errors import DataError
from sentir.store.atomic import read_bounded
from sentir.store.foreign_histories import parse_csv, parse_json
from sentir.store.histories import MAX_HISTORY_BYTES, parse_lines

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.store.histories import HistoryRow


def read_history_file(path: Path) -> list[HistoryRow]:
    """Return the rows of a history from a run (`.jsonl`) or another program (`.csv`, `.json`).

    Raises:
        DataError: no such file, none of these forms, a column missing or not a number.
        RunError: a damaged `history.jsonl`.
    """
    try:
        data = read_bounded(path, MAX_HISTORY_BYTES)
    except FileNotFoundError as error:
        raise DataError(f"{path}: there is no such file. Give a run or a history file.") from error
    if data is None:
        raise DataError(
            f"{path} holds more than {MAX_HISTORY_BYTES} bytes, too many for a history."
        )
    if path.suffix == ".jsonl":
        rows = parse_lines(data if data.endswith(b"\n") else data + b"\n", str(path))
    elif path.suffix == ".json":
        rows = parse_json(data, str(path))
    else:
        rows = parse_csv(data, str(path))
    if not rows:
        raise DataError(f"{path} holds no measurement. It needs a row for each epoch.")
    return rows
