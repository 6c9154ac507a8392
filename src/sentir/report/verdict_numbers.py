"""The numbers of a verdict as a language writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import NO_VALUE
from sentir.report.score_words import part_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

_SHARES = {
    "train": "train_score",
    "validation": "val_score",
    "floor": "floor",
    "linear": "linear_score",
}
_COUNTS = {
    "kept": "kept_epoch",
    "epochs": "epochs",
    "needed": "validation_rows_needed",
    "turned": "turned_at",
    "broke_at": "broke_at",
    "broke_at_update": "broke_at_update",
    "jumped_at": "jumped_at",
}
_LOSSES = {
    "train_loss": "train_loss",
    "val_loss": "val_loss",
    "chance_loss": "chance_loss",
    "rise": "rise",
    "expected": "expected_fall",
}


def number_words(numbers: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return every number of a verdict as it is said; a dash where it is not known."""
    said = {name: language.percent(numbers.get(key)) for name, key in _SHARES.items()}
    said |= {name: language.count(numbers.get(key)) for name, key in _COUNTS.items()}
    for name in ("gap", "gap_low", "gap_high"):
        value = numbers.get(name)
        said[name] = language.number(None if value is None else 100 * value, 1)
    said |= {name: _loss(numbers.get(key), language) for name, key in _LOSSES.items()}
    rows = numbers.get("validation_rows")
    said["rows"] = part_rows("validation", rows, language) if rows else NO_VALUE
    return {**said, "loss_ratio": language.number(numbers.get("loss_ratio"), 1)}


def _loss(value: float | None, language: Language) -> str:
    """Return a loss with three decimals, and with more where these would leave nothing of it."""
    is_tiny = value is not None and 0 < abs(value) < 0.001
    return language.number(value, 6 if is_tiny else 3)
