"""Histories: what was measured after each epoch, written by a run or by another program."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from sentir.errors import RunError
from sentir.store.documents import parse

MAX_HISTORY_BYTES = 256 * 2**20
MEND_RUN = "Get the file back from a copy, or start the run anew with sentir train."


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """One measurement, train and validation at the same instant.

    Attributes:
        epoch: finished epochs, from 1; 0 is before training.
        step: updates made so far.
        seconds: since training began.
        train_loss, val_loss: None where the number is not finite.
        train_score, val_score: the run's main score; None where not finite or not recorded.
        learning_rate: of the last update.
    """

    epoch: int
    train_loss: float | None
    val_loss: float | None
    train_score: float | None = None
    val_score: float | None = None
    step: int | None = None
    seconds: float | None = None
    learning_rate: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the row as a line of `history.jsonl` holds it, in the order of the format."""
        return {key: asdict(self)[key] for key in KEYS}


KEYS = (
    "epoch",
    "step",
    "seconds",
    "train_loss",
    "val_loss",
    "train_score",
    "val_score",
    "learning_rate",
)
NUMBERS = KEYS[2:]


def row_of(value: Any, place: str, *, mend: str) -> HistoryRow:
    """Return the row that a JSON object holds; other keys than the format's are passed over.

    Raises:
        RunError: a key is missing or no number; names the place.
    """
    if not isinstance(value, dict):
        raise RunError(f"{place} is damaged: expected a JSON object {{...}}. {mend}")
    missing = [key for key in ("epoch", "train_loss", "val_loss") if key not in value]
    if missing:
        raise RunError(f"{place} lacks {' and '.join(missing)}. {mend}")
    epoch, step = value["epoch"], value.get("step")
    if not _is_count(epoch) or not (step is None or _is_count(step)):
        raise RunError(f"{place}: epoch and step must be whole numbers from 0. {mend}")
    numbers = {key: _finite(value.get(key), f"{place}: {key}", mend=mend) for key in NUMBERS}
    return HistoryRow(
        epoch=epoch,
        step=step,
        train_loss=numbers["train_loss"],
        val_loss=numbers["val_loss"],
        train_score=numbers["train_score"],
        val_score=numbers["val_score"],
        seconds=numbers["seconds"],
        learning_rate=numbers["learning_rate"],
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _finite(value: Any, place: str, *, mend: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RunError(f"{place} is {str(value)[:60]!r}, expected a number or null. {mend}")
    return float(value) if math.isfinite(value) else None


def parse_lines(data: bytes, name: str, *, mend: str = MEND_RUN) -> list[HistoryRow]:
    """Return the rows of a `history.jsonl`; a last line without its newline was never finished.

    Raises:
        RunError: a finished line is damaged; names file and line.
    """
    lines = data.split(b"\n")[:-1]
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            place = f"{name} line {number}"
            rows.append(row_of(_line(line, place, mend), place, mend=mend))
    return rows


def _line(line: bytes, place: str, mend: str) -> Any:
    try:
        return parse(line, "", mend="")
    except RunError as error:
        raise RunError(f"{place} is damaged: not a JSON object. {mend}") from error
