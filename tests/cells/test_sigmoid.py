from __future__ import annotations

import numpy as np

from sentir.cells.sigmoid import sigmoid, sigmoid_in_place


def test_it_is_the_logistic_function() -> None:
    x = np.linspace(-30, 30, 301)
    np.testing.assert_allclose(sigmoid(x), 1 / (1 + np.exp(-x)), rtol=0, atol=1e-15)


def test_huge_numbers_saturate_without_a_warning() -> None:
    assert sigmoid(np.array([-1e30, 1e30], dtype=np.float32)).tolist() == [0.0, 1.0]


def test_one_copies_and_one_writes_in_place() -> None:
    x = np.zeros(3, dtype=np.float32)
    assert sigmoid(x).dtype == np.float32
    assert x.tolist() == [0.0, 0.0, 0.0]
    assert sigmoid_in_place(x) is x
    assert x.tolist() == [0.5, 0.5, 0.5]
