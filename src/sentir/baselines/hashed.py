"""Hashed words and logistic regression by stochastic gradient descent, in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.baselines.estimators import TOKEN, Estimator, all_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from sentir.statistics.arrays import Ints

PIECE = 20_000
PASSES = 3
MOST_WEIGHTS = 2**22
"""Features x classes at most: 32 MB an array."""
SETTINGS: dict[str, dict[str, Any]] = {
    "l2": {"alpha": 1e-6, "average": True},
    "l1": {"alpha": 3e-6},
}
"""Chosen between on the first piece, held out; the strengths suit 70,000 tweets and more."""


def fit_hashed(texts: Sequence[str], targets: Ints, *, classes: int) -> Estimator:
    """Return logistic regression on hashed word 1-2-grams; memory does not grow with the rows.

    Two penalties learn side by side; the one that answers a held-out piece best is kept.
    """
    from sklearn.linear_model import SGDClassifier

    seen = np.unique(targets)
    features = 2 ** int(np.log2(MOST_WEIGHTS / max(1, classes)))
    fitted = {
        penalty: SGDClassifier(loss="log_loss", penalty=penalty, random_state=0, **setting)
        for penalty, setting in SETTINGS.items()
    }
    order = np.random.default_rng(0).permutation(targets.size)
    pieces = np.array_split(order, max(2, -(-targets.size // PIECE)))
    for _ in range(PASSES):
        for piece in pieces[1:]:
            read = _read(texts, piece, features=features)
            for estimator in fitted.values():
                estimator.partial_fit(read, targets[piece], classes=seen)
    held = _read(texts, pieces[0], features=features)
    right = {name: fit.score(held, targets[pieces[0]]) for name, fit in fitted.items()}
    penalty = max(right, key=lambda name: right[name])
    best = fitted[penalty]
    return Estimator(
        probabilities=lambda new: all_columns(
            best.predict_proba(_read(new, np.arange(len(new)), features=features)),
            best.classes_,
            classes=classes,
        ),
        how={"model": "sgd", "features": features, "characters": False, "penalty": penalty},
    )


def _read(texts: Sequence[str], rows: NDArray[np.integer[Any]], *, features: int) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    reader = HashingVectorizer(
        ngram_range=(1, 2),
        token_pattern=TOKEN,
        n_features=features,
        alternate_sign=False,
        binary=True,
        dtype=np.float32,
    )
    return reader.transform([texts[row] for row in rows])
