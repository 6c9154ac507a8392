"""Large arrays changed in place, in pieces that stay in the processor's cache.

An update passes over every weight and its moments several times. Piece by piece these passes find
their numbers in the cache; one after the other over the whole arrays they would fetch them from
memory each time. A second thread takes pieces too: NumPy lets go of the interpreter while it works,
and pieces share no number, so the bits do not depend on who does which.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from sentir.cells.arrays import Floats

PIECE_SIZE = 65_536
"""Numbers of one array in a piece: weights, two moments and scratch of single precision take 1 MB.

Smaller pieces lie in smaller caches, but there two threads wait for the interpreter in turn: with
16,384 numbers two of them are slower than one."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one parameter: views into its weights and slots, all flat and of one size.

    Attributes:
        name: the parameter's name.
        start: where the stretch begins in the flat parameter.
        weights: the numbers that are learned.
        slots: what the optimizer keeps per weight (its moments).
    """

    name: str
    start: int
    weights: Floats
    slots: tuple[Floats, ...]


class Pieces:
    """Every parameter cut into pieces."""

    def __init__(
        self,
        parameters: Mapping[str, Floats],
        slots: Mapping[str, tuple[Floats, ...]],
        *,
        threads: int,
    ) -> None:
        """Cut the parameters; a second thread works when `threads` is 2 or more.

        Raises:
            ValueError: an array whose numbers do not lie in one run of memory.
        """
        self._pieces = [
            piece
            for name in parameters
            for piece in _cut(name, parameters[name], slots=slots[name])
        ]
        largest = max(self._pieces, key=lambda piece: piece.weights.size, default=None)
        self._scratch = [np.empty_like(largest.weights) for _ in range(2) if largest]
        has_second = threads > 1 and len(self._pieces) > 1
        self._second = ThreadPoolExecutor(1, "pieces") if has_second else None

    def each(
        self, change: Callable[[Piece, Floats], None], *, leaving_out: Collection[str] = ()
    ) -> None:
        """Call `change(piece, scratch)` for every piece; scratch has the piece's size.

        Args:
            change: is called in both threads.
            leaving_out: names of parameters whose pieces stay as they are.
        """
        chosen = [piece for piece in self._pieces if piece.name not in leaving_out]
        todo, one_at_a_time = iter(chosen), threading.Lock()

        def work(scratch: Floats) -> None:
            # Whoever is free takes the next: a thread that the machine keeps waiting holds up
            # no more than the piece in its hands.
            while (piece := _next(todo, one_at_a_time)) is not None:
                change(piece, scratch[: piece.weights.size])

        numbers = sum(piece.weights.size for piece in chosen)
        second = self._second if numbers > PIECE_SIZE else None
        job = second.submit(work, self._scratch[1]) if second else None
        if self._scratch:
            work(self._scratch[0])
        if job and not job.cancel():  # one that never began has nothing left to do
            job.result()


def flat(array: Floats) -> Floats:
    """Return a flat view of the array.

    Raises:
        ValueError: its numbers do not lie in one run of memory, so a view cannot be had.
    """
    if not array.flags.c_contiguous:
        raise ValueError(f"an array of shape {array.shape} must be C-contiguous to be learned")
    return array.reshape(-1)


def _cut(name: str, weights: Floats, *, slots: tuple[Floats, ...]) -> list[Piece]:
    numbers, kept = flat(weights), [flat(slot) for slot in slots]
    stretches = (slice(at, at + PIECE_SIZE) for at in range(0, numbers.size, PIECE_SIZE))
    return [
        Piece(name, part.start, numbers[part], tuple(slot[part] for slot in kept))
        for part in stretches
    ]


def _next(todo: Iterator[Piece], one_at_a_time: threading.Lock) -> Piece | None:
    with one_at_a_time:
        return next(todo, None)
