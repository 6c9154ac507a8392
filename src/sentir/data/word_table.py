"""All words of all rows as numbers: what every count of the audit is made from."""

from __future__ import annotations

import unicodedata
from array import array
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from sentir.cells.arrays import Ints
    from sentir.text.tokens import Tokenizer


@dataclass(frozen=True, slots=True)
class WordTable:
    """Each row's words by number.

    Attributes:
        words: every different word, in the order of its first use.
        sequences: numbers into `words`, row by row.
    """

    words: list[str]
    sequences: Sequences

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
        return cls(list(ids), Sequences(np.frombuffer(flat, np.int32), offsets))

    def telling(self) -> NDArray[np.bool_]:
        """Return for each word whether it says something by itself: a punctuation mark does not.

        A word does with a letter, a digit or a pictograph; the last are Unicode's other symbols.
        """
        return np.fromiter(map(_tells, self.words), np.bool_, count=len(self.words))

    def pairs(self, rows: Ints) -> tuple[Ints, Ints]:
        """Return (position in `rows`, word) of every different word of each row, in that order."""
        chosen = self.sequences.take(rows)
        position = np.repeat(np.arange(rows.size), chosen.lengths)
        size = max(1, len(self.words))
        keys = position * size + chosen.ids
        keys.sort()
        keys = keys[np.diff(keys, prepend=-1) > 0]  # faster than np.unique on many keys
        return keys // size, keys % size


def _tells(word: str) -> bool:
    return any(sign.isalnum() or unicodedata.category(sign) == "So" for sign in word)
