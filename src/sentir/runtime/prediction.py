"""One answer: a label, how likely each one is, and whether to rely on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

WhyNot = Literal["empty", "no_known_word", "far", "low_confidence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the model says of one text.

    Attributes:
        label: the likeliest class, also when not sure; None where there is nothing to read.
        probabilities: calibrated probability of each label, in the task's order; {} when empty.
        sure: whether nothing speaks against relying on the label.
        why_not: the first reason not to: no word in it; no word of it known; farther from the
            training data than 99 % of the validation rows; probability below the model's least.
        truncated: the text had more words than the model reads.
    """

    label: str | None
    probabilities: dict[str, float]
    sure: bool
    why_not: WhyNot | None
    truncated: bool

    def to_json(self, n: int) -> dict[str, Any]:
        """Return the answer to record `n`, counted from 1, as `predict --json` prints it."""
        return {
            "n": n,
            "label": self.label,
            "probabilities": {label: round(p, 6) for label, p in self.probabilities.items()},
            "sure": self.sure,
            "why_not": self.why_not,
            "truncated": self.truncated,
        }


EMPTY = Prediction(label=None, probabilities={}, sure=False, why_not="empty", truncated=False)
