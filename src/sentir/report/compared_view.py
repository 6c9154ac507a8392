"""Cells that a comparison's tables share, in the terminal and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sentir.report.compared_words import points
from sentir.report.language import NO_VALUE

if TYPE_CHECKING:
    from sentir.report.compared_shape import SideRow
    from sentir.report.language import Language


def pair_range(pair: dict[str, Any], language: Language) -> str:
    """Return the interval that allows for the number of pairs, in points: `[-0.5 to 2.9]`."""
    low, high = (points(pair[end], language) for end in ("adjusted_low", "adjusted_high"))
    return language.say("[{low} to {high}]", low=low, high=high)


def p_value(p: float, language: Language) -> str:
    """Return a p-value with three decimals, or that it is below 0.001."""
    return f"< {language.number(0.001)}" if p < 0.001 else language.number(p)


def mean_of(side: SideRow, key: Literal["kept_epoch", "seconds"], language: Language) -> str:
    """Return the mean over a side's runs; a whole number of epochs without decimals."""
    known = [float(value) for run in side["runs"] if (value := run[key]) is not None]
    if not known:
        return NO_VALUE
    is_whole = key == "kept_epoch" and len(known) == 1
    return language.number(sum(known) / len(known), 0 if is_whole else 1)


def legend(language: Language) -> str:
    """Return what the last two columns of the table of pairs say."""
    return language.say(
        "Found from: the true difference in points that such a comparison finds in 80 of 100 "
        "cases. Would decide: what it would take to find the difference seen as often, if it is "
        "the truth."
    )
