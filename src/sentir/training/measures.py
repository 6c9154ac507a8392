"""How well a net does on rows it is not learning from at that moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.training.losses import LOSSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sentir.cells.arrays import Floats
    from sentir.data.batches import Batch
    from sentir.tasks.task import Task
    from sentir.text.sequences import Sequences


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What was found on some rows.

    Attributes:
        loss: mean log loss of the rows, without class weights, label smoothing or penalties, so
            that training and validation rows and different runs compare.
        score: the task's main score.
        count: how many rows; of none, loss and score are NaN.
    """

    loss: float
    score: float
    count: int


def measure(
    answer: Callable[[Sequences], Floats], batches: Iterable[Batch], *, task: Task
) -> Measure:
    """Return loss and score of all the rows as one, whatever batches they come in.

    Args:
        answer: from texts to logits (B, outputs), nothing dropped.
        batches: the rows, in any order.
        task: what the logits mean.
    """
    # Copies: a net may use the room of its logits again for the next batch.
    pairs = [(answer(batch.sequences).astype(np.float64), batch.targets) for batch in batches]
    count = sum(len(targets) for _, targets in pairs)
    if not count:
        return Measure(loss=math.nan, score=math.nan, count=0)
    logits, targets = (np.concatenate(column) for column in zip(*pairs, strict=True))
    if not np.isfinite(logits).all():
        return Measure(loss=math.nan, score=math.nan, count=count)
    ones = np.ones(len(task.labels))
    loss = LOSSES[task.loss](logits, targets, class_weights=ones, label_smoothing=0.0)
    scores = task.score(task.activate(logits), targets)
    return Measure(loss=loss.mean, score=scores[task.main_score].value, count=count)
