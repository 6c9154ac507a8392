"""A text as a model reads it: which of its words, in which places, as which ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.text.lengths import cut
from sentir.text.tokens import Tokenizer
from sentir.text.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentir.runtime.predictor import Model
    from sentir.text.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """The words of a text.

    Attributes:
        tokens: all of them, as they were written.
        places: (T,) of `tokens`, those that the model reads; of a long text the rest is cut off.
        normal: (T) the form in which each was counted.
        ids: (T,) of the vocabulary.
    """

    tokens: tuple[Token, ...]
    places: NDArray[np.intp]
    normal: tuple[str, ...]
    ids: NDArray[np.int32]

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Return which of the words read (T,) stand in the vocabulary."""
        return np.not_equal(self.ids, UNKNOWN)


def read(model: Model, text: str) -> Reading:
    """Return the words of a text as this model reads them."""
    tokenizer = Tokenizer(lowercase=model.preprocessing.lowercase)
    tokens = tuple(tokenizer.tokens(text))
    places = cut(range(len(tokens)), model.max_length, model.keep)
    normal = tuple(tokenizer.normal(tokens[place].text) for place in places)
    ids = [model.vocabulary.ids.get(word, UNKNOWN) for word in normal]
    return Reading(
        tokens=tokens,
        places=np.array(places, np.intp),
        normal=normal,
        ids=np.array(ids, np.int32),
    )
