"""Settings as plain tables: one assignment `a.b=c`, and one table laid over another."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from sentir.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

Settings = dict[str, Any]

_BARE_FRACTION = re.compile(r"[+-]?\.\d+")  # what people write and TOML does not read


def parse_assignment(assignment: str) -> Settings:
    """Return `model.cell=lstm` as `{"model": {"cell": "lstm"}}`; values are TOML, else text."""
    key, equals, value = assignment.partition("=")
    parts = key.strip().split(".")
    if not equals or not all(parts):
        raise ConfigError(
            f'--set "{assignment}" is not an assignment. Write SECTION.KEY=VALUE, '
            "for example --set model.hidden_size=64."
        )
    try:
        parsed: Any = tomllib.loads(f"value = {value.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = float(value) if _BARE_FRACTION.fullmatch(value.strip()) else value.strip()
    for part in reversed(parts):
        parsed = {part: parsed}
    return dict(parsed)


def merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> Settings:
    """Return the settings below, changed by those above."""
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = merge(merged[key], value)
        else:
            merged[key] = value
    return merged
