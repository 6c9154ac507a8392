"""Tasks in which a row has exactly one class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from sentir.errors import DataError, did_you_mean
from sentir.tasks.scores import classification_scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.statistics.arrays import Floats, Ints
    from sentir.statistics.intervals import Interval


@dataclass(frozen=True, slots=True)
class Multiclass:
    """One class of several: as many outputs as classes, softmax, cross entropy."""

    labels: tuple[str, ...]
    kind: ClassVar[str] = "multiclass"
    activation: ClassVar[str] = "softmax"
    loss: ClassVar[str] = "cross_entropy"
    main_score: ClassVar[str] = "accuracy"

    @property
    def outputs(self) -> int:
        """Return one output per class."""
        return len(self.labels)

    def encode(self, labels: Sequence[str]) -> Ints:
        """Return the class (n,) of each label; an unknown label is a DataError."""
        return _encode(labels, self.labels)

    def activate(self, logits: Floats, *, temperature: float = 1.0) -> Floats:
        """Return softmax(logits / temperature) (n, classes) in double."""
        scaled = _logits(logits, self.outputs) / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        powers = np.exp(scaled, out=scaled)
        probabilities: Floats = powers / powers.sum(axis=1, keepdims=True)
        return probabilities

    def decide(self, probabilities: Floats) -> Ints:
        """Return the likeliest class (n,), the first of equals."""
        return _likeliest(probabilities)

    def score(self, probabilities: Floats, targets: Ints) -> dict[str, Interval]:
        """Return every score that applies, with its interval."""
        return classification_scores(probabilities, targets, classes=len(self.labels))


@dataclass(frozen=True, slots=True)
class Binary:
    """One class of two: one output, the second's logit; sigmoid, binary cross entropy."""

    labels: tuple[str, ...]
    kind: ClassVar[str] = "binary"
    activation: ClassVar[str] = "sigmoid"
    loss: ClassVar[str] = "binary_cross_entropy"
    main_score: ClassVar[str] = "accuracy"

    @property
    def outputs(self) -> int:
        """Return the one output."""
        return 1

    def encode(self, labels: Sequence[str]) -> Ints:
        """Return the class (n,) of each label, 0 or 1; an unknown label is a DataError."""
        return _encode(labels, self.labels)

    def activate(self, logits: Floats, *, temperature: float = 1.0) -> Floats:
        """Return (n, 2) in double: 1 - p and p, with p = sigmoid(logit / temperature)."""
        scaled = _logits(logits, 1) / temperature
        small = np.exp(-np.abs(scaled))  # never overflows
        likelier, other = 1 / (1 + small), small / (1 + small)  # each keeps its small digits
        second = np.where(scaled >= 0, likelier, other)
        return np.hstack([np.where(scaled >= 0, other, likelier), second])

    def decide(self, probabilities: Floats) -> Ints:
        """Return the likelier class (n,), the first of equals."""
        return _likeliest(probabilities)

    def score(self, probabilities: Floats, targets: Ints) -> dict[str, Interval]:
        """Return every score that applies, with its interval."""
        return classification_scores(probabilities, targets, classes=2)


def _logits(logits: Floats, outputs: int) -> Floats:
    if logits.ndim != 2 or logits.shape[1] != outputs:
        raise ValueError(f"logits must have the shape (rows, {outputs}), not {logits.shape}")
    return logits.astype(np.float64)


def _likeliest(probabilities: Floats) -> Ints:
    classes: Ints = np.argmax(probabilities, axis=1)
    return classes


def _encode(labels: Sequence[str], classes: tuple[str, ...]) -> Ints:
    index = {label: number for number, label in enumerate(classes)}
    try:
        return np.array([index[label] for label in labels], dtype=np.int64)
    except KeyError:
        row, label = next((n, label) for n, label in enumerate(labels) if label not in index)
    raise DataError(
        f'label "{label[:100]}" (number {row} of those given, counted from 0) is not one of the '
        f"{len(classes)} classes ({', '.join(classes[:20])}{', ...' if len(classes) > 20 else ''})."
        f"{did_you_mean(label, classes)} Correct the label, or leave the row out."
    )
