"""What is made small: the loss of a batch and its gradient with respect to the logits.

A loss comes back as a sum and the weight it is the sum over, never as a mean: whoever joins
several batches adds both and divides once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """The loss of some rows.

    Attributes:
        summed: each row's loss times its weight, added up.
        weight: the rows' weights added up; `summed / weight` is the mean loss.
        d_logits: gradient of `summed`, shape of the logits (not yet divided by `weight`).
    """

    summed: float
    weight: float
    d_logits: Floats

    @property
    def mean(self) -> float:
        """Return the mean loss; 0 where no row weighs anything."""
        return self.summed / self.weight if self.weight else 0.0

    @property
    def d_mean(self) -> Floats:
        """Return the gradient of the mean loss; 0 where no row weighs anything."""
        gradient: Floats = self.d_logits * (1.0 / self.weight if self.weight else 0.0)
        return gradient


class LossFunction(Protocol):
    """From logits and targets to the loss."""

    def __call__(
        self, logits: Floats, targets: Ints, *, class_weights: Floats, label_smoothing: float
    ) -> Loss:
        """Return the loss of logits (B, outputs) whose classes are `targets` (B,)."""
        ...


def cross_entropy(
    logits: Floats, targets: Ints, *, class_weights: Floats, label_smoothing: float = 0.0
) -> Loss:
    """Return the cross entropy of softmax(logits) with one class a row.

    Smoothing s makes the target `(1 - s) one_hot + s / C`; class c weighs its share of a target
    by `class_weights[c]`, and the weight of a row is that of its own class.

    Args:
        logits: (B, C).
        targets: (B,) class index 0..C-1.
        class_weights: (C,) ones for no weighting.
        label_smoothing: s in [0, 1).

    Source: torch.nn.functional.cross_entropy(weight, label_smoothing).
    """
    rows = np.arange(len(targets))
    shifted = logits - logits.max(axis=1, keepdims=True)
    exps = np.exp(shifted)
    totals = exps.sum(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(totals)

    weights = class_weights.astype(logits.dtype, copy=False)
    row_weights = weights[targets]
    wanted = np.empty_like(logits)  # (B, C) what each log probability counts
    wanted[...] = weights * (label_smoothing / logits.shape[1])
    wanted[rows, targets] += row_weights * (1.0 - label_smoothing)

    # A class that counts nothing adds nothing, even where its log probability is -inf.
    terms = np.multiply(wanted, log_probabilities, where=wanted != 0, out=np.zeros_like(logits))
    d_logits = (exps / totals) * wanted.sum(axis=1, keepdims=True) - wanted
    return Loss(
        summed=-float(terms.sum(dtype=np.float64)),
        weight=float(row_weights.sum(dtype=np.float64)),
        d_logits=d_logits,
    )


def binary_cross_entropy(
    logits: Floats, targets: Ints, *, class_weights: Floats, label_smoothing: float = 0.0
) -> Loss:
    """Return the binary cross entropy of sigmoid(logits).

    Smoothing s makes the target `y (1 - s) + s / 2`; a row weighs what its class weighs, and the
    mean is over these weights, as in `cross_entropy`.

    Args:
        logits: (B, 1), of class 1.
        targets: (B,) 0 or 1.
        class_weights: (2,) ones for no weighting.
        label_smoothing: s in [0, 1).

    Source: torch.nn.functional.binary_cross_entropy_with_logits (whose mean divides by the number
    of rows where weights are given; the sums are equal).
    """
    scores = logits[:, 0]
    row_weights = class_weights.astype(logits.dtype, copy=False)[targets]
    wanted = targets.astype(logits.dtype) * (1.0 - label_smoothing) + label_smoothing / 2
    small = np.exp(-np.abs(scores))  # in (0, 1]: neither exp below can overflow
    losses = np.maximum(scores, 0) - scores * wanted + np.log1p(small)
    probabilities = np.where(scores >= 0, 1, small) / (1 + small)
    return Loss(
        summed=float((row_weights * losses).sum(dtype=np.float64)),
        weight=float(row_weights.sum(dtype=np.float64)),
        d_logits=(row_weights * (probabilities - wanted))[:, np.newaxis],
    )


LOSSES: dict[str, LossFunction] = {
    "cross_entropy": cross_entropy,
    "binary_cross_entropy": binary_cross_entropy,
}
