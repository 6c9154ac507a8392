"""The evidence of a run: which training rows the model saw, and the state it had for each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import RunError
from sentir.store.atomic import read_bounded, write_whole
from sentir.store.tensors import Arrays, pack_arrays, unpack_arrays

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT = 1
MAX_ROWS = 100_000
"""Of more training rows a seeded sample is kept."""
_MEND = "Train the run again to make it anew; predictions do not need it."
_TYPES = {"row": np.int64, "text_hash": np.uint64, "label": np.int32, "state": np.float16}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One entry per training row, all arrays equally long.

    Attributes:
        row: number of the row, from 0 over all rows read.
        text_hash: first eight bytes of the SHA-256 of the text in UTF-8, most significant first.
        label: class of the row, as an index into the task's labels.
        state: (n, S) pooled state of the network, what its head sees.
    """

    row: NDArray[np.int64]
    text_hash: NDArray[np.uint64]
    label: NDArray[np.int32]
    state: NDArray[np.float16]


def text_hashes(texts: Iterable[str]) -> NDArray[np.uint64]:
    """Return the hash of each text, by which a row is known again without keeping its text."""
    digests = (hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts)
    return np.fromiter((int.from_bytes(digest[:8], "big") for digest in digests), dtype=np.uint64)


def write_evidence(path: Path, evidence: Evidence) -> None:
    """Write the evidence of a run, whole or not at all."""
    arrays: Arrays = {
        name: np.asarray(getattr(evidence, name), dtype=kind) for name, kind in _TYPES.items()
    }
    seal: Arrays = {"format": np.array([FORMAT], np.int32), "sha256": _hash(arrays)}
    write_whole(path, pack_arrays(arrays | seal))


def _hash(arrays: Arrays) -> NDArray[np.uint8]:
    """Return the SHA-256 (32,) of the arrays' bytes, one after the other in the format's order."""
    digest = hashlib.sha256()
    for name in _TYPES:
        digest.update(np.ascontiguousarray(arrays[name]).data)
    return np.frombuffer(digest.digest(), np.uint8)


def read_evidence(path: Path) -> Evidence:
    """Return the evidence of a run.

    Raises:
        RunError: missing, damaged, or made by a newer sentir.
    """
    try:
        data = read_bounded(path, MAX_ROWS * (2 * 16384 + 20) + 2**20)
    except FileNotFoundError as error:
        raise RunError(f"{path} is missing. {_MEND}") from error
    arrays = unpack_arrays(data or b"", str(path), mend=_MEND)
    version = arrays.pop("format", np.zeros(0, np.int32)).ravel().tolist()
    if version > [FORMAT]:
        raise RunError(
            f"{path} was made by a newer sentir (evidence format {version[0]}; this one reads "
            f"{FORMAT}). Update sentir, then try again."
        )
    seal = arrays.pop("sha256", np.zeros(0, np.uint8))
    if version != [FORMAT] or not _fits(arrays):
        raise RunError(f"{path} is damaged: expected {', '.join(_TYPES)}, equally long. {_MEND}")
    if not np.array_equal(seal, _hash(arrays)):
        raise RunError(f"{path} is damaged: its content does not match its SHA-256. {_MEND}")
    return Evidence(
        row=arrays["row"],
        text_hash=arrays["text_hash"],
        label=arrays["label"],
        state=arrays["state"],
    )


def _fits(arrays: Arrays) -> bool:
    if set(arrays) != set(_TYPES):
        return False
    return all(
        array.dtype == _TYPES[name]
        and array.ndim == (2 if name == "state" else 1)
        and array.shape[:1] == arrays["row"].shape
        for name, array in arrays.items()
    )
