"""A batch gone through in lanes, by one thread or two."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.cells import sharing
from sentir.cells.lanes import BLOCK, WIDE, lanes
from sentir.cells.packing import Packing
from sentir.cells.sequences import GATES, SEQUENCES, STATES
from sentir.cells.workspace import Workspace
from sentir.nets.crew import Crew

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints, SequenceBackward

H = 6
CELLS = sorted(SEQUENCES)


def packing_of(rows: int, *, longest: int = 9) -> Packing:
    return Packing.of(np.random.default_rng(rows).integers(0, longest + 1, rows))


@pytest.mark.parametrize("rows", [0, 1, 40, WIDE + 30, 3 * WIDE])
def test_every_slot_lies_in_one_lane(rows: int) -> None:
    packing = packing_of(rows)
    found = lanes(packing)
    slots = [slot for lane in found for step in lane.steps for slot in range(*step.indices(10**6))]
    assert sorted(slots) == list(range(packing.slots))
    places = [place for lane in found for at in lane.places for place in range(at.start, at.stop)]
    assert places == list(range(packing.slots))
    assert len(found) == (2 if packing.widest >= WIDE else 1)


def test_two_lanes_hold_about_as_many_words_each() -> None:
    packing = packing_of(4 * WIDE)
    words = [sum(step.stop - step.start for step in lane.steps) for lane in lanes(packing)]
    assert abs(words[0] - words[1]) <= 2 * 9
    assert sum(words) == packing.slots


def test_texts_of_one_long_row_and_many_short_ones_leave_no_lane_empty() -> None:
    packing = Packing.of(np.array([10_000, *([1] * WIDE)]))
    assert [lane.rows for lane in lanes(packing)] == [1, WIDE]


@pytest.mark.parametrize("size", [1, 100, BLOCK])
def test_blocks_hold_every_step_in_order_and_stay_small(size: int) -> None:
    lane = lanes(packing_of(100, longest=60))[0]
    blocks = lane.blocks(size)
    assert blocks[0].start == 0
    assert blocks[-1].stop == len(lane.steps)
    assert all(one.stop == other.start for one, other in pairwise(blocks))
    for block in blocks:
        steps = lane.steps[block]
        numbers = (steps[-1].stop - steps[0].start) * size
        assert len(steps) == 1 or numbers <= BLOCK


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("rows", [50, WIDE + 41])
@pytest.mark.parametrize("is_masked", [False, True])
def test_a_second_thread_changes_no_bit(
    cell: str, rows: int, is_masked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "LARGE", 0)  # hand over however little it is
    alone, shared = (answer(cell, rows, threads, is_masked) for threads in (1, 2))
    for one, other in zip(alone, shared, strict=True):
        assert one.tobytes() == other.tobytes()


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("is_masked", [False, True])
def test_lanes_give_what_narrow_batches_of_the_same_rows_give(cell: str, is_masked: bool) -> None:
    whole = packing_of(WIDE + 41)
    assert len(lanes(whole)) == 2
    given = inputs(cell, whole)
    mask = given["mask"] if is_masked else None
    states, backward = run(cell, given, whole, mask, threads=1)
    d_projected, d_hh, d_b_hh = backward(given["d_states"])
    sums = [np.zeros_like(d_hh), np.zeros_like(d_b_hh)]
    for some in np.array_split(np.arange(whole.lengths.size), 3):
        part = Packing.of(whole.lengths[some])
        slots = slots_of(whole, part, some)
        ranks = np.argsort(whole.order)[some[part.order]]
        narrow = {**given, "projected": given["projected"][slots]}
        narrow_mask = None if mask is None else mask[ranks]
        narrow_states, narrow_backward = run(cell, narrow, part, narrow_mask, threads=1)
        np.testing.assert_allclose(states[slots], narrow_states, rtol=0, atol=1e-14)
        d_narrow, part_hh, part_b = narrow_backward(given["d_states"][slots])
        np.testing.assert_allclose(d_projected[slots], d_narrow, rtol=0, atol=1e-12)
        sums[0] += part_hh
        sums[1] += part_b
    np.testing.assert_allclose(d_hh, sums[0], rtol=0, atol=1e-11)
    np.testing.assert_allclose(d_b_hh, sums[1], rtol=0, atol=1e-11)


def inputs(cell: str, packing: Packing) -> dict[str, Floats]:
    rng, size = np.random.default_rng(5), GATES[cell] * H
    return {
        "projected": rng.normal(size=(packing.slots, size)),
        "hh": rng.normal(size=(size, H)),
        "b_hh": rng.normal(size=size),
        "d_states": rng.normal(size=(packing.slots, H)),
        "mask": (rng.random((packing.lengths.size, H)) < 0.7) / 0.7,
    }


def run(
    cell: str, given: dict[str, Floats], packing: Packing, mask: Floats | None, *, threads: int
) -> tuple[Floats, SequenceBackward]:
    arrays = (given["projected"], given["hh"], given["b_hh"])
    return SEQUENCES[cell](*arrays, packing, Workspace(Crew(threads)), mask_BH=mask)


def answer(cell: str, rows: int, threads: int, is_masked: bool) -> list[Floats]:
    packing = packing_of(rows)
    given = inputs(cell, packing)
    states, backward = run(
        cell, given, packing, given["mask"] if is_masked else None, threads=threads
    )
    arrays = (given["projected"], given["hh"], given["b_hh"])
    forward_alone = STATES[cell](*arrays, packing, Workspace(Crew(threads)))
    return [states.copy(), *(array.copy() for array in backward(given["d_states"])), forward_alone]


def slots_of(whole: Packing, part: Packing, rows: Ints) -> Ints:
    """Return the slot in `whole` of each slot of `part`, which holds these rows of it."""
    step = np.repeat(np.arange(part.sizes.size), part.sizes)
    rank = np.argsort(whole.order)[rows[part.rows]]
    slots: Ints = whole.starts[step] + rank
    return slots
