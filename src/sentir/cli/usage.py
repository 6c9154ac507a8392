"""What is said to a command that was typed wrongly."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.exceptions import TyperException

_ASSIGNMENT = re.compile(r"[a-z]+\.\w+=.*", re.DOTALL)


def setting_hint(error: TyperException, typed: Sequence[str]) -> str:
    """Return how a setting is given, where one was typed as an option or without --set."""
    if typed[:1] != ["train"]:
        return ""
    if option := str(getattr(error, "option_name", None) or ""):
        return _of_option(option, typed)
    pairs = pairwise(typed)
    loose = [word for before, word in pairs if before != "--set" and _ASSIGNMENT.fullmatch(word)]
    return f"Each setting has a --set of its own: --set {loose[0]}" if loose else ""


def _of_option(option: str, typed: Sequence[str]) -> str:
    from sentir.config.names import full_names

    names = full_names(option.lstrip("-").replace("-", "_"))
    if not names:
        return ""
    values = [word.partition("=")[2] for word in typed if word.startswith(f"{option}=")]
    if option in typed[:-1]:
        values.append(typed[typed.index(option) + 1])
    value = values[0] if values else "VALUE"
    return "Settings are given with " + " or ".join(f"--set {name}={value}" for name in names)
