"""What each class weighs in the training loss."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Floats, Ints


def class_weights(
    setting: str | dict[str, float], labels: Sequence[str], *, targets: Ints
) -> Floats:
    """Return one weight per class, (C,) float64.

    Args:
        setting: `none` (ones), `balanced` (n / (classes x the class's rows)), or a weight for each
            label.
        labels: the class names, in the order of their indices.
        targets: class indices of the training rows.

    Raises:
        ConfigError: a table that misses a label, names an unknown one, or holds a weight that is
            negative or not finite, or weighs every class 0.
    """
    if isinstance(setting, dict):
        return _from_table(setting, labels)
    if setting == "balanced":
        counts = np.bincount(targets, minlength=len(labels))
        # A class without training rows is never weighed; any finite number will do.
        return np.asarray(len(targets) / (len(labels) * np.maximum(counts, 1)), np.float64)
    return np.ones(len(labels), np.float64)


def _from_table(table: dict[str, float], labels: Sequence[str]) -> Floats:
    problems = [
        f'"{label}" is not one of the classes ({", ".join(labels)}).{did_you_mean(label, labels)}'
        for label in table
        if label not in labels
    ]
    problems += [f'"{label}" has no weight' for label in labels if label not in table]
    problems += [
        f'the weight of "{label}" is {weight}; it must be 0 or more, and finite'
        for label, weight in table.items()
        if not math.isfinite(weight) or weight < 0
    ]
    if not problems and not any(table.values()):
        problems.append("every class weighs 0, so nothing could be learned")
    if problems:
        raise ConfigError(
            f"train.class_weights: {'; '.join(problems)}. "
            'Give one number per label, or write "balanced" or "none".'
        )
    return np.array([table[label] for label in labels], np.float64)
