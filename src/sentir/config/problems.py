"""What is wrong with settings, a line each, with the nearest name of an unknown one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.names import full_names
from sentir.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def problems(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line per setting; one that may be of several types is asked for any of them."""
    unknown = [_unknown(entry["loc"]) for entry in entries if entry["type"] == "extra_forbidden"]
    unfit: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        if entry["type"] != "extra_forbidden":
            unfit.setdefault(".".join(map(str, entry["loc"][:2])), []).append(entry)
    return [*(_unfit(place, entries) for place, entries in unfit.items()), *unknown]


def _unknown(place: Sequence[str]) -> str:
    from sentir.config.settings import known_keys

    options = known_keys(place[:-1])
    if len(place) == 1 and (full := full_names(place[0])):
        return f"{place[0]} is not a setting. Did you mean {' or '.join(full)}?"
    hint = did_you_mean(place[-1], options) or f" Known are: {', '.join(options)}."
    return f"{'.'.join(place)} is not a setting.{hint}"


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
