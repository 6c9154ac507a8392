"""The mean loss of a batch, to be made small.

The formulas of `sentir.training.losses`, term by term: torch's own mean of the binary loss
divides by the rows, not by their weights, and a batch in which nothing weighs has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor


def cross_entropy(
    logits: Tensor, targets: Tensor, *, class_weights: Tensor, label_smoothing: float
) -> Tensor:
    """Return the mean cross entropy (double) of logits (B, C) whose classes are targets (B,)."""
    row_weights = class_weights[targets]
    one_hot = functional.one_hot(targets, logits.shape[1]).to(logits.dtype)
    wanted = class_weights * (label_smoothing / logits.shape[1])
    wanted = wanted + one_hot * (row_weights * (1 - label_smoothing))[:, None]
    # A class that counts nothing adds nothing, even where its log probability is -inf.
    terms = torch.where(wanted != 0, wanted * torch.log_softmax(logits, dim=1), 0)
    return _mean(-terms, row_weights)


def binary_cross_entropy(
    logits: Tensor, targets: Tensor, *, class_weights: Tensor, label_smoothing: float
) -> Tensor:
    """Return the mean binary cross entropy (double) of logits (B, 1) and targets (B,) 0 or 1."""
    row_weights = class_weights[targets]
    wanted = targets.to(logits.dtype) * (1 - label_smoothing) + label_smoothing / 2
    terms = functional.binary_cross_entropy_with_logits(
        logits[:, 0], wanted, weight=row_weights, reduction="none"
    )
    return _mean(terms, row_weights)


def _mean(terms: Tensor, row_weights: Tensor) -> Tensor:
    weight = row_weights.sum(dtype=torch.double)
    return terms.sum(dtype=torch.double) * torch.where(weight > 0, 1 / weight, 0)


LOSSES: dict[str, Callable[..., Tensor]] = {
    "cross_entropy": cross_entropy,
    "binary_cross_entropy": binary_cross_entropy,
}
"""By the name that a task gives its loss."""
