"""Where the time of a training goes, measured while it trains and kept in its `run.json`."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sentir.cells.stopwatch import WATCH
from sentir.training.profile import profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sentir.store.run_folder import RunFolder
    from sentir.training.state import TrainState


@contextmanager
def profiling(folder: RunFolder, state: TrainState, *, is_asked: bool) -> Iterator[None]:
    """Measure the updates made meanwhile; write them down when the work within has ended well."""
    if not is_asked:
        yield
        return
    before = state.step.updates
    WATCH.start()
    try:
        yield
    finally:
        seconds = WATCH.stop()
    folder.update_run(profile=profile(seconds, updates=state.step.updates - before))
