"""Large arrays changed in place, in pieces that stay in the processor's cache.

An update passes over every weight and its moments several times. Piece by piece these passes find
their numbers in the cache; one after the other over the whole arrays they would fetch them from
memory each time. Half the pieces go to a second thread: NumPy lets go of the interpreter while it
works, and pieces share no number, so the bits do not depend on the threads.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    """Every parameter cut into pieces, in two shares of about equal size."""

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
        pieces = [
            piece
            for name in parameters
            for piece in _cut(name, parameters[name], slots=slots[name])
        ]
        self._shares = _halves(pieces) if threads > 1 else (pieces, [])
        largest = max((piece.weights.size for piece in pieces), default=0)
        dtype = next(iter(parameters.values())).dtype if parameters else np.dtype(np.float32)
        self._scratch = [np.empty(largest, dtype) for _ in self._shares]
        self._second = ThreadPoolExecutor(1, "pieces") if self._shares[1] else None

    def each(self, change: Callable[[Piece, Floats], None]) -> None:
        """Call `change(piece, scratch)` for every piece; scratch has the piece's size."""
        first, second = self._shares
        if self._second is None:
            _run(first, change, scratch=self._scratch[0])
            return
        job = self._second.submit(_run, second, change, scratch=self._scratch[1])
        _run(first, change, scratch=self._scratch[0])
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


def _halves(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    ends = np.cumsum([piece.weights.size for piece in pieces])
    middle = int(np.searchsorted(ends, ends[-1] / 2)) + 1 if pieces else 0
    return pieces[:middle], pieces[middle:]


def _run(pieces: list[Piece], change: Callable[[Piece, Floats], None], *, scratch: Floats) -> None:
    for piece in pieces:
        change(piece, scratch[: piece.weights.size])
