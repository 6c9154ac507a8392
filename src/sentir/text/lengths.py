"""How much of the texts a given number of words keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

Keep = Literal["first", "last", "both"]
_Item = TypeVar("_Item")


def coverage(lengths: ArrayLike, max_length: int) -> float:
    """Return the share (0..1) of texts that `max_length` words keep whole; 1 for no texts."""
    counts: NDArray[np.integer[Any]] = np.asarray(lengths)
    return float(np.mean(counts <= max_length)) if counts.size else 1.0


def cut(words: Sequence[_Item], max_length: int, keep: Keep) -> Sequence[_Item]:
    """Return at most `max_length` words from one end, or half from each (the odd one in front)."""
    if len(words) <= max_length:
        return words
    if keep == "first":
        return words[:max_length]
    if keep == "last":
        return words[-max_length:]
    back = max_length // 2
    return [*words[: max_length - back], *words[len(words) - back :]]
