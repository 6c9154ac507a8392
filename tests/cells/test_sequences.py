from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.cells.checker import check_gradients
from sentir.cells.packing import Packing
from sentir.cells.sequences import GATES, SEQUENCES, STATES
from sentir.cells.workspace import Workspace

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

H = 5
CELLS = sorted(SEQUENCES)
LENGTHS = [3, 0, 1, 6, 3, 1, 0, 2]

all_cells = pytest.mark.parametrize("cell", CELLS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Rows with given lengths in time-major order, and a derivative of the loss by each state."""

    packing: Packing
    projected: Floats
    hh: Floats
    b_hh: Floats
    d_states: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Copies of all that a sequence returns."""

    states: Floats
    d_projected: Floats
    d_hh: Floats
    d_b_hh: Floats

    def all(self) -> list[Floats]:
        return [self.states, self.d_projected, self.d_hh, self.d_b_hh]


def example(cell: str, lengths: list[int] = LENGTHS, *, seed: int = 0) -> Example:
    rng, size = np.random.default_rng(seed), GATES[cell] * H
    packing = Packing.of(np.array(lengths, dtype=np.int64))
    row_major = rng.normal(size=(packing.slots, size)), rng.normal(size=(packing.slots, H))
    return Example(
        packing=packing,
        projected=row_major[0][packing.gather],
        hh=rng.normal(size=(size, H)),
        b_hh=rng.normal(size=size),
        d_states=row_major[1][packing.gather],
    )


def arguments(
    given: Example, workspace: Workspace
) -> tuple[Floats, Floats, Floats, Packing, Workspace]:
    return given.projected, given.hh, given.b_hh, given.packing, workspace


def run(cell: str, given: Example, workspace: Workspace) -> Answer:
    states, backward = SEQUENCES[cell](*arguments(given, workspace))
    kept = states.copy()
    d_projected, d_hh, d_b_hh = backward(given.d_states)
    np.testing.assert_array_equal(states, kept)  # the backward leaves the states alone
    return Answer(states=kept, d_projected=d_projected.copy(), d_hh=d_hh, d_b_hh=d_b_hh)


def test_the_registries_name_the_same_cells() -> None:
    assert sorted(GATES) == sorted(STATES) == CELLS == ["gru", "lstm", "rnn"]


@all_cells
def test_gradients_agree_with_finite_differences(cell: str) -> None:
    given = example(cell)

    def loss(arrays: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        states, backward = SEQUENCES[cell](
            arrays["projected"], arrays["hh"], arrays["b_hh"], given.packing, Workspace()
        )
        gradients = dict(zip(("projected", "hh", "b_hh"), backward(given.d_states), strict=True))
        return float((states * given.d_states).sum()), gradients

    arrays = {"projected": given.projected, "hh": given.hh, "b_hh": given.b_hh}
    check = check_gradients(loss, arrays, tolerance=1e-7)
    assert check.passed, check.message


@all_cells
def test_the_forward_alone_gives_the_same_bits(cell: str) -> None:
    given = example(cell)
    alone = STATES[cell](*arguments(given, Workspace()))
    np.testing.assert_array_equal(alone, run(cell, given, Workspace()).states)


@all_cells
@pytest.mark.parametrize("lengths", [[], [0], [0, 0, 0]])
def test_a_batch_without_words_has_no_states_and_gradients_of_zero(
    cell: str, lengths: list[int]
) -> None:
    answer = run(cell, example(cell, lengths), Workspace())
    assert answer.states.shape == (0, H)
    assert answer.d_projected.shape == (0, GATES[cell] * H)
    assert not answer.d_hh.any()
    assert not answer.d_b_hh.any()
    assert answer.d_hh.shape == (GATES[cell] * H, H)
    assert STATES[cell](*arguments(example(cell, lengths), Workspace())).shape == (0, H)


@all_cells
def test_the_order_of_the_rows_does_not_matter(cell: str) -> None:
    given = example(cell)
    shuffle = np.random.default_rng(3).permutation(len(LENGTHS))
    packing = Packing.of(np.array(LENGTHS)[shuffle])
    starts = np.cumsum([0, *LENGTHS])
    words = np.concatenate([np.arange(starts[row], starts[row + 1]) for row in shuffle])
    place = np.argsort(given.packing.gather)[words[packing.gather]]  # slot in the first order
    shuffled = Example(
        packing=packing,
        projected=given.projected[place],
        hh=given.hh,
        b_hh=given.b_hh,
        d_states=given.d_states[place],
    )
    one, other = run(cell, given, Workspace()), run(cell, shuffled, Workspace())
    np.testing.assert_allclose(one.states[place], other.states, rtol=0, atol=1e-14)
    np.testing.assert_allclose(one.d_projected[place], other.d_projected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(one.d_hh, other.d_hh, rtol=0, atol=1e-12)


@all_cells
def test_a_row_alone_equals_the_row_in_a_batch(cell: str) -> None:
    given = example(cell)
    together = run(cell, given, Workspace())
    for row, length in enumerate(LENGTHS):
        slots = np.flatnonzero(given.packing.rows == row)
        single = Example(
            packing=Packing.of(np.array([length])),
            projected=given.projected[slots],
            hh=given.hh,
            b_hh=given.b_hh,
            d_states=given.d_states[slots],
        )
        alone = run(cell, single, Workspace())
        np.testing.assert_allclose(alone.states, together.states[slots], rtol=0, atol=1e-14)
        np.testing.assert_allclose(
            alone.d_projected, together.d_projected[slots], rtol=0, atol=1e-12
        )


@all_cells
def test_a_workspace_used_before_changes_no_bit(cell: str) -> None:
    workspace = Workspace()
    for seed, lengths in enumerate([[9, 9, 9, 2], LENGTHS, [], [1], [12] * 20, LENGTHS]):
        given = example(cell, lengths, seed=seed)
        kept, fresh = run(cell, given, workspace), run(cell, given, Workspace())
        for one, other in zip(kept.all(), fresh.all(), strict=True):
            np.testing.assert_array_equal(one, other)
        alone = STATES[cell](*arguments(given, workspace))
        np.testing.assert_array_equal(alone, fresh.states)


@all_cells
def test_a_backward_can_be_asked_twice_and_leaves_what_it_was_given(cell: str) -> None:
    given = example(cell)
    inputs = [given.projected, given.hh, given.b_hh, given.d_states]
    before = [array.copy() for array in inputs]
    _, backward = SEQUENCES[cell](*arguments(given, Workspace()))
    first = [gradient.copy() for gradient in backward(given.d_states)]
    for one, other in zip(first, backward(given.d_states), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(before, inputs, strict=True):
        np.testing.assert_array_equal(one, other)


def in_single(given: Example, *, scale: float) -> Example:
    return Example(
        packing=given.packing,
        projected=(scale * given.projected).astype(np.float32),
        hh=given.hh.astype(np.float32),
        b_hh=given.b_hh.astype(np.float32),
        d_states=given.d_states.astype(np.float32),
    )


@all_cells
def test_single_precision_stays_single_and_is_near_double(cell: str) -> None:
    single = run(cell, in_single(example(cell), scale=1), Workspace())
    double = run(cell, example(cell), Workspace())
    for one, other in zip(single.all(), double.all(), strict=True):
        assert one.dtype == np.float32
        np.testing.assert_allclose(one, other, rtol=2e-5, atol=2e-5)


@all_cells
def test_huge_inputs_saturate_without_a_warning(cell: str) -> None:
    loud = run(cell, in_single(example(cell), scale=1e4), Workspace())
    assert all(np.isfinite(array).all() for array in loud.all())
