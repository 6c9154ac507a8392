"""Which words are shown with their training rows, and which rows of each: every row once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentir.report.why_effects import moves_nothing

if TYPE_CHECKING:
    from sentir.explain.explanation import DecidingWord, Explanation, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A word that decides and its rows: those it is the first to show, and those shown before."""

    word: DecidingWord
    rows: tuple[Row, ...]
    above: tuple[Row, ...]


def deciding(explanation: Explanation) -> tuple[DecidingWord, ...]:
    """Return the words that decide; where no word moves the answer none does."""
    return () if moves_nothing(explanation) else explanation.deciding


def words_with_rows(explanation: Explanation, most: int) -> list[Shown]:
    """Return the words that decide, each with up to so many rows; words may share all of them."""
    seen: set[int] = set()
    found = []
    for word in deciding(explanation):
        chosen = word.examples[:most]
        rows = tuple(row for row in chosen if row.row not in seen)
        above = tuple(row for row in chosen if row.row in seen)
        seen.update(row.row for row in rows)
        found.append(Shown(word=word, rows=rows, above=above))
    return found
