"""What each word does to the answer, by integrated gradients through the net's own backward.

The text grows from nothing, all word vectors zero, to itself; along this line the gradient of a
value by each word's strength is added up. The sum over the words is the value's whole change.

    contribution_t = integral over s from 0 to 1 of d value(s x) / d s_t
                   = sum over k of d value / d s_t in the middle of step k, times the step's width

The values are the logits of the answer and of the runner-up, and the answer's log odds. Steps are
equally wide at first. Over each the value's change is known, so that a step in which the gradient
misses it is seen, and cut: a net may turn round within a thousandth of the line.

The zero vector is the baseline for every net: the unknown word's means something only where
training has met it.  Source: Sundararajan, Taly and Yan 2017; the midpoint rule.
Shapes: T words, K steps, J = 3 values, C outputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.explain.bounds import affordable
from sentir.explain.line import Line
from sentir.explain.removal import as_read
from sentir.nets.net import Net
from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints
    from sentir.explain.rivals import Rivals
    from sentir.runtime.predictor import Model

FEWEST_STEPS, MOST_STEPS = 32, 512
_STEPS_OF_A_LONG_TEXT = 4  # the fewest, where a text is so long that 32 would take minutes
_READINGS = 7  # a step is read for its edge, and there and back for three values
TOLERANCE = 0.01
"""Largest gap, as a share of the sum of the contributions' absolute values."""
_CUT_AT_ONCE, _PIECES = 8, 8
_WORTH = 0.1  # of the largest miss: smaller ones wait
_SMALLEST = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IntegratedGradients:
    """What each word adds.

    Attributes:
        odds: (T,) to the answer's log odds; positive speaks for it.
        logits: (T, 2) to the logits of the answer and of the runner-up.
        steps: of the line.
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

    They have them when what all steps miss, each by itself, is within the tolerance; at the latest
    with `MOST_STEPS`, in a very long text with fewer.
    """
    read = as_read(model, Sequences.of([ids])).ids  # padding is zero and adds nothing
    most = max(_STEPS_OF_A_LONG_TEXT, min(MOST_STEPS, affordable(read.size) // _READINGS))
    first = min(FEWEST_STEPS, most)
    line = Line.of(model.net, read, rivals, steps=first)
    if _misses(line).sum() > TOLERANCE and first < most:
        line = _refined(Line.of(_in_double(model.net), read, rivals, steps=first), most)
    words = line.added.sum(axis=0)[: ids.size]
    gap = float((np.abs(line.missed.sum(axis=0)) / _sizes(line)).max())
    return IntegratedGradients(odds=words[:, 2], logits=words[:, :2], steps=line.steps, gap=gap)


def _refined(line: Line, most: int) -> Line:
    """Return the line with the steps cut that miss most, until little is missed or too many are."""
    while True:
        missed = _misses(line)
        room = (most - line.steps) // (_PIECES - 1)
        if missed.sum() <= TOLERANCE or room < 1:
            return line
        worst = np.argsort(-missed, kind="stable")[: min(_CUT_AT_ONCE, room)]
        line = line.cut(worst[missed[worst] >= _WORTH * missed.max()], pieces=_PIECES)


def _misses(line: Line) -> Floats:
    """Return what each step (K,) misses, of the value of which it misses the largest share."""
    shares: Floats = (np.abs(line.missed) / _sizes(line)).max(axis=1)
    return shares


def _sizes(line: Line) -> Floats:
    """Return the sum of the contributions' absolute values (J,)."""
    sizes: Floats = np.abs(line.added.sum(axis=0)).sum(axis=0)
    return np.maximum(sizes, _SMALLEST)


def _in_double(net: Net) -> Net:
    """Return the net in double precision: a narrow turn shows only there."""
    parameters: dict[str, Floats] = {
        name: each.astype(np.float64) for name, each in net.parameters.items()
    }
    return Net(net.spec, parameters)
