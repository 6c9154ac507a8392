"""The norm of all gradients, and clipping."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from sentir.nets.gradients import RowGradient
from sentir.training.gradients import clipped, norm

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats


def gradients() -> dict[str, Floats | RowGradient]:
    rows = RowGradient(rows=np.array([5, 2]), values=np.array([[3.0, 0.0], [0.0, 0.0]]))
    return {"embedding.weight": rows, "output.bias": np.array([0.0, 4.0])}


def test_the_norm_counts_rows_and_whole_arrays() -> None:
    assert norm(gradients()) == 5


def test_clipping_shrinks_all_together_and_changes_nothing_given() -> None:
    before = gradients()
    after = clipped(before, max_norm=1.0, present_norm=5.0)
    embedding, bias = after["embedding.weight"], after["output.bias"]
    assert isinstance(embedding, RowGradient)
    assert isinstance(bias, np.ndarray)
    np.testing.assert_allclose(embedding.values, [[0.6, 0.0], [0.0, 0.0]], atol=1e-6)
    np.testing.assert_allclose(bias, [0, 0.8], atol=1e-6)
    assert norm(before) == 5


def test_a_gradient_below_the_limit_or_without_one_is_left_alone() -> None:
    given = gradients()
    assert clipped(given, max_norm=10.0, present_norm=5.0) is given
    assert clipped(given, max_norm=0.0, present_norm=5.0) is given


def test_biases_that_share_a_gradient_are_clipped_once() -> None:
    shared = np.array([3.0, 4.0])
    after = clipped({"a": shared, "b": shared}, max_norm=1.0, present_norm=math.sqrt(50))
    for found in after.values():
        np.testing.assert_allclose(np.asarray(found), shared / math.sqrt(50), rtol=1e-6)


def test_a_gradient_that_is_not_finite_has_no_finite_norm() -> None:
    for bad in (math.nan, math.inf):
        assert not math.isfinite(norm({"a": np.array([1.0, bad])}))


def test_a_transposed_gradient_counts_whole() -> None:
    assert norm({"a": np.arange(6.0).reshape(2, 3).T}) == math.sqrt(55)
