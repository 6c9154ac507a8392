"""The training rows behind a model, as far as they are at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.text.lengths import cut
from sentir.text.tokens import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sentir.cells.arrays import Ints
    from sentir.runtime.preprocessing import Preprocessing
    from sentir.store.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingTexts:
    """The texts of the training rows, read from their source anew; all equally long.

    Attributes:
        rows: numbers of the rows, from 0 over all rows read, rising.
        texts: as they were written.
        classes: of each row.
    """

    rows: NDArray[np.int64]
    texts: Sequence[str]
    classes: NDArray[np.int64]

    def text(self, row: int) -> str:
        """Return the text of the row of this number."""
        return self.texts[int(np.searchsorted(self.rows, row))]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRows:
    """What a run knows of the rows it was trained on.

    Attributes:
        evidence: the net's state for each row; None where the run lacks it.
        texts: None where the source is gone or no longer the same.
    """

    evidence: Evidence | None
    texts: TrainingTexts | None

    def classes(self) -> Ints | None:
        """Return the classes of the training rows, or of the sample of which states were kept."""
        if self.texts is not None:
            return self.texts.classes
        return None if self.evidence is None else self.evidence.label


def holders(
    texts: Sequence[str], words: Sequence[str], preprocessing: Preprocessing
) -> dict[str, Ints]:
    """Return for each word the places of the texts that hold it in the part that is read."""
    tokenizer = Tokenizer(lowercase=preprocessing.lowercase)
    found: dict[str, list[int]] = {word: [] for word in words}
    for place, text in enumerate(texts):
        # looking for signs is ten times faster than cutting into words
        plain = text.lower() if preprocessing.lowercase else text
        held = [word for word in words if word in plain] if text.isascii() else words
        if not held:
            continue
        read = set(cut(tokenizer.words(text), preprocessing.max_length, preprocessing.keep))
        for word in held:
            if word in read:
                found[word].append(place)
    return {word: np.array(places, np.int64) for word, places in found.items()}
