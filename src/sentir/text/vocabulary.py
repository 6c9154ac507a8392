"""The words a model knows, each with its number."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import RunError
from sentir.text.lengths import cut
from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sentir.text.lengths import Keep

PADDING = 0
UNKNOWN = 1
SPECIAL = ("<padding>", "<unknown>")
MAX_WORDS = 2_000_000
MAX_WORD_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by id: 0 is padding, 1 every unknown word, then the most frequent first.

    No token equals a special word, because a tokenizer gives `<` as a token of its own.
    """

    words: tuple[str, ...]
    ids: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", {word: i for i, word in enumerate(self.words)})

    def __len__(self) -> int:
        return len(self.words)

    @property
    def known(self) -> int:
        """Return how many words were learned from texts: all but padding and unknown."""
        return len(self.words) - len(SPECIAL)

    @classmethod
    def build(
        cls, token_lists: Iterable[Sequence[str]], *, min_count: int, max_size: int
    ) -> Vocabulary:
        """Return the vocabulary of the training rows' words.

        Args:
            token_lists: the words of each training row; read once, so a generator will do.
            min_count: a word enters when it occurs at least this often.
            max_size: at most so many words, padding and unknown not counted.
        """
        counts = Counter(chain.from_iterable(token_lists))
        known = [
            word
            for word, count in counts.items()
            if count >= min_count and len(word) <= MAX_WORD_CHARACTERS and word not in SPECIAL
        ]
        known.sort(key=lambda word: (-counts[word], word))
        return cls((*SPECIAL, *known[:max_size]))

    def encode(
        self,
        token_lists: Iterable[Sequence[str]],
        *,
        max_length: int,
        keep: Keep,
        read_padding: bool = False,
    ) -> Sequences:
        """Return the word ids of each row, at most `max_length` of them from the end(s) kept.

        With `read_padding` each row has that many, filled up with padding.
        """
        get = self.ids.get
        lengths: list[int] = []

        def all_ids() -> Iterable[int]:
            for words in token_lists:
                kept = cut(words, max_length, keep)
                lengths.append(len(kept))
                for word in kept:
                    yield get(word, UNKNOWN)

        ids = np.fromiter(all_ids(), dtype=np.int32)
        ends = np.cumsum(lengths, dtype=np.int64)
        sequences = Sequences(ids, np.concatenate([np.zeros(1, np.int64), ends]))
        return filled_up(sequences, max_length) if read_padding else sequences

    def telling(self) -> NDArray[np.bool_]:
        """Return which ids (V,) say anything: not padding, not unknown, not mere punctuation."""
        says = [not _is_punctuation(word) for word in self.words[len(SPECIAL) :]]
        return np.array([False] * len(SPECIAL) + says)

    def to_json(self) -> list[str]:
        """Return the words in the order of their ids."""
        return list(self.words)

    @classmethod
    def from_json(cls, value: object) -> Vocabulary:
        """Return the vocabulary read back from a file of unknown origin.

        Raises:
            RunError: it is not a list of different, short words behind the two special ones.
        """
        if not isinstance(value, list) or tuple(value[:2]) != SPECIAL:
            raise RunError(
                "the vocabulary must be a JSON list that begins with "
                f'"{SPECIAL[0]}" and "{SPECIAL[1]}"; the file is damaged or from elsewhere'
            )
        if len(value) > MAX_WORDS:
            raise RunError(f"the vocabulary has {len(value)} words, more than {MAX_WORDS} allowed")
        for i, word in enumerate(value):
            if not isinstance(word, str) or not 0 < len(word) <= MAX_WORD_CHARACTERS:
                raise RunError(
                    f"vocabulary entry {i} must be a text of 1 to {MAX_WORD_CHARACTERS} "
                    f"characters, not {str(word)[:40]!r}"
                )
        vocabulary = cls(tuple(value))
        if len(vocabulary.ids) != len(value):
            raise RunError(f"the vocabulary holds {len(value) - len(vocabulary.ids)} words twice")
        return vocabulary


def filled_up(sequences: Sequences, length: int) -> Sequences:
    """Return the rows with padding behind their ends, each as long as `length`."""
    rows = len(sequences)
    ids = np.full((rows, length), PADDING, np.int32)
    ids[np.arange(length) < sequences.lengths[:, None]] = sequences.ids
    return Sequences(ids.reshape(-1), np.arange(rows + 1, dtype=np.int64) * length)


def _is_punctuation(word: str) -> bool:
    return not word[0].isalnum() and all(unicodedata.category(sign)[0] == "P" for sign in word)
