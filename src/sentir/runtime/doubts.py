"""Reasons not to rely on an answer, the first that holds for each row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.text.vocabulary import PADDING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentir.runtime.prediction import WhyNot
    from sentir.text.sequences import Sequences


def doubts(
    sequences: Sequences,
    *,
    telling: NDArray[np.bool_],
    far: NDArray[np.bool_],
    unlikely: NDArray[np.bool_],
) -> list[WhyNot | None]:
    """Return the first reason not to rely on each row's answer, or None.

    Args:
        sequences: the texts as word ids.
        telling: (V,) which word ids say anything; a full stop that is known says nothing.
        far: (n,) which lie far from the training data.
        unlikely: (n,) whose likeliest label is not likely enough.
    """
    is_word = np.arange(telling.size) != PADDING
    reasons: dict[WhyNot, NDArray[np.bool_]] = {
        "empty": sequences.holding(is_word) == 0,
        "no_known_word": sequences.holding(telling) == 0,
        "far": far,
        "low_confidence": unlikely,
    }
    names: list[WhyNot | None] = [*reasons, None]
    holds = np.stack([*reasons.values(), np.ones(len(sequences), np.bool_)])
    return [names[reason] for reason in holds.argmax(axis=0).tolist()]
