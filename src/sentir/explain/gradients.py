"""What each word does to the answer, by integrated gradients through the net's own backward.

The text grows from nothing, all word vectors zero, to itself; along this line the gradient of a
value by each word's strength is added up. The sum over the words is the value's whole change.

    contribution_t = integral over s from 0 to 1 of d value(s x) / d s_t
                   = mean over k of d value / d s_t at s = (k + 1/2) / K        the midpoint rule

The values are the logits of the answer and of the runner-up, and the answer's log odds.

The zero vector is the baseline for every net: the unknown word's means something only where
training has met it.  Source: Sundararajan, Taly and Yan 2017. Shapes: T words, K steps, C outputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from sentir.explain.removal import as_read
from sentir.nets.fading import faded
from sentir.text.batching import BATCH_WORDS
from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.cells.arrays import Floats, Ints
    from sentir.explain.rivals import Rivals
    from sentir.nets.net import Net
    from sentir.runtime.predictor import Model

Slope: TypeAlias = "Callable[[Floats], Floats]"  # logits (K, C) -> gradient of a value by each
FEWEST_STEPS, MOST_STEPS = 32, 512
TOLERANCE = 0.01
"""Largest gap, as a share of the sum of the contributions' absolute values."""
MOST_SLOTS = 2_000_000
"""Words read for one row of steps: a text of 3,900 words still gets 512."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IntegratedGradients:
    """What each word adds.

    Attributes:
        odds: (T,) to the answer's log odds; positive speaks for it.
        logits: (T, 2) to the logits of the answer and of the runner-up.
        steps: of the rule.
        gap: by how much contributions miss the change of their value, as a share of the sum of
            their absolute values; the largest of the three.
    """

    odds: Floats
    logits: Floats
    steps: int
    gap: float

    @property
    def is_complete(self) -> bool:
        """Return whether the contributions add up to the change of their value."""
        return self.gap <= TOLERANCE


def integrated_gradients(model: Model, ids: Ints, rivals: Rivals) -> IntegratedGradients:
    """Return the contributions of each word (T,), with as many steps as they need to add up.

    Steps are doubled until they do, or until `MOST_STEPS`; a very long text gets fewer.
    """
    net, words = model.net, ids.size
    ids = as_read(model, Sequences.of([ids])).ids  # padding is zero and adds nothing
    ends, _ = faded(net, ids, np.array([0.0, 1.0]))
    nothing, everything = np.column_stack([rivals.logits(ends), rivals.odds(ends)[0]])
    slopes = (*(_constant(each) for each in rivals.directions), lambda x: rivals.odds(x)[1])
    steps = FEWEST_STEPS
    while True:
        added = contributions(net, ids, slopes, steps=steps)
        missed = np.abs(added.sum(axis=0) - (everything - nothing))
        gap = float((missed / np.maximum(np.abs(added).sum(axis=0), 1e-12)).max())
        is_last = 2 * steps > MOST_STEPS or 2 * steps * ids.size > MOST_SLOTS
        if gap <= TOLERANCE or is_last:
            return IntegratedGradients(
                odds=added[:words, 2], logits=added[:words, :2], steps=steps, gap=gap
            )
        steps *= 2


def contributions(net: Net, ids: Ints, slopes: tuple[Slope, ...], *, steps: int) -> Floats:
    """Return what each word adds (T, J) to values of which these are the slopes (J) by logit."""
    middles = (np.arange(steps) + 0.5) / steps
    most = max(1, BATCH_WORDS // max(1, ids.size))
    added = np.zeros((ids.size, len(slopes)))
    for first in range(0, steps, most):
        for column, slope in enumerate(slopes):
            # a backward may use up what its forward kept, so each has one of its own
            logits, backward = faded(net, ids, middles[first : first + most])
            added[:, column] += backward(slope(logits).astype(logits.dtype)).sum(axis=0)
    return added / steps


def _constant(direction: Floats) -> Slope:
    """Return the slope of a logit: the same everywhere."""
    return lambda logits: np.broadcast_to(direction, logits.shape)
