"""The manifest of a model file: which keys it has, and which values each may take."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sentir.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = 1
MAX_LABELS = 100_000
MAX_LENGTH = 100_000
KEEP = ("first", "last", "both")


def check_manifest(manifest: Any, name: str, *, mend: str) -> None:
    """Check every value of a manifest that is read later.

    Raises:
        RunError: made by a newer sentir, or a value that cannot be; names it.
    """
    if not isinstance(manifest, dict):
        raise RunError(f"{name}: manifest.json is damaged: expected a JSON object. {mend}")
    version = manifest.get("format")
    if _is_whole(version, 1, 10**9) and version != FORMAT:
        raise RunError(
            f"{name} was made by a newer sentir (manifest format {version}; this one reads "
            f"{FORMAT}). Update sentir, then try again."
        )
    for key, (fits, expected) in RULES.items():
        value: Any = manifest
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if not fits(value):
            raise RunError(
                f"{name}: manifest.json is damaged: {key} is {str(value)[:60]!r}, expected "
                f"{expected}. {mend}"
            )


def _is_whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_number(value: Any, low: float, high: float) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return math.isfinite(value) and low <= value <= high


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 10_000


def _are_labels(value: Any) -> bool:
    if not isinstance(value, list) or not 2 <= len(value) <= MAX_LABELS:
        return False
    return all(_is_word(label) for label in value) and len(set(value)) == len(value)


def _are_hashes(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(digest, str) and len(digest) == 64 for digest in value.values()
    )


RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "format": (lambda value: _is_whole(value, FORMAT, FORMAT), f"{FORMAT}"),
    "kind": (lambda value: value == "text", '"text"'),
    "task.kind": (_is_word, "the name of a task"),
    "task.labels": (_are_labels, "a list of at least 2 different labels"),
    "task.activation": (_is_word, "the name of an activation"),
    "preprocessing.lowercase": (lambda value: isinstance(value, bool), "true or false"),
    "preprocessing.max_length": (
        lambda value: _is_whole(value, 1, MAX_LENGTH),
        f"a whole number from 1 to {MAX_LENGTH}",
    ),
    "preprocessing.keep": (
        lambda value: isinstance(value, str) and value in KEEP,
        f"one of {', '.join(KEEP)}",
    ),
    "preprocessing.read_padding": (
        lambda value: value is None or isinstance(value, bool),
        "true, false or nothing",
    ),
    "net": (lambda value: isinstance(value, dict), "an object"),
    "temperature": (lambda value: _is_number(value, 1e-3, 1e3), "a number from 0.001 to 1000"),
    "min_probability": (lambda value: _is_number(value, 0, 1), "a number from 0 to 1"),
    "members": (_are_hashes, "a SHA-256 for each member"),
    "card": (lambda value: isinstance(value, dict), "an object"),
}
"""For each key that is read later: does a value fit, and what was expected."""
