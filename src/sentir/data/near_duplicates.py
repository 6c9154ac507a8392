"""Rows that have an earlier row nearly equal to them.

Two rows are nearly equal when the same letters remain once case, accents, punctuation, digits and
spaces are dropped, or when both have five different words or more and their word sets have a
Jaccard similarity (shared / all words of both) of 0.8 or more.

The answer is exact. Each set has a bitmap of 1,024 parities: a word flips one bit. Two bitmaps
differ in no more bits than the sets differ in words, so sets whose bitmaps are too far apart are
passed over, millions at a time; only what remains is compared word by word.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from sentir.cells.arrays import Ints
    from sentir.data.word_table import WordTable

MAX_ROWS = 50_000
FEWEST_WORDS = 5
Key = TypeVar("Key", str, "frozenset[int]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_BITMAP_WORDS = 16  # of 64 bits
_PAIRS_AT_ONCE = 1 << 18  # their numbers stay within a processor's cache
_MOST_ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicates:
    """Rows with an earlier near-equal one.

    Attributes:
        rows: their row numbers, rising.
        examined: how many rows were compared with one another; fewer than all in large data.
    """

    rows: list[int]
    examined: int


def near_duplicates(texts: Sequence[str], table: WordTable, *, seed: int = 0) -> NearDuplicates:
    """Return the rows that have an earlier near-equal row, equal ones among them.

    Above `MAX_ROWS` rows, only a sample chosen by `seed` is compared.
    """
    rows = np.arange(len(texts))
    if rows.size > MAX_ROWS:
        rows = np.sort(np.random.default_rng(seed).choice(rows, MAX_ROWS, replace=False))
    found: set[int] = set()
    _later_ones(((row, letters_of(texts[row])) for row in rows.tolist()), found)
    sets = _word_sets(table, rows)
    first_of = _later_ones(((row, words) for row, words in sets.items()), found)
    _near_sets(first_of, found, size=len(table.words))
    return NearDuplicates(rows=sorted(found), examined=int(rows.size))


def letters_of(text: str) -> str:
    """Return the letters alone, lower case and without accents; the text itself if it has none."""
    if text.isascii():
        return text.encode().lower().translate(None, _NO_LETTERS).decode() or text.strip()
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(filter(str.isalpha, letters)) or text.strip()


def _later_ones(keys: Iterator[tuple[int, Key]], found: set[int]) -> dict[Key, int]:
    """Add the rows whose key an earlier row has to `found`; return the first row of each key."""
    first: dict[Key, int] = {}
    for row, key in keys:
        if first.setdefault(key, row) != row:
            found.add(row)
    return first


def _word_sets(table: WordTable, rows: Ints) -> dict[int, frozenset[int]]:
    """Return the different words (no lone symbols) of each row that has enough of them."""
    position, word = table.pairs(rows)
    is_word = np.array([any(map(str.isalnum, each)) for each in table.words], bool)
    position, word = position[is_word[word]], word[is_word[word]]
    ends = np.cumsum(np.bincount(position, minlength=rows.size))
    members = np.split(word, ends[:-1]) if rows.size else []
    return {
        row: frozenset(words.tolist())
        for row, words in zip(rows.tolist(), members, strict=True)
        if words.size >= FEWEST_WORDS
    }


def _near_sets(first_of: dict[frozenset[int], int], found: set[int], *, size: int) -> None:
    """Add the later row of every near pair of sets to `found`."""
    sets = sorted(first_of, key=lambda words: (len(words), first_of[words]))
    rows = [first_of[words] for words in sets]
    sizes = np.array([len(words) for words in sets], np.int64)
    for small, large in _close_pairs(sizes, _bitmaps(sets, size)):
        later = max(rows[small], rows[large])
        if later in found:
            continue
        shared = len(sets[small] & sets[large])
        # shared / (a + b - shared) >= 4/5  <=>  9 shared >= 4 (a + b), in whole numbers
        if 9 * shared >= 4 * (len(sets[small]) + len(sets[large])):
            found.add(later)


def _bitmaps(sets: Sequence[frozenset[int]], size: int) -> NDArray[np.uint64]:
    """Return (16, sets) words of parity bits; the bit of each of `size` words is drawn once."""
    drawn = np.random.default_rng(0).integers(0, 64 * _BITMAP_WORDS, max(1, size))
    maps = np.zeros((_BITMAP_WORDS, len(sets)), np.uint64)
    for number, words in enumerate(sets):
        bits = drawn[list(words)]
        flips = np.left_shift(np.uint64(1), (bits % 64).astype(np.uint64))
        np.bitwise_xor.at(maps[:, number], bits // 64, flips)
    return maps


def _close_pairs(sizes: Ints, maps: NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
    """Yield (smaller, larger) positions of sets whose sizes and bitmaps allow similarity.

    Args:
        sizes: of the sets, rising.
        maps: (16, sets) bitmaps.
    """
    lowest = np.searchsorted(5 * sizes, 4 * sizes)  # the first set that is large enough
    start = 0
    while start < sizes.size:
        low = int(lowest[start])
        block = max(1, min(_MOST_ROWS, _PAIRS_AT_ONCE // (start + 1 - low)))
        stop = min(sizes.size, start + block)
        apart = 2 * sizes[start:stop] // 9  # words in which near sets of these sizes can differ
        folded = _folded(maps[:, low:stop], most_apart=int(apart[-1]))
        distance = np.zeros((stop - start, stop - low), np.uint16)
        for bits in folded:
            distance += np.bitwise_count(bits[None, :] ^ bits[start - low :, None])
        larger, smaller = np.nonzero(distance <= apart[:, None])
        larger, smaller = larger + start, smaller + low
        is_pair = (smaller < larger) & (smaller >= lowest[larger])
        yield from zip(smaller[is_pair].tolist(), larger[is_pair].tolist(), strict=True)
        start = stop


def _folded(maps: NDArray[np.uint64], *, most_apart: int) -> NDArray[np.uint64]:
    """Return bitmaps of as few words as still tell such sets apart (parities fold by xor)."""
    words = 1
    while words < _BITMAP_WORDS and 16 * words < most_apart + 4:
        words *= 2
    folded: NDArray[np.uint64] = np.bitwise_xor.reduce(
        maps.reshape(-1, words, maps.shape[1]), axis=0
    )
    return folded
