"""The model file: all that an answer needs, in one file in which nothing is executed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.errors import RunError
from sentir.store.container import ContainerKind, read_container, write_container
from sentir.store.documents import dump, parse
from sentir.store.manifest import check_manifest
from sentir.store.tensors import Arrays, pack_arrays, unpack_arrays

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_MIB = 2**20
MODEL_FILE = ContainerKind(
    magic=b"SENTIR01",
    noun="model file",
    mend="Copy or download the file again, or make it anew with sentir train.",
    members={
        "manifest.json": 4 * _MIB,
        "weights.safetensors": 1024 * _MIB,
        "vocabulary.json": 64 * _MIB,
        "words.safetensors": 512 * _MIB,
        "reference.safetensors": 16 * _MIB,
        "parity.json": 4 * _MIB,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFile:
    """What a model file holds.

    Attributes:
        manifest: as `docs/formats.md` says; `format` and `members` are written by `write_model`.
        weights: the network's parameters under torch's names; float16 in the file, float32 here.
        vocabulary: words by id; 0 is padding, 1 the unknown word.
        words: `counts` (V, C) int32, how often each word stands in each class's training rows.
        reference: what the distance to the training data needs, and its quantiles.
        parity: a few inputs and the answers they had where the file was made.
    """

    manifest: dict[str, Any]
    weights: Arrays
    vocabulary: list[str]
    words: Arrays
    reference: Arrays
    parity: dict[str, Any]


def write_model(path: Path, model: ModelFile) -> None:
    """Write a model file, whole or not at all; equal models give equal bytes.

    Raises:
        RunError: a weight has no float16 value.
        MachineError: no room, no permission.
    """
    members = {
        "weights.safetensors": pack_arrays(
            {name: halved(name, weight) for name, weight in model.weights.items()}
        ),
        "vocabulary.json": dump(model.vocabulary),
        "words.safetensors": pack_arrays(model.words),
        "reference.safetensors": pack_arrays(model.reference),
        "parity.json": dump(model.parity),
    }
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    manifest = {**model.manifest, "format": 1, "members": hashes}
    members["manifest.json"] = dump(manifest, indent=1)
    check_manifest(parse(members["manifest.json"], "manifest.json", mend=""), str(path), mend="")
    write_container(path, MODEL_FILE, members)


def halved(name: str, weight: NDArray[Any]) -> NDArray[np.float16]:
    """Return one weight in the width the file keeps, float16."""
    with np.errstate(over="ignore"):
        half = weight.astype(np.float16)
    if not np.isfinite(half).all():
        raise RunError(
            f"{name} holds a weight beyond float16 (largest {np.abs(weight).max():.3g}, at most "
            "65504 can be kept): the run was unstable. Train with a smaller "
            "train.learning_rate, or set train.clip_norm."
        )
    return half


def read_model(path: Path) -> ModelFile:
    """Return what a model file holds, checked.

    Raises:
        RunError: missing, damaged, hostile, or made by a newer sentir; with the mend.
        MachineError: it cannot be read.
    """
    members = read_container(path, MODEL_FILE)
    mend = MODEL_FILE.mend
    manifest = parse(members["manifest.json"], f"{path}: manifest.json", mend=mend)
    check_manifest(manifest, str(path), mend=mend)
    _check_hashes(members, manifest["members"], path)
    parity = parse(members["parity.json"], f"{path}: parity.json", mend=mend)
    if not isinstance(parity, dict):
        raise RunError(f"{path}: parity.json is damaged: expected a JSON object. {mend}")
    arrays = {
        name: unpack_arrays(members[f"{name}.safetensors"], f"{path}: {name}", mend=mend)
        for name in ("weights", "words", "reference")
    }
    return ModelFile(
        manifest=manifest,
        weights={name: _single(name, half, path) for name, half in arrays["weights"].items()},
        vocabulary=_vocabulary(members["vocabulary.json"], path),
        words=arrays["words"],
        reference=arrays["reference"],
        parity=parity,
    )


def _check_hashes(members: dict[str, bytes], hashes: dict[str, str], path: Path) -> None:
    for name, data in members.items():
        if name != "manifest.json" and hashlib.sha256(data).hexdigest() != hashes.get(name):
            raise RunError(
                f"{path} is damaged: {name} does not match its SHA-256. {MODEL_FILE.mend}"
            )


def _single(name: str, half: NDArray[Any], path: Path) -> NDArray[np.float32]:
    if half.dtype != np.float16 or not np.isfinite(half).all():
        raise RunError(
            f"{path} is damaged: weight {name[:100]} must hold finite float16 numbers. "
            f"{MODEL_FILE.mend}"
        )
    return half.astype(np.float32)


def _vocabulary(data: bytes, path: Path) -> list[str]:
    """Return the words as the file holds them; `text.vocabulary` checks what it takes in."""
    words = parse(data, f"{path}: vocabulary.json", mend=MODEL_FILE.mend)
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise RunError(
            f"{path}: vocabulary.json is damaged: expected a list of words. {MODEL_FILE.mend}"
        )
    return words
