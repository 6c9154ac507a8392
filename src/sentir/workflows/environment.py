"""What a run computes with: versions, threads, processor, backend and why that one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir import __version__
from sentir.torch_backend.choice import choose
from sentir.training.machine import machine_record
from sentir.workflows.material import threads_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.config.settings import RunConfig
    from sentir.store.run_folder import RunFolder
    from sentir.training.state import TrainState

_WITHOUT_BITS = ("sentir", "backend_reason")


def environment_of(config: RunConfig) -> dict[str, Any]:
    """Return what these settings would be trained with here and now, for `run.json`.

    Raises:
        MachineError: the settings ask for PyTorch, which is not installed.
    """
    backend = choose(config.train.backend)
    return {
        "sentir": __version__,
        **machine_record(threads_of(config)),
        "backend": str(backend),
        "backend_reason": backend.reason,
    }


def bits_of(environment: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part on which the last bits of a result depend."""
    return {key: value for key, value in environment.items() if key not in _WITHOUT_BITS}


def record_move(folder: RunFolder, changed: list[str], state: TrainState) -> None:
    """Write down that training goes on from here with this changed, if anything is.

    What was written of a later update, or of this one, came to nothing: it was killed.
    """
    written = folder.read_run().get("moves", [])
    done = state.step.updates
    moves = [move for move in written if move["update"] < done]
    if changed:
        moves.append({"update": done, "epoch": state.epoch, "changed": changed})
    if moves != written:
        folder.update_run(moves=moves)
