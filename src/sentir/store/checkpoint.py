"""The checkpoint of a run: where training stood, in one file that is whole or not there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.errors import RunError
from sentir.store.atomic import remove_leftovers
from sentir.store.container import ContainerKind, read_container, write_container
from sentir.store.failures import refused
from sentir.store.tensors import Arrays, pack_arrays, unpack_arrays

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

CHECKPOINT_NAME = "state.sentirck"
CHECKPOINT = ContainerKind(
    magic=b"SENTIRCK",
    noun="checkpoint",
    mend="Start the run anew with sentir train; what it had learned cannot be recovered.",
    members={"state.json": 64 * 2**20, "arrays.safetensors": 64 * 2**30},
)
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Named arrays, bit for bit, and a JSON object in which numbers may be NaN or infinite."""

    arrays: Arrays
    meta: dict[str, Any]


def write_checkpoint(
    folder: Path, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]
) -> None:
    """Write the checkpoint of a run into its folder; the one before stays until this one is whole.

    Call it while holding the run's lock: what a killed writer left is removed.

    Raises:
        MachineError: no room, no permission; the checkpoint before is untouched.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, folder, action="write") from error
    remove_leftovers(folder)
    # Python's JSON keeps NaN and infinities: a best loss may still be infinite
    state = json.dumps({"format": FORMAT, "meta": dict(meta)}).encode()
    members = {"state.json": state, "arrays.safetensors": pack_arrays(arrays)}
    write_container(folder / CHECKPOINT_NAME, CHECKPOINT, members)


def read_checkpoint(folder: Path) -> Checkpoint | None:
    """Return the checkpoint in this folder, or None where none was written.

    Raises:
        RunError: it is damaged, or made by a newer sentir.
    """
    path = folder / CHECKPOINT_NAME
    if not path.exists():
        return None
    members = read_container(path, CHECKPOINT)
    try:
        state = json.loads(members["state.json"])
        version, meta = state["format"], state["meta"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RunError(f"{path} is damaged: state.json. {CHECKPOINT.mend}") from error
    if version != FORMAT:
        raise RunError(
            f"{path} was made by a newer sentir (checkpoint format {version}; this one reads "
            f"{FORMAT}). Update sentir, then resume."
        )
    arrays = unpack_arrays(members["arrays.safetensors"], str(path), mend=CHECKPOINT.mend)
    return Checkpoint(
        arrays={name: array.copy() for name, array in arrays.items()},  # copies may be written to
        meta=meta,
    )
