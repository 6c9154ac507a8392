"""Spans of time in words: as exact as they are of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentir.report.language import Language


def duration(seconds: float, language: Language) -> str:
    """Return a span of time such as `8 s`, `3 min` or `2 h 10 min`."""
    whole = round(seconds)
    if whole < 60:
        return language.say("{n} s", n=language.count(max(1, whole)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return language.say("{n} min", n=language.count(minutes))
    return language.say(
        "{hours} h {minutes} min",
        hours=language.count(minutes // 60),
        minutes=language.count(minutes % 60),
    )
