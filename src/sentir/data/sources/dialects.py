"""How a delimited file separates its columns, and whether its first line names them."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from operator import length_hint
from typing import TYPE_CHECKING

from sentir.data.sources.columns import LABEL_NAMES, SPLIT_NAMES, TEXT_NAMES, column_key
from sentir.data.sources.streams import MAX_LINE
from sentir.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DELIMITERS = (",", "\t", ";", "|")
_OTHER_NAMES = frozenset({"id", "index", "date", "user", "url", "rating", "stars", "event"})
KNOWN_NAMES = frozenset(TEXT_NAMES) | frozenset(LABEL_NAMES) | SPLIT_NAMES | _OTHER_NAMES


@dataclass(frozen=True, slots=True)
class Dialect:
    """The character between columns, and whether double quotes hold a field together."""

    delimiter: str
    is_quoted: bool = True

    def parse(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Yield the fields of each record; a broken quote raises csv.Error."""
        # csv keeps one limit per process, and its own is less than a text of 20,000 words
        csv.field_size_limit(MAX_LINE)
        if self.is_quoted:
            return csv.reader(lines, delimiter=self.delimiter, strict=True)
        return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)


def known_delimiter(stated: str) -> str:
    """Return the character meant by a stated delimiter (`tab` and backslash-t are a TAB)."""
    delimiter = "\t" if stated.lower() in {"tab", "\\t"} else stated
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise ConfigError(f'the delimiter must be one character or "tab", not "{stated}"')
    return delimiter


def sniff(sample: Sequence[str], *, stated: str = "auto", first: str = ",") -> Dialect:
    """Return the dialect under which the sample's records have the most even width.

    Args:
        sample: the first lines of the file, whole.
        stated: the user's delimiter, or auto.
        first: the delimiter that the file's name suggests; it wins a tie.
    """
    if stated != "auto":
        delimiters = [known_delimiter(stated)]
    else:
        delimiters = sorted(DELIMITERS, key=lambda delimiter: delimiter != first)
    choices = [Dialect(d, is_quoted) for d in delimiters for is_quoted in (True, False)]
    return max(choices, key=lambda choice: _evenness(choice, sample))  # the first of equals


def _evenness(dialect: Dialect, sample: Sequence[str]) -> float:
    """Return the share of lines in records of the usual width; 0 for a single column."""
    widths: Counter[int] = Counter()
    read = 0  # lines of whole records; the sample may end within one
    source = iter(sample)
    try:
        for fields in dialect.parse(source):
            widths.update([len(fields)] if fields else [])
            read = len(sample) - length_hint(source)
    except csv.Error:
        if dialect.is_quoted and read < 0.9 * len(sample):
            return 0.0
    if not widths:
        return 0.0
    width, count = widths.most_common(1)[0]
    return count / widths.total() if width > 1 else 0.0


def has_header(rows: Sequence[Sequence[str]], wanted: Iterable[str]) -> bool:
    """Return whether the first row names the columns.

    Args:
        rows: the first row and some after it.
        wanted: column names that the user stated.
    """
    if not rows:
        return False
    first = [cell.strip() for cell in rows[0]]
    if any(name in first for name in wanted):
        return True
    below = [[row[i].strip() for row in rows[1:] if i < len(row)] for i in range(len(first))]
    if any(cell in column for cell, column in zip(first, below, strict=True)):
        return False  # a value among others
    if any(column_key(cell) in KNOWN_NAMES for cell in first):
        return True
    is_names = len(set(first)) == len(first) and all(_looks_like_name(cell) for cell in first)
    return is_names and _differs(first, below)


def _differs(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Return whether short words stand above numbers, or above much longer texts."""
    if any(column and all(map(_is_number, column)) for column in below):
        return True
    longest = max((len(cell) for column in below for cell in column), default=0)
    return longest > 2 * max(map(len, first)) or not any(below)


def _looks_like_name(cell: str) -> bool:
    return 0 < len(cell) <= 40 and len(cell.split()) <= 3 and not cell[0].isdigit()


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdecimal()
