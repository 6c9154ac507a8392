"""How each optimizer moves all weights, as one flat vector: the mathematics of `training.rules`.

One vector takes a handful of passes however many layers a net has, where a GPU would wait for the
start of each. Slots are kept decayed for the next update, as NumPy's are, so that a checkpoint of
either backend is the other's too.
Notation: p weight, g gradient, m and v moments, t number of the update counted from 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor


Slots: TypeAlias = "Sequence[Tensor]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The scalars of one update: its learning rate, and its number t counted from 1."""

    rate: float
    update: int


class Rule(Protocol):
    """One optimizer's mathematics."""

    def move(self, weights: Tensor, slots: Slots, *, gradient: Tensor, pace: Pace) -> None:
        """Change weights and slots in place."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Adam:
    """Adam, and AdamW with a decoupled `weight_decay`."""

    weight_decay: float
    beta1: float
    beta2: float
    epsilon: float

    def move(self, weights: Tensor, slots: Slots, *, gradient: Tensor, pace: Pace) -> None:
        """Take the gradient into both moments, move, decay them."""
        m, v = slots
        m.add_(gradient, alpha=1 - self.beta1)
        v.addcmul_(gradient, gradient, value=1 - self.beta2)
        root = math.sqrt(1 - self.beta2**pace.update)
        if self.weight_decay:
            weights.mul_(1 - pace.rate * self.weight_decay)
        divisor = v.sqrt().add_(self.epsilon * root)
        weights.addcdiv_(m, divisor, value=-pace.rate * root / (1 - self.beta1**pace.update))
        m.mul_(self.beta1)
        v.mul_(self.beta2)


@dataclass(frozen=True, slots=True, kw_only=True)
class RMSprop:
    """RMSprop: v = a v + (1 - a) g^2;  p -= lr g / (sqrt(v) + eps)."""

    alpha: float
    epsilon: float

    def move(self, weights: Tensor, slots: Slots, *, gradient: Tensor, pace: Pace) -> None:
        """Take the gradient into v, move, decay it."""
        (v,) = slots
        v.addcmul_(gradient, gradient, value=1 - self.alpha)
        weights.addcdiv_(gradient, v.sqrt().add_(self.epsilon), value=-pace.rate)
        v.mul_(self.alpha)


@dataclass(frozen=True, slots=True, kw_only=True)
class Momentum:
    """Gradient descent with momentum: b = mu b + g;  p -= lr b."""

    momentum: float

    def move(self, weights: Tensor, slots: Slots, *, gradient: Tensor, pace: Pace) -> None:
        """Take the gradient into b, move, decay it."""
        (b,) = slots
        b.add_(gradient)
        weights.sub_(b, alpha=pace.rate)
        b.mul_(self.momentum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """Plain gradient descent: p -= lr g."""

    def move(self, weights: Tensor, slots: Slots, *, gradient: Tensor, pace: Pace) -> None:
        """Move by the gradient."""
        del slots
        weights.sub_(gradient, alpha=pace.rate)


def flush(slot: Tensor) -> None:
    """Set to 0 what has decayed to nothing: processors are slow at such numbers."""
    slot.masked_fill_(slot.abs() < torch.finfo(slot.dtype).tiny * 1e4, 0)


RULES: dict[str, Callable[..., Rule]] = {
    "Adam": Adam,
    "RMSprop": RMSprop,
    "Momentum": Momentum,
    "Descent": Descent,
}
"""By the name of NumPy's rule, whose numbers they are given."""
