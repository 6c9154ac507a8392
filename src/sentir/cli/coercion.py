"""Texts, paths and flags of the command line, taken as they are.

Typer sends every value through an adapter of pydantic, and importing that takes a third of the
time in which `sentir predict` answers. These kinds of value need none. Typer offers no public way
to say so; where its insides differ from what is known here, its own way stays.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_PLAIN: dict[Any, Callable[[Any], Any]] = {bool: bool, str: str, Path: Path, list[str]: list}


class PlainValue:
    """Coerces a value of one of these kinds; it has the form of Typer's own."""

    def __init__(self, kind: Callable[[Any], Any]) -> None:
        self._kind = kind

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the value, or what stands for one that was not given."""
        del ctx
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        return self._kind(value)


def take_plain_values_as_they_are() -> None:
    """Spare the commands that need no pydantic its import."""
    from typer import core

    parameter = getattr(core, "_TyperParameter", None)
    typers_way = getattr(parameter, "get_runtime_param", None)
    if parameter is None or typers_way is None:
        return

    def get_runtime_param(self: Any) -> Any:
        kind = _PLAIN.get(self.type_descriptor.annotation)
        information = self.type_descriptor.parameter_info
        is_plain = kind is not None and information.parser is None
        return PlainValue(kind) if is_plain and kind else typers_way(self)

    parameter.get_runtime_param = get_runtime_param
