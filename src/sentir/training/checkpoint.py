"""What belongs in a checkpoint: all that decides how training goes on.

The order of rows is not in it: it follows from the seed and the number of the epoch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.errors import RunError
from sentir.store.checkpoint import Checkpoint
from sentir.store.histories import row_of
from sentir.training.state import Best, TrainState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.training.step import Step

_MEND = "Start the run anew with sentir train."


def checkpoint_of(state: TrainState, *, machine: Mapping[str, Any]) -> Checkpoint:
    """Return the state as named arrays and a JSON object, both copies.

    Args:
        state: at the end of an epoch.
        machine: what `machine_record` gave; a resumed run compares it with its own.
    """
    step = state.step.state()
    arrays = {f"step/{name}": array for name, array in step.arrays.items()}
    if state.best is not None:
        arrays |= {f"best/{name}": array for name, array in state.best.weights.items()}
    return Checkpoint(
        arrays=arrays,
        meta={
            "step": step.meta,
            "best_epoch": None if state.best is None else state.best.epoch,
            "history": [row.to_json() for row in state.history],
            "machine": dict(machine),
        },
    )


def restore(checkpoint: Checkpoint, step: Step) -> TrainState:
    """Return the state that a checkpoint holds; `step` is loaded with its part.

    Raises:
        RunError: the checkpoint lacks something, or is of a run with other settings.
    """
    try:
        meta = checkpoint.meta
        step.load(Checkpoint(arrays=_under(checkpoint, "step/"), meta=meta["step"]))
        history = [
            row_of(row, f"the checkpoint's history, row {number}", mend=_MEND)
            for number, row in enumerate(meta["history"])
        ]
        best_epoch = meta["best_epoch"]
    except (KeyError, TypeError) as error:
        raise RunError(f"the checkpoint is damaged: it lacks {error}. {_MEND}") from error
    best = None
    if best_epoch is not None:
        best = Best(epoch=int(best_epoch), weights=_under(checkpoint, "best/"))
        if best.weights.keys() != step.weights().keys():
            raise RunError(f"the checkpoint is damaged: its best weights are not whole. {_MEND}")
    return TrainState(step=step, history=history, best=best)


def _under(checkpoint: Checkpoint, prefix: str) -> dict[str, Any]:
    return {
        name.removeprefix(prefix): array
        for name, array in checkpoint.arrays.items()
        if name.startswith(prefix)
    }
