"""From texts to word ids, the same in training and serving."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.text.tokens import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sentir.config.data_settings import TextConfig
    from sentir.text.lengths import Keep
    from sentir.text.sequences import Sequences
    from sentir.text.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Preprocessing:
    """How texts are read.

    Attributes:
        lowercase: read *Happy* and *happy* as one word.
        max_length: words read of a text.
        keep: which end of a longer text is read: first, last, both.
        read_padding: fill every text up to `max_length` with padding, and read that too.
    """

    lowercase: bool
    max_length: int
    keep: Keep
    read_padding: bool = False

    @classmethod
    def of(cls, text: TextConfig) -> Preprocessing:
        """Return what the settings of a run ask for."""
        return cls(
            lowercase=text.lowercase,
            max_length=text.max_length,
            keep=text.keep,
            read_padding=text.read_padding,
        )

    def encode(self, texts: Sequence[str], vocabulary: Vocabulary) -> Encoded:
        """Return the word ids of each text."""
        words = Tokenizer(lowercase=self.lowercase).words
        token_lists = [words(text) for text in texts]
        sequences = vocabulary.encode(
            token_lists,
            max_length=self.max_length,
            keep=self.keep,
            read_padding=self.read_padding,
        )
        counts = np.fromiter(map(len, token_lists), dtype=np.int64, count=len(token_lists))
        return Encoded(sequences=sequences, truncated=counts > self.max_length)

    def to_json(self) -> dict[str, Any]:
        """Return the settings as the manifest holds them."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """Texts as word ids, and which of them (n,) had more words than are read."""

    sequences: Sequences
    truncated: NDArray[np.bool_]
