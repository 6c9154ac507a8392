"""Tables of the training speed: beside the peers', and where the time of an update goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.markdown import joined
from benchmarks.wording import Language, number, word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Results: TypeAlias = "Mapping[str, Any]"

_PACES = ("r1_gru", "r1_gru_large", "r5_lstm", "r4_lstm", "r1_gru_keras")
_PROFILES = ("r1_gru", "r5_lstm", "r4_lstm")


def speed(results: Results, language: Language) -> str:
    """Return what each side learns from in a second."""
    if "speed" not in results:
        return ""
    figures = results["speed"]["figures"]
    columns = ("net", "own_pace", "peer_pace", "times")
    rows = [
        [
            word(f"{name}_net", language),
            number(found["own_sequences_a_second"], language, 0),
            number(found["peer_sequences_a_second"], language, 0),
            number(found["times"], language, 2),
        ]
        for name in _PACES
        if "times" in (found := figures[name])
    ]
    head = [word(column, language) for column in columns]
    return joined(head, rows, [results["speed"]], language)


def profile(results: Results, language: Language) -> str:
    """Return the milliseconds of an update by part, a column a net."""
    if "speed" not in results:
        return ""
    found = [results["speed"]["figures"][f"{name}_profile"] for name in _PROFILES]
    parts = list(dict.fromkeys(part for each in found for part in each["milliseconds"]))
    rows = [
        [
            word(f"part_{part}", language),
            *(number(each["milliseconds"].get(part, 0.0), language, 2) for each in found),
        ]
        for part in parts
    ]
    whole = [number(each["update_milliseconds"], language, 2) for each in found]
    rows.append([word("part_whole", language), *whole])
    head = [word("part", language), *(word(f"{name}_net", language) for name in _PROFILES)]
    return joined(head, rows, [results["speed"]], language)


SPEED: dict[str, Callable[[Results, Language], str]] = {"speed": speed, "speed_profile": profile}
