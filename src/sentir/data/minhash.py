"""Which sets of words may be nearly equal, among so many that not every pair can be looked at.

MinHash: of each permutation of all words, a set keeps the word that comes first; two sets keep the
same one as often as they are similar. The signatures are datasketch's. Sets that agree in all of
the 5 values of one of 12 bands are candidates: a pair of similarity 0.8 with probability
1 - (1 - 0.8^5)^12 = 0.99, of 0.5 with 0.32, of 0.3 with 0.03.

Source: Broder 1997, On the resemblance and containment of documents; Leskovec, Rajaraman and
Ullman, Mining of Massive Datasets, chapter 3.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from sentir.cells.arrays import Ints
    from sentir.text.sequences import Sequences

BANDS = 12
VALUES_A_BAND = 5
NEIGHBOURS = 32
"""A set is compared with so many before it that share a band: a bound where texts follow a form."""
_SETS_AT_ONCE = 20_000
_SEED = 1
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd: multiplying by it loses nothing


def has_minhash() -> bool:
    """Return whether datasketch can be imported, without importing it."""
    return importlib.util.find_spec("datasketch") is not None


def likely_pairs(sets: Sequences) -> Iterator[tuple[Ints, Ints]]:
    """Yield positions of sets, arrays (earlier, later), among which is nearly every near pair."""
    for keys in _band_keys(sets):
        order = np.argsort(keys, kind="stable")  # equal keys side by side, positions rising
        ordered = keys[order]
        for apart in range(1, NEIGHBOURS + 1):
            is_same = ordered[apart:] == ordered[:-apart]
            if not is_same.any():
                break
            yield order[:-apart][is_same], order[apart:][is_same]


def _band_keys(sets: Sequences) -> NDArray[np.uint64]:
    """Return (bands, sets) numbers that are equal where all values of a band are."""
    keys = np.zeros((BANDS, len(sets)), np.uint64)
    for start in range(0, len(sets), _SETS_AT_ONCE):
        stop = min(len(sets), start + _SETS_AT_ONCE)
        values = _signatures(sets, start, stop).reshape(stop - start, BANDS, VALUES_A_BAND)
        for number in range(VALUES_A_BAND):
            keys[:, start:stop] = keys[:, start:stop] * _SPREAD + values[:, :, number].T
    return keys


def _signatures(sets: Sequences, start: int, stop: int) -> NDArray[np.uint32]:
    """Return (sets, permutations) MinHash values; the word numbers are their own hashes."""
    from datasketch import MinHash

    words = (sets.row(i).tolist() for i in range(start, stop))
    made = MinHash.generator(words, num_perm=BANDS * VALUES_A_BAND, seed=_SEED, hashfunc=int)
    return np.array([each.hashvalues for each in made], np.uint32)
