"""Which class was taken for which, and what follows: precision, recall, F1, per class and macro.

Without predictions of a class its precision is 0, as scikit-learn has it with zero_division=0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.statistics.bootstrap import confusion_draws, percentile_interval
from sentir.statistics.intervals import Interval, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.statistics.arrays import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScores:
    """How one class fares; `support` is its rows among the targets."""

    label: str
    precision: Interval
    recall: Interval
    f1: Interval
    support: int

    def to_json(self) -> dict[str, object]:
        """Return the row of the table per class."""
        return {
            "label": self.label,
            "precision": self.precision.to_json(),
            "recall": self.recall.to_json(),
            "f1": self.f1.to_json(),
            "support": self.support,
        }


def confusion(decided: Ints, targets: Ints, *, classes: int) -> Ints:
    """Return counts (classes, classes): a row per true class, a column per decided class."""
    cells = np.bincount(targets * classes + decided, minlength=classes * classes)
    return cells.reshape(classes, classes)


def per_class(
    counts: Ints, labels: Sequence[str], *, rng: np.random.Generator
) -> list[ClassScores]:
    """Return precision and recall (Wilson) and F1 (bootstrap) of each class, as labels are."""
    hits, support, predicted = counts.diagonal(), counts.sum(axis=1), counts.sum(axis=0)
    _, _, f1 = _rates(counts)
    _, _, f1_draws = _rates(confusion_draws(counts, rng=rng))
    return [
        ClassScores(
            label=label,
            precision=wilson(int(hits[c]), int(predicted[c])),
            recall=wilson(int(hits[c]), int(support[c])),
            f1=_f1_interval(float(f1[c]), f1_draws[:, c], n=int(support[c])),
            support=int(support[c]),
        )
        for c, label in enumerate(labels)
    ]


def macro_scores(counts: Ints, *, rng: np.random.Generator) -> dict[str, Interval]:
    """Return macro precision, recall and F1: the mean over the classes that have rows.

    A class without rows among the targets has no recall; it is left out of all three means.
    """
    present, n = counts.sum(axis=1) > 0, int(counts.sum())
    draws = _rates(confusion_draws(counts, rng=rng))
    scores = {}
    names = ("macro_precision", "macro_recall", "macro_f1")
    for name, rates, drawn in zip(names, _rates(counts), draws, strict=True):
        known = drawn[:, present]
        known = known[~np.isnan(known).all(axis=1)]  # few rows: a draw may hold none of these
        scores[name] = percentile_interval(
            float(rates[present].mean()), np.nanmean(known, axis=1), n=n
        )
    return scores


def _f1_interval(value: float, draws: Floats, *, n: int) -> Interval:
    return percentile_interval(value, draws, n=n) if n else Interval(0.0, 0.0, 1.0, 0)


def _rates(counts: Floats | Ints) -> tuple[Floats, Floats, Floats]:
    """Return precision, recall, F1 (..., C) of (..., C, C); nan where a class has no row."""
    hits = np.diagonal(counts, axis1=-2, axis2=-1).astype(np.float64)
    support, predicted = counts.sum(axis=-1), counts.sum(axis=-2)
    has_rows = support > 0
    precision = np.divide(hits, predicted, out=np.zeros_like(hits), where=predicted > 0)
    recall = np.divide(hits, support, out=np.zeros_like(hits), where=has_rows)
    f1 = np.divide(2 * hits, support + predicted, out=np.zeros_like(hits), where=has_rows)
    for rate in (precision, recall, f1):
        rate[~has_rows] = np.nan
    return precision, recall, f1
