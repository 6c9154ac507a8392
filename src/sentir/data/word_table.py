"""All words of all rows as numbers: what every count of the audit is made from."""

from __future__ import annotations

import unicodedata
from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from sentir.data.blocks import blocks
from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from sentir.cells.arrays import Ints
    from sentir.text.tokens import Tokenizer


@dataclass(frozen=True, slots=True)
class WordTable:
    """Each row's words by number.

    Attributes:
        words: every different word, in the order of its first use.
        sequences: numbers into `words`, row by row.
        sets: the different words of each row, rising.
    """

    words: list[str]
    sequences: Sequences
    sets: Sequences

    @classmethod
    def of(cls, texts: Iterable[str], tokenizer: Tokenizer) -> WordTable:
        """Return the words of these texts."""
        ids: defaultdict[str, int] = defaultdict(count().__next__)  # a new word, the next number
        flat = array("i")
        lengths = array("q", [0])
        for text in texts:
            words = tokenizer.words(text)
            flat.extend(map(ids.__getitem__, words))
            lengths.append(len(words))
        offsets = np.cumsum(np.frombuffer(lengths, np.int64))
        sequences = Sequences(np.frombuffer(flat, np.int32), offsets)
        return cls(list(ids), sequences, _sets(sequences, size=len(ids)))

    def telling(self) -> NDArray[np.bool_]:
        """Return for each word whether it says something by itself: a punctuation mark does not.

        A word does with a letter, a digit or a pictograph; the last are Unicode's other symbols.
        """
        return np.fromiter(map(_tells, self.words), np.bool_, count=len(self.words))

    def pairs(self, rows: Ints) -> Iterator[tuple[Ints, Ints]]:
        """Yield (position in `rows`, word) of every different word of each row, in that order.

        Some rows at a time: all pairs of long texts would take much memory at once.
        """
        for start, stop in blocks(self.sets.lengths[rows]):
            chosen = self.sets.take(rows[start:stop])
            yield np.repeat(np.arange(start, stop), chosen.lengths), chosen.ids

    def rows_with(self, rows: Ints) -> Ints:
        """Return for each word (words,) how many of these rows hold it."""
        counts = np.zeros(len(self.words), np.int64)
        for _, word in self.pairs(rows):
            counts += np.bincount(word, minlength=counts.size)
        return counts


def _sets(sequences: Sequences, *, size: int) -> Sequences:
    """Return the different ids of each row, rising; ids are below `size`."""
    lengths, ids = np.zeros(len(sequences), np.int64), [np.zeros(0, np.int32)]
    for start, stop in blocks(sequences.lengths):
        first, last = sequences.offsets[start], sequences.offsets[stop]
        row = np.repeat(np.arange(stop - start), sequences.lengths[start:stop])
        keys = row * size + sequences.ids[first:last]
        keys.sort()
        keys = keys[np.diff(keys, prepend=-1) > 0]  # faster than np.unique on many keys
        lengths[start:stop] = np.bincount(keys // max(1, size), minlength=stop - start)
        ids.append((keys % max(1, size)).astype(np.int32))
    return Sequences(np.concatenate(ids), np.concatenate([[0], np.cumsum(lengths)]))


def _tells(word: str) -> bool:
    return any(sign.isalnum() or unicodedata.category(sign) == "So" for sign in word)
