from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.cells.checker import check_gradients

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats


def cubes(arrays: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
    return sum(float((a**3).sum()) for a in arrays.values()), {
        n: 3 * a**2 for n, a in arrays.items()
    }


def test_right_gradients_pass_and_the_message_says_how_well() -> None:
    check = check_gradients(cubes, {"x": np.linspace(-2, 2, 12).reshape(3, 4), "y": np.ones(2)})
    assert check.passed
    assert check.entries == 14
    assert check.worst < 1e-8
    assert check.message.startswith("14 gradients agree with finite differences; the worst, ")


def test_one_wrong_entry_is_found_and_named() -> None:
    def wrong(arrays: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        value, gradients = cubes(arrays)
        gradients["x"][1, 2] *= 1.01
        return value, gradients

    check = check_gradients(wrong, {"x": np.full((3, 4), 2.0)})
    assert not check.passed
    assert (check.name, check.index) == ("x", (1, 2))
    assert (round(check.gradient, 4), round(check.difference, 4)) == (12.12, 12.0)
    assert check.message == (
        "The gradient of x[1, 2] is 12.12, but finite differences give 12: relative error "
        "9.9e-03, allowed 1e-06. Look at the backward line that makes the gradient of x."
    )


def test_gradients_of_zero_do_not_pass_for_others() -> None:
    check = check_gradients(lambda a: (cubes(a)[0], {"x": 0 * a["x"]}), {"x": np.ones(3)})
    assert check.worst == 1.0
    assert not check.passed


def test_gradients_that_are_truly_zero_pass() -> None:
    assert check_gradients(lambda a: (1.0, {"x": 0 * a["x"]}), {"x": np.ones(3)}).worst == 0.0


def test_a_gradient_that_is_not_a_number_fails() -> None:
    check = check_gradients(lambda a: (cubes(a)[0], {"x": a["x"] * np.nan}), {"x": np.ones(3)})
    assert check.worst == math.inf
    assert not check.passed


def test_single_precision_is_checked_in_double_and_left_alone() -> None:
    x = np.ones(3, dtype=np.float32)
    assert check_gradients(cubes, {"x": x}).worst < 1e-8
    assert x.tolist() == [1.0, 1.0, 1.0]


def test_a_large_array_is_checked_at_entries_spread_over_it() -> None:
    assert check_gradients(cubes, {"x": np.ones(5000)}, entries_per_array=7).entries == 7


def test_a_missing_gradient_is_refused() -> None:
    with pytest.raises(ValueError, match="no gradient for 'x'"):
        check_gradients(lambda _: (0.0, {}), {"x": np.ones(3)})


def test_a_gradient_of_another_shape_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"the gradient of 'x' has shape \(3,\), the array \(3, 1\)"
    ):
        check_gradients(lambda _: (0.0, {"x": np.ones(3)}), {"x": np.ones((3, 1))})


def test_nothing_to_check_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to check"):
        check_gradients(cubes, {"x": np.ones((0, 3))})
