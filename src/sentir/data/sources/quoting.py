"""Whether a file's double quotes hold fields together, or are letters like others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sentir.data.sources.columns import MAX_CLASSES
from sentir.data.sources.dialects import Dialect
from sentir.data.sources.records import Records, numbered, parse
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def parse_best(
    lines: Callable[[], Iterator[str]], dialect: Dialect, *, name: str, keeps_rows: bool = True
) -> tuple[Records, Dialect]:
    """Return the records by the sniffed rule of quoting, or by the other where that fits better.

    In a file without quoting, two stray quotes can swallow the lines between them without an
    error; so records that span lines are doubted too.

    Args:
        lines: gives all lines, from the first, each time it is called.
        dialect: what was sniffed.
        name: of the source, for messages.
        keeps_rows: whether the fields are wanted, or only which dialect fits.

    Raises:
        DataError: most records break either way.
    """
    records = parse(lines(), dialect, keeps_rows=keeps_rows)
    if not (records.bad or records.spans_lines or not dialect.is_quoted):
        return records, dialect
    other = Dialect(dialect.delimiter, not dialect.is_quoted)
    others = parse(lines(), other, keeps_rows=keeps_rows)
    quoted, plain = (records, others) if dialect.is_quoted else (others, records)
    is_plain = _fits_better(plain, quoted) and not (
        quoted.spans_lines and _splits_rows(lines, dialect.delimiter, plain, quoted)
    )
    if is_plain == dialect.is_quoted:
        records, dialect = others, other
    if records.is_cut:
        line, reason = records.bad[0]
        raise DataError(
            f"{name}: most records break, the first at line {line} ({reason}); "
            "is it a CSV? --delimiter states another character between columns"
        )
    return records, dialect


def _fits_better(plain: Records, quoted: Records) -> bool:
    """Return whether the records are read better with quotes taken as letters.

    Texts in quotes may all hold one delimiter: read without quotes they are even too, but wider
    than the header.
    """
    if plain.width() in {1, quoted.width()}:
        return plain.width() > 1 and plain.uneven() <= quoted.uneven()
    return plain.uneven() < quoted.uneven() and next(iter(plain.widths), 0) == plain.width()


def _splits_rows(
    lines: Callable[[], Iterator[str]], delimiter: str, plain: Records, quoted: Records
) -> bool:
    """Return whether quotes taken as letters would cut good records where their texts go on.

    Pieces of a text may be as even as rows. But where rows were swallowed, their classes are
    those of other rows; where a text was cut, the pieces have classes that no record has.
    """
    if quoted.is_cut or plain.width() != quoted.width():
        return False
    by_quotes = _values(lines(), Dialect(delimiter), quoted.width())
    by_letters = _values(lines(), Dialect(delimiter, is_quoted=False), quoted.width())
    few = max(2, min(MAX_CLASSES, quoted.widths[quoted.width()] // 2))
    unlabelled = [
        sum(count for value, count in found.items() if value not in known)
        for known, found in zip(by_quotes, by_letters, strict=True)
        if 2 <= len(known) <= few
    ]
    if not unlabelled:
        return plain.uneven() == quoted.uneven()
    return plain.uneven() + min(unlabelled) > quoted.uneven()


def _values(lines: Iterator[str], dialect: Dialect, width: int) -> list[Counter[str]]:
    """Return for each column how often it has which value, up to a number of values."""
    counts = [Counter[str]() for _ in range(width)]
    for _, _, fields in numbered(lines, dialect):
        if len(fields) == width and not isinstance(fields, str):
            for counter, value in zip(counts, fields, strict=True):
                # a column of many values is no class; it is not kept whole
                if len(counter) <= 2 * MAX_CLASSES or value in counter:
                    counter[value] += 1
    return counts
