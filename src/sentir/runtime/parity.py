"""A model file's test of itself: a few texts, and the answers they had where the file was made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.errors import RunError
from sentir.text.vocabulary import SPECIAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sentir.cells.arrays import Floats
    from sentir.text.vocabulary import Vocabulary

TOLERANCE = 1e-3
"""Of the largest logit, at least of 1: far above another processor's last digits."""
MAX_TEXTS = 100
MAX_CHARACTERS = 100_000
_WORDS = 12
_STRANGE = "§"  # seldom a known word, so that the unknown word's vector takes part


def parity_texts(vocabulary: Vocabulary) -> list[str]:
    """Return a few texts made of the vocabulary alone, in an order that nobody wrote.

    They say nothing that the vocabulary does not, and so hold no training text: the most frequent
    words by frequency, those that follow, every k-th word, the rarest.
    """
    words = vocabulary.words[len(SPECIAL) :]
    every = max(1, len(words) // _WORDS)
    texts = (words[:_WORDS], words[_WORDS : 4 * _WORDS], words[::every], words[: -_WORDS - 1 : -1])
    return [" ".join((*text, _STRANGE, *text[:1])) for text in texts]


def parity_of(texts: Sequence[str], logits: Floats) -> dict[str, Any]:
    """Return the member `parity.json`: texts, and their logits (n, outputs)."""
    return {"texts": list(texts), "logits": logits.astype(np.float64).tolist()}


def check_parity(
    parity: Mapping[str, Any], logits_of: Callable[[Sequence[str]], Floats], name: str
) -> None:
    """Refuse a model that does not answer here as it did where it was made.

    Args:
        parity: the member of the model file.
        logits_of: the model's logits (n, outputs) of texts.
        name: the model file, for the message.

    Raises:
        RunError: the answers differ, or the member cannot be what was written.
    """
    texts: Any = parity.get("texts")
    if not _are_texts(texts):
        raise RunError(f"{name}: parity.json is damaged: texts. {_MEND}")
    here = logits_of(texts)
    try:
        there = np.array(parity.get("logits"), dtype=np.float64)
    except (ValueError, TypeError, OverflowError):
        there = np.empty(0)
    if there.shape != here.shape or not np.isfinite(there).all():
        raise RunError(f"{name}: parity.json is damaged: logits. {_MEND}")
    difference = float(np.abs(here - there).max())
    if not difference <= TOLERANCE * max(1.0, float(np.abs(there).max())):
        raise RunError(
            f"{name} does not answer as it did where it was made: a logit differs by "
            f"{difference:.3g}. Its members are not of one model, or this machine calculates "
            f"wrongly. {_MEND}"
        )


_MEND = "Copy or download the file again, or make it anew with sentir train."


def _are_texts(texts: Any) -> bool:
    return (
        isinstance(texts, list)
        and 1 <= len(texts) <= MAX_TEXTS
        and all(isinstance(text, str) and len(text) <= MAX_CHARACTERS for text in texts)
    )
