"""Rows that rest stand in the end where they would if they had been walked over every time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.config.train_settings import TrainConfig
from sentir.nets.gradients import RowGradient
from sentir.training.optimizers import OPTIMIZERS, Optimizer
from sentir.training.resting import SMALLEST
from sentir.training.rests import FIRST, LONGEST

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints

NAME = "embedding.weight"
WIDTH = 6
UPDATES = FIRST + LONGEST + 60  # one full table, and the beginning of a second
READ = 150  # rows that are ever read but the last, which is read once


def optimizer_of(weights: Floats, *, decay: float = 0.0, resting: bool = True) -> Optimizer:
    kind = "adamw" if decay else "adam"
    config = TrainConfig.model_validate({"optimizer": kind, "weight_decay": decay})
    names = [NAME] if resting else []
    return Optimizer(OPTIMIZERS[kind](config), {NAME: weights}, threads=1, resting=names)


def initial() -> Floats:
    return np.random.default_rng(0).standard_normal((SMALLEST, WIDTH), np.float32)


def gradient(update: int) -> RowGradient:
    """Return some rows' gradient; the numbers of a row differ in size by a hundred million."""
    rng = np.random.default_rng(update)
    rows: Ints = np.sort(rng.choice(READ, 5, replace=False))
    if update == FIRST + 3:
        rows = np.append(rows, SMALLEST - 1)
    sizes = np.logspace(-9, -1, WIDTH).astype(np.float32)
    return RowGradient(
        rows=rows, values=rng.standard_normal((rows.size, WIDTH), np.float32) * sizes
    )


def rate(update: int) -> float:
    return 0.003 * (1 + math.sin(update / 40)) + 1e-6


def trained(weights: Floats, *, decay: float, resting: bool, updates: int = UPDATES) -> Optimizer:
    optimizer = optimizer_of(weights, decay=decay, resting=resting)
    for update in range(1, updates + 1):
        found = gradient(update)
        optimizer.settle(NAME, found.rows)
        optimizer.update({NAME: found}, rate(update))
    optimizer.settle_all()
    return optimizer


@pytest.mark.parametrize("decay", [0.0, 0.1])
def test_rows_that_rested_stand_where_they_would_have_been_moved_to(decay: float) -> None:
    rested, walked, exact = initial(), initial(), initial().astype(np.float64)
    one = trained(rested, decay=decay, resting=True)
    other = trained(walked, decay=decay, resting=False)
    trained(exact, decay=decay, resting=False)
    moved = np.abs(exact - initial()).max()
    assert moved > 0.1
    # No farther from the exact numbers than single precision is that walks over every row.
    assert np.abs(rested - exact).max() <= np.abs(walked - exact).max() + 1e-7
    np.testing.assert_allclose(rested, walked, rtol=0, atol=1e-5)
    for slot in ("m", "v"):
        ours, theirs = one.state()[f"{slot}/{NAME}"], other.state()[f"{slot}/{NAME}"]
        np.testing.assert_allclose(ours, theirs, rtol=2e-4, atol=1e-30)


def test_the_rows_of_a_batch_are_up_to_date_when_they_are_read() -> None:
    rested, walked = initial(), initial()
    one, other = optimizer_of(rested), optimizer_of(walked, resting=False)
    rows = np.array([0, 7, 7, READ - 1, SMALLEST - 1])
    for update in range(1, FIRST + 100):
        one.settle(NAME, gradient(update).rows)
        one.update({NAME: gradient(update)}, rate(update))
        other.update({NAME: gradient(update)}, rate(update))
    assert np.abs(rested[rows] - walked[rows]).max() > 1e-4
    one.settle(NAME, rows)
    np.testing.assert_allclose(rested[rows], walked[rows], rtol=0, atol=2e-6)


def test_before_the_first_rest_every_bit_is_that_of_a_walk_over_all_rows() -> None:
    rested, walked = initial(), initial()
    trained(rested, decay=0.1, resting=True, updates=FIRST - 1)
    trained(walked, decay=0.1, resting=False, updates=FIRST - 1)
    assert rested.tobytes() == walked.tobytes()


def test_a_saved_state_goes_on_to_the_same_bits() -> None:
    straight, resumed = initial(), initial()
    one, first = optimizer_of(straight), optimizer_of(resumed)
    half, whole = FIRST + 50, FIRST + 90
    for update in range(1, whole):
        one.settle(NAME, gradient(update).rows)
        one.update({NAME: gradient(update)}, rate(update))
        if update == half:
            one.settle_all()  # as the end of an epoch does
        if update <= half:
            first.settle(NAME, gradient(update).rows)
            first.update({NAME: gradient(update)}, rate(update))
    second = optimizer_of(resumed)
    second.load(first.state(), updates=first.updates)
    for update in range(half + 1, whole):
        second.settle(NAME, gradient(update).rows)
        second.update({NAME: gradient(update)}, rate(update))
    one.settle_all()
    second.settle_all()
    assert straight.tobytes() == resumed.tobytes()


def test_a_whole_gradient_finds_every_row_up_to_date() -> None:
    rested, walked = initial(), initial()
    for weights, resting in ((rested, True), (walked, False)):
        optimizer = optimizer_of(weights, resting=resting)
        for update in range(1, FIRST + 30):
            found = gradient(update)
            optimizer.settle(NAME, found.rows)
            is_whole = update % 20 == 0
            optimizer.update({NAME: found.dense(SMALLEST) if is_whole else found}, rate(update))
        optimizer.settle_all()
    np.testing.assert_allclose(rested, walked, rtol=0, atol=2e-6)


def test_numbers_of_double_precision_and_few_rows_are_always_walked_over() -> None:
    for weights in (initial().astype(np.float64), initial()[: SMALLEST - 1].copy()):
        rested, walked = weights.copy(), weights.copy()
        for array, resting in ((rested, True), (walked, False)):
            optimizer = optimizer_of(array, resting=resting)
            for update in range(1, FIRST + 10):
                some = gradient(update).rows
                some = some[some < READ]
                values = np.ones((some.size, WIDTH), weights.dtype)
                optimizer.update({NAME: RowGradient(rows=some, values=values)}, 0.01)
        assert rested.tobytes() == walked.tobytes()
