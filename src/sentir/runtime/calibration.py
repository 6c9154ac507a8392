"""Calibration: one temperature that makes probabilities mean what they say.

Source: Guo et al. 2017, On Calibration of Modern Neural Networks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from sentir.cells.arrays import Floats, Ints
    from sentir.tasks.task import Task

LEAST_ROWS = 50
"""With fewer validation rows a temperature would fit their chance, so 1 is kept."""
_LOWEST, _HIGHEST = math.log(0.2), math.log(20.0)
_GOLDEN = (math.sqrt(5) - 1) / 2
_STEPS = 40  # each takes 38 % off an interval of 4.6: the last is 2e-8 wide


TOO_FEW_ROWS: Final = "too_few_rows"
"""What `how` says where validation rows are too few to calibrate by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperature:
    """What logits are divided by.

    Attributes:
        value: above 1 where the net was too certain.
        how: fitted; too_few_rows, and not_better where no other helped these rows, both keep 1.
        rows: number of rows it was fitted on.
        log_loss_before, log_loss_after: on these rows, at 1 and at the value.
    """

    value: float
    how: Literal["fitted", "too_few_rows", "not_better"]
    rows: int
    log_loss_before: float
    log_loss_after: float


def fit_temperature(logits: Floats, targets: Ints, task: Task) -> Temperature:
    """Return the temperature with the least log loss on these rows, never worse on them than 1.

    Args:
        logits: (n, outputs) of validation rows.
        targets: (n,) their classes.
        task: turns logits into probabilities.
    """
    rows = np.arange(len(targets))

    def log_loss(log_temperature: float) -> float:
        probabilities = task.activate(logits, temperature=math.exp(log_temperature))
        likelihood = probabilities[rows, targets]
        return -float(np.log(np.maximum(likelihood, np.finfo(np.float64).tiny)).mean())

    before = log_loss(0.0) if len(targets) else math.nan
    if len(targets) < LEAST_ROWS:
        return Temperature(
            value=1.0,
            how=TOO_FEW_ROWS,
            rows=len(targets),
            log_loss_before=before,
            log_loss_after=before,
        )
    # the loss is convex in 1/T, so it has one valley in log T
    best = _golden_section(log_loss, _LOWEST, _HIGHEST)
    after = log_loss(best)
    is_better = after < before
    return Temperature(
        value=math.exp(best) if is_better else 1.0,
        how="fitted" if is_better else "not_better",
        rows=len(targets),
        log_loss_before=before,
        log_loss_after=min(after, before),
    )


def _golden_section(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one valley is least.  Source: Kiefer 1953."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(_STEPS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2
