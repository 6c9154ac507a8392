"""What is wrong with settings, a line each, with the nearest name of an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.names import full_names
from sentir.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel


def problems(entries: Sequence[Mapping[str, Any]], kind: type[BaseModel]) -> list[str]:
    """Return a line per setting; one that may be of several types is asked for any of them.

    Args:
        entries: What pydantic found, as it lists it.
        kind: The type that was asked for.
    """
    from sentir.config.places import name_of

    extra = [entry["loc"] for entry in entries if entry["type"] == "extra_forbidden"]
    unknown = [_unknown(place, kind) for place in extra]
    unfit: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        if entry["type"] != "extra_forbidden":
            unfit.setdefault(name_of(kind, entry["loc"]), []).append(entry)
    return [*(_unfit(place, entries) for place, entries in unfit.items()), *unknown]


def _unknown(place: Sequence[str | int], kind: type[BaseModel]) -> str:
    from sentir.config.places import keys_at
    from sentir.config.settings import RunConfig

    key, options = str(place[-1]), keys_at(kind, place[:-1])
    if kind is RunConfig and len(place) == 1 and (full := full_names(key)):
        return f"{key} is not a setting. Did you mean {' or '.join(full)}?"
    hint = did_you_mean(key, options) or f" Known are: {', '.join(options)}."
    name = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return f"{name} is not a setting.{hint}"


def _unfit(place: str, entries: Sequence[Mapping[str, Any]]) -> str:
    first, *others = (
        f"should be a table of settings, {place}.KEY=VALUE"
        if entry["type"] == "model_type"
        else str(entry["msg"]).removeprefix("Value error, ").replace("Input should", "should")
        for entry in entries
    )
    message = " or ".join([first, *(other.removeprefix("should be ") for other in others)])
    value = entries[0]["input"]
    return f"{place}: {message}{'' if isinstance(value, dict) else f' (given: {value!r})'}"
