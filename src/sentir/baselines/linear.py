"""The linear baseline: what words and letters alone say, without order or depth."""

from __future__ import annotations

import importlib.util
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.baselines.hashed import fit_hashed
from sentir.baselines.tfidf import fit_tfidf
from sentir.statistics.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.statistics.arrays import Ints
    from sentir.tasks.task import Task

HASHED_FROM_ROWS = 100_000
NO_SKLEARN = (
    "the linear baseline needs scikit-learn, which is not installed; add it with "
    'pip install -e ".[train]"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Texts with their classes (n,)."""

    texts: Sequence[str]
    targets: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """What the linear baseline came to, by part; or why there is none.

    Attributes:
        scores: By part and name.
        decided: The class of each row (n,), by part: what a paired comparison needs.
        how: What was fitted: model, features, characters, penalty.
        missing: Why there is no baseline; empty where there is one.
    """

    scores: dict[str, dict[str, Interval]] = field(default_factory=dict)
    decided: dict[str, Ints] = field(default_factory=dict)
    how: dict[str, Any] = field(default_factory=dict)
    missing: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as the baseline's process writes it."""
        return {
            "scores": {
                part: {name: score.to_json() for name, score in scores.items()}
                for part, scores in self.scores.items()
            },
            "decided": {part: classes.tolist() for part, classes in self.decided.items()},
            "how": self.how,
            "missing": self.missing,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Linear:
        """Return what `to_json` wrote."""
        return cls(
            scores={
                part: {name: Interval.from_json(score) for name, score in scores.items()}
                for part, scores in stored["scores"].items()
            },
            decided={p: np.array(rows, dtype=np.int64) for p, rows in stored["decided"].items()},
            how=stored["how"],
            missing=stored["missing"],
        )


def has_sklearn() -> bool:
    """Return whether scikit-learn can be imported, without importing it."""
    return importlib.util.find_spec("sklearn") is not None


def linear(train: Rows, parts: Mapping[str, Rows], *, task: Task) -> Linear:
    """Fit the linear baseline on training rows and score it on the parts.

    Word 1-2-grams and, where the texts are short altogether, character 2-5-grams; above 100,000
    rows words only, hashed, learned in pieces. Nothing of the parts enters the fit or its choices.
    """
    if not has_sklearn():
        return Linear(missing=NO_SKLEARN)
    if np.unique(train.targets).size < 2:
        return Linear(missing="the training rows hold one class only; there is nothing to fit")
    if not any(text.strip() for text in train.texts):
        return Linear(missing="the training texts are all empty; there is nothing to fit")
    fit = fit_hashed if len(train.texts) > HASHED_FROM_ROWS else fit_tfidf
    with warnings.catch_warnings():
        from sklearn.exceptions import ConvergenceWarning

        # an estimator that stops at its last iteration is a baseline all the same
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = fit(train.texts, train.targets, classes=len(task.labels))
    probabilities = {name: fitted.probabilities(part.texts) for name, part in parts.items()}
    return Linear(
        scores={n: task.score(probabilities[n], part.targets) for n, part in parts.items()},
        decided={name: task.decide(given) for name, given in probabilities.items()},
        how=fitted.how,
    )
