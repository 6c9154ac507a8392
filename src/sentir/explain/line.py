"""The line from no text to a text, in steps: values at their edges, gradients in their middles.

Shapes: T words, K steps, J = 3 values (logits of answer and runner-up, the answer's log odds).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.nets.fading import faded
from sentir.text.batching import BATCH_WORDS

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints
    from sentir.explain.rivals import Rivals
    from sentir.nets.net import Net

VALUES = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """Steps along which a text grows, in order.

    Attributes:
        net: reads it.
        ids: (T,) the text.
        rivals: the classes looked at.
        edges: (K + 1,) strengths from 0 to 1.
        values: (K + 1, J) at the edges.
        slopes: (K, T, J) the gradient by each word's strength in the middle of each step.
    """

    net: Net
    ids: Ints
    rivals: Rivals
    edges: Floats
    values: Floats
    slopes: Floats

    @classmethod
    def of(cls, net: Net, ids: Ints, rivals: Rivals, *, steps: int) -> Line:
        """Return the line in equally wide steps."""
        edges = np.linspace(0, 1, steps + 1)
        middles = (edges[1:] + edges[:-1]) / 2
        return cls(
            net=net,
            ids=ids,
            rivals=rivals,
            edges=edges,
            values=_values(net, ids, rivals, edges),
            slopes=_slopes(net, ids, rivals, middles),
        )

    @property
    def steps(self) -> int:
        """Return K."""
        return self.edges.size - 1

    @property
    def added(self) -> Floats:
        """Return what each word adds within each step (K, T, J)."""
        widths: Floats = np.diff(self.edges)[:, None, None]
        return self.slopes * widths

    @property
    def missed(self) -> Floats:
        """Return by how much that misses each value's change over each step (K, J)."""
        missed: Floats = np.diff(self.values, axis=0) - self.added.sum(axis=1)
        return missed

    def cut(self, steps: Ints, *, pieces: int) -> Line:
        """Return the line with these steps cut into so many pieces each."""
        parts = np.arange(pieces + 1) / pieces
        starts, widths = self.edges[steps], np.diff(self.edges)[steps]
        cuts = starts[:, None] + widths[:, None] * parts  # (steps, pieces + 1)
        inner = cuts[:, 1:-1].reshape(-1)
        middles = ((cuts[:, 1:] + cuts[:, :-1]) / 2).reshape(-1)
        edges = np.concatenate([self.edges, inner])
        values = np.concatenate([self.values, _values(self.net, self.ids, self.rivals, inner)])
        kept = np.delete(np.arange(self.steps), steps)
        places = np.concatenate([(self.edges[1:] + self.edges[:-1])[kept] / 2, middles])
        slopes = np.concatenate(
            [self.slopes[kept], _slopes(self.net, self.ids, self.rivals, middles)]
        )
        in_order = np.argsort(edges, kind="stable")
        return Line(
            net=self.net,
            ids=self.ids,
            rivals=self.rivals,
            edges=edges[in_order],
            values=values[in_order],
            slopes=slopes[np.argsort(places, kind="stable")],
        )


def _values(net: Net, ids: Ints, rivals: Rivals, strengths: Floats) -> Floats:
    """Return the values (n, J) at these strengths (n,)."""
    found = [np.empty((0, VALUES))]
    for part in _parts(strengths, ids.size):
        logits, _ = faded(net, ids, part)
        found.append(np.column_stack([rivals.logits(logits), rivals.odds(logits)[0]]))
    return np.concatenate(found)


def _slopes(net: Net, ids: Ints, rivals: Rivals, strengths: Floats) -> Floats:
    """Return the gradient (n, T, J) of each value by each word's strength, at these (n,)."""
    found = [np.empty((0, ids.size, VALUES))]
    for part in _parts(strengths, ids.size):
        each = []
        for value in range(VALUES):
            # a backward may use up what its forward kept, so each has one of its own
            logits, backward = faded(net, ids, part)
            is_logit = value < len(rivals.directions)
            slope = rivals.directions[value] if is_logit else rivals.odds(logits)[1]
            each.append(backward(np.broadcast_to(slope, logits.shape).astype(logits.dtype)))
        found.append(np.stack(each, axis=2))
    return np.concatenate(found)


def _parts(strengths: Floats, words: int) -> list[Floats]:
    """Return the strengths in parts of which the net reads one at a time."""
    most = max(1, BATCH_WORDS // max(1, words))
    return [strengths[first : first + most] for first in range(0, strengths.size, most)]
