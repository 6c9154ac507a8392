"""How each optimizer moves a weight: the mathematics alone, on flat arrays changed in place.

A rule works in two halves. `absorb` takes a gradient in; `sweep` is what happens to every weight
whether it had a gradient or not, and ends with the decay that the *next* update would begin with.
So slots are kept already decayed, an embedding's few touched rows absorb theirs alone, and one
sweep over all the weights does the rest: exact, without ever building the full gradient.
Notation: p weight, g gradient, m and v moments, t number of the update counted from 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

Slots = tuple["Floats", ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """The scalars of one update: its learning rate, and its number t counted from 1."""

    learning_rate: float
    update: int


class Rule(Protocol):
    """One optimizer's mathematics."""

    slots: ClassVar[tuple[str, ...]]

    def absorb(
        self, weights: Floats, slots: Slots, *, gradient: Floats, scratch: Floats, pace: Pace
    ) -> None:
        """Take the gradient in; scratch has its shape and is overwritten."""
        ...

    def sweep(self, weights: Floats, slots: Slots, *, scratch: Floats, pace: Pace) -> None:
        """Move every weight by its slots, then decay the slots for the next update."""
        ...


@dataclass(frozen=True, slots=True)
class Adam:
    """Adam, and AdamW with a decoupled `weight_decay`.

    m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;  p -= lr (wd p + m^ / (sqrt(v^) + eps)), where
    m^ = m / (1 - b1^t) and v^ = v / (1 - b2^t).
    Source: Kingma & Ba 2015; Loshchilov & Hutter 2019; torch.optim.Adam, AdamW.
    """

    weight_decay: float = 0.0
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    slots: ClassVar[tuple[str, ...]] = ("m", "v")

    def absorb(
        self, weights: Floats, slots: Slots, *, gradient: Floats, scratch: Floats, pace: Pace
    ) -> None:
        """Add the gradient's share to both moments."""
        del weights, pace
        m, v = slots
        np.multiply(gradient, 1 - self.beta1, out=scratch)
        m += scratch
        np.multiply(gradient, gradient, out=scratch)
        scratch *= 1 - self.beta2
        v += scratch

    def sweep(self, weights: Floats, slots: Slots, *, scratch: Floats, pace: Pace) -> None:
        """Move every weight, then decay both moments."""
        m, v = slots
        # Both corrections of the moments, drawn out of the loop over the weights.
        root = math.sqrt(1 - self.beta2**pace.update)
        size = pace.learning_rate * root / (1 - self.beta1**pace.update)
        if self.weight_decay:
            weights *= 1 - pace.learning_rate * self.weight_decay
        np.sqrt(v, out=scratch)
        scratch += self.epsilon * root
        np.divide(m, scratch, out=scratch)
        scratch *= size
        weights -= scratch
        m *= self.beta1
        v *= self.beta2


@dataclass(frozen=True, slots=True)
class RMSprop:
    """RMSprop: v = a v + (1 - a) g^2;  p -= lr g / (sqrt(v) + eps).

    Source: Hinton 2012, lecture 6e; torch.optim.RMSprop.
    """

    alpha: float = 0.99
    epsilon: float = 1e-8
    slots: ClassVar[tuple[str, ...]] = ("v",)

    def absorb(
        self, weights: Floats, slots: Slots, *, gradient: Floats, scratch: Floats, pace: Pace
    ) -> None:
        """Add the gradient's share to v, then move: a weight without a gradient stays."""
        (v,) = slots
        np.multiply(gradient, gradient, out=scratch)
        scratch *= 1 - self.alpha
        v += scratch
        np.sqrt(v, out=scratch)
        scratch += self.epsilon
        np.divide(gradient, scratch, out=scratch)
        scratch *= pace.learning_rate
        weights -= scratch

    def sweep(self, weights: Floats, slots: Slots, *, scratch: Floats, pace: Pace) -> None:
        """Decay v."""
        del weights, scratch, pace
        (v,) = slots
        v *= self.alpha


@dataclass(frozen=True, slots=True)
class Momentum:
    """Gradient descent with momentum: b = mu b + g;  p -= lr b.  Source: torch.optim.SGD."""

    momentum: float
    slots: ClassVar[tuple[str, ...]] = ("b",)

    def absorb(
        self, weights: Floats, slots: Slots, *, gradient: Floats, scratch: Floats, pace: Pace
    ) -> None:
        """Add the gradient to what is kept of the ones before."""
        del weights, scratch, pace
        (b,) = slots
        b += gradient

    def sweep(self, weights: Floats, slots: Slots, *, scratch: Floats, pace: Pace) -> None:
        """Move every weight, then decay what is kept."""
        (b,) = slots
        np.multiply(b, pace.learning_rate, out=scratch)
        weights -= scratch
        b *= self.momentum


@dataclass(frozen=True, slots=True)
class Descent:
    """Plain gradient descent: p -= lr g.  Source: torch.optim.SGD."""

    slots: ClassVar[tuple[str, ...]] = ()

    def absorb(
        self, weights: Floats, slots: Slots, *, gradient: Floats, scratch: Floats, pace: Pace
    ) -> None:
        """Move by the gradient."""
        del slots
        np.multiply(gradient, pace.learning_rate, out=scratch)
        weights -= scratch

    def sweep(self, weights: Floats, slots: Slots, *, scratch: Floats, pace: Pace) -> None:
        """Leave all else as it is: nothing is kept, so nothing decays."""


def drop_faded(slot: Floats) -> None:
    """Set to 0 what has decayed to nothing.

    The moments of a word not seen for long fall below the smallest normal number and stay there,
    where processors are a hundred times slower. What is dropped could no longer move a weight.
    """
    is_kept = np.abs(slot) >= np.finfo(slot.dtype).tiny * 1e4
    np.multiply(slot, is_kept, out=slot)
