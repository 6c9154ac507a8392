"""The answer and its runner-up, the logits that speak for each, and the answer's odds.

A multiclass net has a logit for each class. A binary net has one, the second class's; the first
class's is its negative, so that taking a word away moves both by the same amount. All logits of a
net may rise together and change nothing, so that words are ranked by the answer's odds: the
logarithm of its calibrated probability over that of all other classes together.

Legend: N rows, C outputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rivals:
    """The two likeliest classes of one text.

    Attributes:
        answer: the likeliest class.
        runner_up: the next.
        directions: (2, C); `logits @ directions.T` are the logits of these two.
        temperature: what logits are divided by before they become probabilities.
    """

    answer: int
    runner_up: int
    directions: Floats
    temperature: float

    @classmethod
    def of(cls, probabilities: Floats, *, outputs: int, temperature: float) -> Rivals:
        """Return the rivals for the probabilities (classes,) of a text; the first of equals."""
        answer, runner_up = np.argsort(-probabilities, kind="stable")[:2].tolist()
        if outputs == 1:
            sign = 1.0 if answer == 1 else -1.0
            directions = np.array([[sign], [-sign]])
        else:
            directions = np.eye(outputs)[[answer, runner_up]]
        return cls(
            answer=answer, runner_up=runner_up, directions=directions, temperature=temperature
        )

    def logits(self, logits: Floats) -> Floats:
        """Return the logits (N, 2) of answer and runner-up, in double, for logits (N, C)."""
        both: Floats = logits.astype(np.float64) @ self.directions.T
        return both

    def odds(self, logits: Floats) -> tuple[Floats, Floats]:
        """Return the answer's log odds (N,) against all others, and their slope (N, C) by logit."""
        scaled = logits.astype(np.float64) / self.temperature
        if scaled.shape[1] == 1:
            sign = self.directions[0, 0]
            return scaled[:, 0] * sign, np.full(scaled.shape, sign / self.temperature)
        others = scaled.copy()
        others[:, self.answer] = -np.inf
        highest = others.max(axis=1, keepdims=True)
        powers = np.exp(others - highest)
        sums = powers.sum(axis=1, keepdims=True)
        odds = scaled[:, self.answer] - (highest + np.log(sums))[:, 0]
        slope = -powers / sums
        slope[:, self.answer] = 1
        return odds, slope / self.temperature
