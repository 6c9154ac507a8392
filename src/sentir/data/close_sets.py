"""Which sets of words are nearly equal: by comparing every pair, without reading most of them.

Two sets are near when their Jaccard similarity (shared / all words of both) is 0.8 or more.

Each set has a bitmap of 1,024 parities: a word flips one bit. Two bitmaps differ in no more bits
than the sets differ in words, so sets whose bitmaps are too far apart are passed over, millions at
a time; only what remains is compared word by word, so that the answer is exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.data.blocks import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sentir.cells.arrays import Ints
    from sentir.text.sequences import Sequences

_BITMAP_WORDS = 16  # of 64 bits
_PAIRS_AT_ONCE = 1 << 18  # their numbers stay within a processor's cache
_MOST_ROWS = 256


def are_near(sets: Sequences, first: Ints, second: Ints) -> NDArray[np.bool_]:
    """Return for each pair of positions whether the sets there are near."""
    sizes = sets.lengths
    together = sizes[first] + sizes[second]
    near = np.zeros(first.size, np.bool_)
    for start, stop in blocks(together):
        one, other = sets.take(first[start:stop]), sets.take(second[start:stop])
        pair = np.arange(stop - start)
        number = np.concatenate([np.repeat(pair, one.lengths), np.repeat(pair, other.lengths)])
        keys = number << 32 | np.concatenate([one.ids, other.ids])
        keys.sort()
        shared = np.bincount(keys[1:][keys[1:] == keys[:-1]] >> 32, minlength=stop - start)
        # shared / (a + b - shared) >= 4/5  <=>  9 shared >= 4 (a + b), in whole numbers
        near[start:stop] = 9 * shared >= 4 * together[start:stop]
    return near


def close_pairs(sets: Sequences) -> Iterator[tuple[Ints, Ints]]:
    """Yield positions of sets, arrays (first, second), among which is every near pair."""
    by_size = np.argsort(sets.lengths, kind="stable")
    maps = _bitmaps(sets)[:, by_size]
    for smaller, larger in _close_by_size(sets.lengths[by_size], maps):
        yield by_size[smaller], by_size[larger]


def _bitmaps(sets: Sequences) -> NDArray[np.uint64]:
    """Return (16, sets) words of parity bits; the bit of each word is drawn once."""
    size = int(sets.ids.max(initial=0)) + 1
    drawn = np.random.default_rng(0).integers(0, 64 * _BITMAP_WORDS, size)
    maps = np.zeros((_BITMAP_WORDS, len(sets)), np.uint64)
    for start, stop in blocks(sets.lengths):
        bits = drawn[sets.ids[sets.offsets[start] : sets.offsets[stop]]]
        number = np.repeat(np.arange(start, stop), sets.lengths[start:stop])
        flips = np.left_shift(np.uint64(1), (bits % 64).astype(np.uint64))
        np.bitwise_xor.at(maps, (bits // 64, number), flips)
    return maps


def _close_by_size(sizes: Ints, maps: NDArray[np.uint64]) -> Iterator[tuple[Ints, Ints]]:
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
        yield smaller[is_pair], larger[is_pair]
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
