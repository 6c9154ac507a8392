"""Histories written by other programs: CSV, a JSON list of rows, Keras' dict of lists."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sentir.errors import DataError, RunError, did_you_mean
from sentir.store.documents import parse
from sentir.store.histories import KEYS, HistoryRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SCORES = (
    *("accuracy", "acc", "score", "f1", "binary_accuracy"),
    *("categorical_accuracy", "sparse_categorical_accuracy"),
)
ALIASES: dict[str, tuple[str, ...]] = {
    "epoch": ("epoch",),
    "step": ("step",),
    "seconds": ("seconds",),
    "train_loss": ("train_loss", "training_loss", "loss"),
    "val_loss": ("val_loss", "valid_loss", "validation_loss"),
    "train_score": (*(f"train_{name}" for name in _SCORES), *_SCORES),
    "val_score": tuple(
        f"{part}_{name}" for part in ("val", "valid", "validation") for name in _SCORES
    ),
    "learning_rate": ("learning_rate", "lr"),
}
EXPECTED = (
    "expected train_loss (or loss) and val_loss, and if there are any: epoch, train_score (or "
    "accuracy), val_score (or val_accuracy), learning_rate"
)


def parse_csv(data: bytes, name: str) -> list[HistoryRow]:
    """Return the rows of a table with a header line; commas, semicolons or tabs between columns."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{name} is not UTF-8 text; {EXPECTED}, as CSV or JSON.") from error
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
        columns = _columns([column or "" for column in reader.fieldnames or ()], f"{name} line 1")
        numbered = [(f"{name} line {reader.line_num}", row) for row in reader]
    except csv.Error as error:
        raise DataError(f"{name} is not a CSV table ({error}); {EXPECTED}.") from error
    return _rows(numbered, columns)


def parse_json(data: bytes, name: str) -> list[HistoryRow]:
    """Return the rows of a JSON list of objects, or of an object of equally long lists."""
    try:
        value = parse(data, name, mend=f"For a history {EXPECTED}.", non_finite=True)
    except RunError as error:
        raise DataError(str(error)) from error
    if isinstance(value, dict) and isinstance(value.get("history"), (dict, list)):
        value = value["history"]
    if isinstance(value, dict):
        value = _transposed(value, name)
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise DataError(f"{name} is neither a list of objects nor an object of lists; {EXPECTED}.")
    numbered = [(f"{name} row {number}", row) for number, row in enumerate(value, start=1)]
    return _rows(numbered, _columns(list(dict.fromkeys(k for row in value for k in row)), name))


def _transposed(lists: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    columns = {key: column for key, column in lists.items() if isinstance(column, list)}
    lengths = {len(column) for column in columns.values()}
    if len(lengths) > 1:
        raise DataError(
            f"{name}: its lists hold {sorted(lengths)} numbers; each list needs one per epoch."
        )
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _columns(found: Sequence[str], place: str) -> dict[str, str]:
    """Return which of the columns found holds what."""
    plain = {column.strip().lower(): column for column in reversed(found)}
    columns = {}
    for key in KEYS:
        known = [plain[alias] for alias in ALIASES[key] if alias in plain]
        if known:
            columns[key] = known[0]
    for key in ("train_loss", "val_loss"):
        if key not in columns:
            raise DataError(
                f"{place}: no column {key} among {', '.join(found)[:300] or '(none)'}; {EXPECTED}."
                f"{did_you_mean(key, found)} Rename the column."
            )
    return columns


def _rows(
    numbered: Sequence[tuple[str, Mapping[str, Any]]], columns: Mapping[str, str]
) -> list[HistoryRow]:
    rows = []
    for count, (place, row) in enumerate(numbered, start=1):
        numbers = {key: _number(row.get(column), key, place) for key, column in columns.items()}
        rows.append(_history_row(numbers, count, place))
    # Keras' CSVLogger numbers epochs from 0 and measures after each; here 0 is before training
    if columns["train_loss"].strip().lower() == "loss" and rows and rows[0].epoch == 0:
        return [replace(row, epoch=row.epoch + 1) for row in rows]
    return rows


def _history_row(numbers: Mapping[str, float | None], count: int, place: str) -> HistoryRow:
    epoch, step = numbers.get("epoch", count), numbers.get("step")
    if epoch is None or epoch < 0 or epoch != int(epoch):
        raise DataError(f"{place}: epoch must be a whole number from 0, not {epoch}.")
    return HistoryRow(
        epoch=int(epoch),
        step=None if step is None else int(step),
        train_loss=numbers["train_loss"],
        val_loss=numbers["val_loss"],
        train_score=numbers.get("train_score"),
        val_score=numbers.get("val_score"),
        seconds=numbers.get("seconds"),
        learning_rate=numbers.get("learning_rate"),
    )


def _number(value: Any, key: str, place: str) -> float | None:
    """Return a finite number, or None for an empty, null or non-finite one."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        number = float("nan") if isinstance(value, (bool, list, dict)) else float(value)
    except (ValueError, OverflowError):
        raise DataError(f"{place}: {key} is {str(value)[:60]!r}, expected a number.") from None
    return number if math.isfinite(number) else None
