"""What a step leaves in a checkpoint and goes on from, in one shape whatever computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.errors import RunError
from sentir.store.checkpoint import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np

    from sentir.cells.arrays import Floats
    from sentir.training.schedules import Schedule

_START_ANEW = "Start the run anew with sentir train."


def step_checkpoint(
    weights: Mapping[str, Floats],
    slots: Mapping[str, Floats],
    *,
    updates: int,
    schedule: Schedule,
    dropout: np.random.Generator,
) -> Checkpoint:
    """Return all that decides the updates to come.

    Args:
        weights: copies of the parameters by name.
        slots: copies of what the optimizer keeps for each weight, `SLOT/PARAMETER`.
        updates: how many were done.
        schedule: gives the learning rate.
        dropout: decides what is dropped.
    """
    return Checkpoint(
        arrays={
            **{f"weights/{name}": array for name, array in weights.items()},
            **{f"slots/{key}": slot for key, slot in slots.items()},
        },
        meta={
            "updates": updates,
            "schedule": schedule.state(),
            "dropout": dropout.bit_generator.state,
        },
    )


def restore_step(
    state: Checkpoint,
    *,
    like: Checkpoint,
    schedule: Schedule,
    dropout: np.random.Generator,
    take: Callable[[Mapping[str, Floats], Mapping[str, Floats], int], None],
) -> None:
    """Load schedule and dropout from a saved state, and the rest by `take`.

    Args:
        state: what was saved.
        like: the present state of the same step.
        schedule: gives the learning rate.
        dropout: decides what is dropped.
        take: is given weights, slots and updates.

    Raises:
        RunError: the state is of another net or another optimizer.
    """
    differing = sorted(
        name
        for name in like.arrays.keys() | state.arrays.keys()
        if _kind(like.arrays.get(name)) != _kind(state.arrays.get(name))
    )
    if differing:
        name = differing[0]
        raise RunError(
            f"the checkpoint does not fit the run's settings: {name} is "
            f"{_kind(state.arrays.get(name))}, expected {_kind(like.arrays.get(name))}. "
            f"{_START_ANEW}"
        )
    try:
        updates = int(state.meta["updates"])
        take(_under("weights/", state), _under("slots/", state), updates)
        schedule.load(state.meta["schedule"])
        dropout.bit_generator.state = state.meta["dropout"]
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(
            f"the checkpoint does not fit the run's settings: {error!r}. {_START_ANEW}"
        ) from error


def _under(prefix: str, state: Checkpoint) -> dict[str, Floats]:
    return {
        name.removeprefix(prefix): array
        for name, array in state.arrays.items()
        if name.startswith(prefix)
    }


def _kind(array: Floats | None) -> str:
    return "missing" if array is None else f"{array.dtype} {array.shape}"
