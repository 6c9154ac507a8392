"""Work that two threads may share: what a sequence is given to hand some of its work over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")


class Sharing(Protocol):
    """Whoever works; results must not depend on who does."""

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Return the work's result for each item, in order."""
        ...

    def aside(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Begin this work, and return what waits for its result."""
        ...


class Alone:
    """One thread does everything, at once."""

    def each(self, work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
        """Work on one item after the other."""
        return [work(item) for item in items]

    def aside(self, work: Callable[[], Result]) -> Callable[[], Result]:
        """Do the work now."""
        result = work()
        return lambda: result


ALONE = Alone()
LARGE = 1 << 25
"""Multiplications of a product worth handing over: smaller ones wait longer than they take."""


def worth(sharing: Sharing, multiplications: int) -> Sharing:
    """Return who works on so much: the sharing, or one thread alone."""
    return sharing if multiplications >= LARGE else ALONE
