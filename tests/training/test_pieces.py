"""Parameters cut into pieces."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.training.pieces import PIECE_SIZE, Piece, Pieces

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

SIZES = {"large": 3 * PIECE_SIZE + 5, "small": 7, "matrix": 12}


def cut(threads: int) -> tuple[dict[str, Floats], Pieces]:
    parameters: dict[str, Floats] = {name: np.zeros(size) for name, size in SIZES.items()}
    parameters["matrix"] = np.zeros((3, 4))
    slots = {name: (np.zeros_like(array),) for name, array in parameters.items()}
    return parameters, Pieces(parameters, slots, threads=threads)


@pytest.mark.parametrize("threads", [1, 2])
def test_every_number_lies_in_one_piece(threads: int) -> None:
    parameters, pieces = cut(threads)

    def change(piece: Piece, scratch: Floats) -> None:
        assert piece.weights.size == piece.slots[0].size == scratch.size
        piece.weights[...] += np.arange(piece.start, piece.start + piece.weights.size)

    pieces.each(change)
    for array in parameters.values():
        np.testing.assert_array_equal(array.reshape(-1), np.arange(array.size))


def test_two_threads_work_at_the_same_time() -> None:
    _, pieces = cut(2)
    both_here, seen = threading.Barrier(2, timeout=30), set()

    def change(piece: Piece, scratch: Floats) -> None:
        if threading.get_ident() not in seen:
            seen.add(threading.get_ident())
            both_here.wait()

    pieces.each(change)
    assert len(seen) == 2


@pytest.mark.parametrize("threads", [1, 2])
def test_no_parameters_make_no_pieces(threads: int) -> None:
    def change(piece: Piece, scratch: Floats) -> None:
        raise AssertionError

    Pieces({}, {}, threads=threads).each(change)


def test_what_goes_wrong_in_the_second_thread_is_raised() -> None:
    _, pieces = cut(2)
    has_failed = threading.Event()

    def change(piece: Piece, scratch: Floats) -> None:
        if threading.current_thread() is threading.main_thread():
            assert has_failed.wait(30)
        else:
            has_failed.set()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pieces.each(change)
