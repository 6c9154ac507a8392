"""Where the time of training goes, by part; measured only when it is asked for.

with WATCH.part("pooling"):
    ...
"""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from types import TracebackType

Item = TypeVar("Item")


class _End:
    pass


EVALUATION = "evaluation"
_END = _End()
_NOTHING = nullcontext()  # costs a quarter of a microsecond, of an update's thousands


class Stopwatch:
    """Adds up seconds by part, each second once.

    A part within another is taken out of it; but what is within `evaluation` stays there. Only the
    thread that started it is watched: what a helper does meanwhile takes no time of it.

    Attributes:
        seconds: of each part so far.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._thread: int | None = None
        self._open: list[str] = []
        self._since = 0.0

    def start(self) -> None:
        """Begin anew, with nothing measured."""
        self.seconds = {}
        self._open = []
        self._thread = threading.get_ident()
        self._since = time.perf_counter()

    def stop(self) -> dict[str, float]:
        """Measure no more, and return the seconds of each part; "" is the time outside of all."""
        self._switch()
        self._thread = None
        return self.seconds

    def part(self, name: str) -> AbstractContextManager[None]:
        """Return what counts the time within it as this part's."""
        if self._thread is None or threading.get_ident() != self._thread:
            return _NOTHING
        return _Part(self, name)

    def each(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items; getting one is a part."""
        iterator = iter(items)
        while True:
            with self.part(name):
                item = next(iterator, _END)
            if isinstance(item, _End):
                return
            yield item

    def open(self, name: str) -> None:
        """Begin a part within the present one."""
        self._switch()
        self._open.append(EVALUATION if EVALUATION in self._open else name)

    def close(self) -> None:
        """Go back to the part around the present one."""
        self._switch()
        self._open.pop()

    def _switch(self) -> None:
        now = time.perf_counter()
        name = self._open[-1] if self._open else ""
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._since = now


class _Part:
    def __init__(self, watch: Stopwatch, name: str) -> None:
        self._watch = watch
        self._name = name

    def __enter__(self) -> None:
        self._watch.open(self._name)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._watch.close()


WATCH = Stopwatch()
"""The one of this process: cells, nets and training name their parts to it."""
