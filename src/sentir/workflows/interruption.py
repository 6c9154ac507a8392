"""Ctrl-C while training: finish nothing, leave a run that can be gone on with."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

from sentir.training.hooks import StopSignal

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def stop_on_interrupt() -> Iterator[StopSignal]:
    """Yield a hook that stops the loop at the first Ctrl-C or SIGTERM; a second one ends at once.

    Outside the main thread, where Python takes no signals, it never stops.
    """
    stop = StopSignal()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    watched = (signal.SIGINT, signal.SIGTERM)
    before = {int(number): signal.getsignal(number) for number in watched}

    def ask(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, before[number])

    for number in watched:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number in watched:
            signal.signal(number, before[number])
