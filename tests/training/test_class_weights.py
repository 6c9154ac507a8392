"""What each class weighs."""

from __future__ import annotations

import numpy as np
import pytest

from sentir.errors import ConfigError
from sentir.training.class_weights import class_weights

LABELS = ("anger", "fear", "joy")
TARGETS = np.array([0, 0, 0, 0, 1, 2])


def test_balanced_classes_weigh_as_much_in_all() -> None:
    weights = class_weights("balanced", LABELS, targets=TARGETS)
    np.testing.assert_allclose(weights, [6 / (3 * 4), 6 / 3, 6 / 3])
    np.testing.assert_allclose(weights * np.bincount(TARGETS), [2, 2, 2])


def test_none_weighs_every_class_one() -> None:
    np.testing.assert_array_equal(class_weights("none", LABELS, targets=TARGETS), [1, 1, 1])


def test_a_table_is_read_in_the_order_of_the_labels() -> None:
    table = {"joy": 3.0, "anger": 0.5, "fear": 0.0}
    np.testing.assert_array_equal(class_weights(table, LABELS, targets=TARGETS), [0.5, 0, 3])


def test_all_problems_of_a_table_are_told_at_once() -> None:
    table = {"anger": -1.0, "feer": 1.0, "joy": float("nan")}
    with pytest.raises(ConfigError) as caught:
        class_weights(table, LABELS, targets=TARGETS)
    assert str(caught.value) == (
        'train.class_weights: "feer" is not one of the classes (anger, fear, joy). '
        'Did you mean "fear"?; "fear" has no weight; the weight of "anger" is -1.0; it must be 0 '
        'or more, and finite; the weight of "joy" is nan; it must be 0 or more, and finite. '
        'Give one number per label, or write "balanced" or "none".'
    )


def test_weights_that_are_all_zero_are_refused() -> None:
    with pytest.raises(ConfigError, match="every class weighs 0, so nothing could be learned"):
        class_weights(dict.fromkeys(LABELS, 0.0), LABELS, targets=TARGETS)
