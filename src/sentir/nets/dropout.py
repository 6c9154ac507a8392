"""Dropout: in training a share of the numbers is zero and the rest made larger, so the mean stays.

Source: Srivastava et al. 2014, the inverted form. Draws are single-precision uniform numbers of
the passed generator, so that its state decides them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.text.vocabulary import PADDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import DTypeLike

    from sentir.cells.arrays import Floats, Ints
    from sentir.cells.workspace import Workspace


def dropout(
    values: Floats, share: float, *, rng: np.random.Generator | None, workspace: Workspace
) -> tuple[Floats, Callable[[Floats], Floats]]:
    """Return the values with a share dropped, and the backward, which drops the same.

    Without a generator, or with a share of 0, values and gradients pass as they are.
    """
    if rng is None or share == 0:
        return values, _as_it_is
    mask = drawn(values.shape, share, rng=rng, dtype=values.dtype, workspace=workspace)
    out = np.multiply(values, mask, out=workspace.take("out", *values.shape, dtype=values.dtype))

    def backward(d_out: Floats) -> Floats:
        d_out *= mask
        return d_out

    return out, backward


def drawn(
    shape: tuple[int, ...],
    share: float,
    *,
    rng: np.random.Generator,
    dtype: DTypeLike,
    workspace: Workspace,
) -> Floats:
    """Return a mask: 0 for the share that is dropped, 1 / (1 - share) for the rest."""
    draws = workspace.take("draws", *shape, dtype=np.float32)
    rng.random(out=draws, dtype=np.float32)
    mask = workspace.take("mask", *shape, dtype=dtype)
    np.greater_equal(draws, np.float32(share), out=mask)
    mask *= 1 / (1 - share)
    return mask


def _as_it_is(d_out: Floats) -> Floats:
    return d_out


def drop_words(ids: Ints, share: float, *, unknown: int, rng: np.random.Generator | None) -> Ints:
    """Return the ids with a share of them read as the unknown word.

    Source: the word dropout of Iyyer et al. 2015: the net learns not to lean on one word, and
    the vector of the unknown word is trained. Padding is no word.
    """
    if rng is None or share == 0:
        return ids
    is_dropped = (rng.random(ids.size, dtype=np.float32) < share) & (ids != PADDING)
    return np.where(is_dropped, ids.dtype.type(unknown), ids)
