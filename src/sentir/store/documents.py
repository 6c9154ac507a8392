"""JSON written and read with care: numbers finite, bounds kept, damage named with file and line."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.errors import RunError
from sentir.store.atomic import read_bounded, write_whole

if TYPE_CHECKING:
    from pathlib import Path

MAX_DOCUMENT_BYTES = 512 * 2**20
"""Largest JSON file of a run that is read; a split of ten million rows stays below it."""


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it: NumPy's numbers as Python's, a NaN as None."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return plain(value.tolist()) if isinstance(value, np.ndarray) else value


def dump(value: Any, *, indent: int | None = None) -> bytes:
    """Return the value as UTF-8 JSON; equal values give equal bytes."""
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, indent=indent)
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair becomes its JSON escape


def parse(data: bytes, name: str, *, mend: str, non_finite: bool = False) -> Any:
    """Return the value these bytes of JSON hold.

    Args:
        data: UTF-8.
        name: the file, for messages.
        mend: what to do about damage, for messages.
        non_finite: take NaN and Infinity as some programs write them; they become None.

    Raises:
        RunError: not JSON; names the file, and the line where it breaks.
    """
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_drop if non_finite else _refuse)
    except json.JSONDecodeError as error:
        problem = f"{name} line {error.lineno} is damaged: {error.msg} (column {error.colno})"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"{name} line {line} is damaged: it is not UTF-8 text"
    except (ValueError, RecursionError) as error:
        problem = f"{name} is damaged: {error}"
    raise RunError(f"{problem}. {mend}")


def _drop(constant: str) -> None:
    """Return None for NaN, Infinity and -Infinity."""


def _refuse(constant: str) -> None:
    raise ValueError(f"it holds {constant}, and a number that is not finite is written null")


def write_document(path: Path, value: Mapping[str, Any]) -> None:
    """Write one JSON object, whole or not at all, indented to be read."""
    write_whole(path, dump(value, indent=1) + b"\n")


def read_document(path: Path, *, mend: str) -> dict[str, Any]:
    """Return the JSON object of a run's file.

    Raises:
        RunError: missing, too large, damaged, or no object; with the mend.
    """
    try:
        data = read_bounded(path, MAX_DOCUMENT_BYTES)
    except FileNotFoundError as error:
        raise RunError(f"{path} is missing. {mend}") from error
    if data is None:
        raise RunError(f"{path} is damaged: over {MAX_DOCUMENT_BYTES} bytes. {mend}")
    value = parse(data, str(path), mend=mend)
    if not isinstance(value, dict):
        raise RunError(f"{path} line 1 is damaged: expected a JSON object {{...}}. {mend}")
    return value
