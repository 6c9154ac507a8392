"""A helper thread that shares a net's work.

NumPy lets other threads run while it works, so that two directions of a layer, or two lanes of a
wide batch, take two cores; BLAS threads inside each small product of a step gain less and collapse
when the machine is busy (measured: a BiGRU of 2 x 128, batch 64: one thread 5.7 s an epoch, two
BLAS threads 4.9 s, this 3.9 s).
"""

from __future__ import annotations

from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

from sentir.cells.sharing import ALONE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Executor

Item = TypeVar("Item")
Result = TypeVar("Result")


class Crew:
    """One helper thread, or none: a `Sharing` of the cells. Results do not depend on which."""

    def __init__(self, threads: int) -> None:
        self._helper: Executor | None = None
        if threads > 1:
            from concurrent.futures import ThreadPoolExecutor  # 10 ms that one answer need not pay

            self._helper = ThreadPoolExecutor(1, "sentir-direction")

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return the work's result for each item, in order; of two the helper takes the second."""
        if self._helper is None or len(items) != 2:
            return ALONE.each(work, items)
        first, second = items
        job = self._helper.submit(copy_context().run, work, second)  # with NumPy's error state
        try:
            done = work(first)
        finally:
            further = job.result()  # also when interrupted: the buffers must be at rest
        return [done, further]

    def aside(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Let the helper begin this work, and return what waits for its result."""
        if self._helper is None:
            return ALONE.aside(work)
        return self._helper.submit(copy_context().run, work).result
