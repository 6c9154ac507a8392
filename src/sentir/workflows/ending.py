"""How a training ends before its time: a signal, an error; what it leaves can be gone on with."""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

from sentir.errors import Interrupted, MachineError, SentirError
from sentir.training.hooks import StopSignal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentir.store.run_folder import RunFolder
    from sentir.training.state import TrainState


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


def leave_if_asked(folder: RunFolder, state: TrainState, stop: StopSignal) -> None:
    """Leave an interrupted run if it was the signal that stopped the loop."""
    if state.stopped is None or state.stopped.reason != "interrupted" or not stop.is_set:
        return
    folder.update_run(state="interrupted")
    raise Interrupted(
        f"Interrupted after epoch {state.epoch}. Go on with: sentir resume {folder.typed}"
    )


@contextlib.contextmanager
def ending_in_record(folder: RunFolder) -> Iterator[None]:
    """Write into the run how it ended, if it ends early: interrupted, or failed and why.

    A run that had not begun, for want of room perhaps, leaves nothing behind.
    """
    try:
        yield
    except Interrupted:
        raise
    except BaseException as error:
        if not (folder.path / "run.json").exists():
            _discard(folder)
            raise
        is_interrupted = isinstance(error, KeyboardInterrupt)
        state = {"state": "interrupted"} if is_interrupted else _failure(error)
        with contextlib.suppress(SentirError):  # without room not even that can be written
            folder.update_run(**state)
        if is_interrupted:
            raise Interrupted(f"Interrupted. Go on with: sentir resume {folder.typed}") from None
        if isinstance(error, MachineError):
            raise MachineError(f"{error} Then go on with: sentir resume {folder.typed}") from error
        raise


def _failure(error: BaseException) -> dict[str, str]:
    return {"state": "failed", "reason": str(error)[:2000]}


def _discard(folder: RunFolder) -> None:
    with contextlib.suppress(OSError):
        for path in folder.path.iterdir():
            path.unlink()
        folder.path.rmdir()
