from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.errors import RunError
from sentir.store.container import HEAD_BYTES
from sentir.store.documents import dump
from sentir.store.model_file import MODEL_FILE, ModelFile, read_model, write_model
from sentir.store.tensors import pack_arrays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Make = Callable[..., ModelFile]

MEND = r"Copy or download the file again, or make it anew with sentir train\."


@pytest.fixture
def path(tmp_path: Path, small_model: Make) -> Path:
    write_model(tmp_path / "model.sentir", small_model())
    return tmp_path / "model.sentir"


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sealed(path: Path, body: bytes) -> None:
    """Write a file whose outer hash is right, as somebody who means harm would."""
    path.write_bytes(MODEL_FILE.magic + hashlib.sha256(body).digest() + body)


def forged(path: Path, members: Iterable[tuple[str, bytes]], **options: int) -> None:
    stream = io.BytesIO(bytes(HEAD_BYTES))
    stream.seek(HEAD_BYTES)
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
        warnings.simplefilter("ignore")  # of duplicate names, which are wanted here
        for name, data in members:
            archive.writestr(name, data, **options)
    sealed(path, stream.getvalue()[HEAD_BYTES:])


def with_member(path: Path, name: str, data: bytes) -> None:
    """Replace one member, with all hashes right."""
    members = members_of(path) | {name: data}
    if name != "manifest.json":
        manifest = json.loads(members["manifest.json"])
        manifest["members"][name] = hashlib.sha256(data).hexdigest()
        members["manifest.json"] = dump(manifest)
    forged(path, members.items())


def with_manifest(path: Path, key: str, value: Any) -> None:
    manifest = json.loads(members_of(path)["manifest.json"])
    *outer, last = key.split(".")
    part = manifest
    for name in outer:
        part = part[name]
    part[last] = value
    with_member(path, "manifest.json", json.dumps(manifest).encode())


def test_a_model_comes_back_as_it_was_written(path: Path, small_model: Make) -> None:
    model, back = small_model(), read_model(path)
    assert {key: back.manifest[key] for key in model.manifest} == model.manifest
    assert back.vocabulary == model.vocabulary
    assert back.parity == model.parity
    for name, weight in model.weights.items():
        assert back.weights[name].dtype == np.float32
        np.testing.assert_array_equal(back.weights[name], weight.astype(np.float16))
    np.testing.assert_array_equal(back.words["counts"], model.words["counts"])
    np.testing.assert_array_equal(back.reference["quantiles"], model.reference["quantiles"])


def test_equal_models_are_equal_bytes(path: Path, tmp_path: Path, small_model: Make) -> None:
    write_model(tmp_path / "again.sentir", small_model())
    assert (tmp_path / "again.sentir").read_bytes() == path.read_bytes()
    write_model(tmp_path / "read.sentir", read_model(path))
    assert (tmp_path / "read.sentir").read_bytes() == path.read_bytes()


def test_common_tools_open_it_as_a_zip(path: Path) -> None:
    listing = subprocess.run(
        [sys.executable, "-m", "zipfile", "-l", str(path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in MODEL_FILE.members:
        assert name in listing


def test_two_hundred_bit_flips_are_all_refused(path: Path) -> None:
    whole = path.read_bytes()
    places = np.linspace(0, 8 * len(whole) - 1, 200).astype(int)  # over the whole file
    for place in places.tolist():
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)
        with pytest.raises(RunError, match=rf"model\.sentir.*({MEND}|get the file again\.)"):
            read_model(path)


def test_fifty_truncations_are_all_refused(path: Path) -> None:
    whole = path.read_bytes()
    for size in np.linspace(0, len(whole) - 1, 50).astype(int).tolist():
        path.write_bytes(whole[:size])
        with pytest.raises(RunError, match=MEND):
            read_model(path)


def test_added_bytes_are_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(RunError, match="does not match its SHA-256"):
        read_model(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"none\.sentir: there is no such model file"):
        read_model(tmp_path / "none.sentir")


def test_a_file_of_another_kind_is_said(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 and more that makes it long enough to hold a hash and all")
    with pytest.raises(RunError, match="is not a model file: it does not begin with SENTIR01"):
        read_model(path)


def test_a_newer_container_is_said(path: Path) -> None:
    path.write_bytes(b"SENTIR02" + path.read_bytes()[8:])
    with pytest.raises(RunError, match=r"made by a newer sentir \(format 02.*Update sentir"):
        read_model(path)


def test_a_newer_manifest_is_said(path: Path) -> None:
    with_manifest(path, "format", 2)
    with pytest.raises(RunError, match=r"made by a newer sentir \(manifest format 2"):
        read_model(path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "1"),
        ("format", True),
        ("kind", "picture"),
        ("task", []),
        ("task.labels", ["only one"]),
        ("task.labels", ["same", "same"]),
        ("task.labels", [1, 2]),
        ("task.activation", None),
        ("preprocessing.lowercase", 1),
        ("preprocessing.max_length", 0),
        ("preprocessing.max_length", 10**12),
        ("preprocessing.keep", ["first"]),
        ("net", None),
        ("temperature", 0),
        ("temperature", "1"),
        ("min_probability", 1.5),
        ("members", {"weights.safetensors": 1}),
        ("card", "none"),
    ],
)
def test_a_manifest_value_that_cannot_be_is_refused_by_name(
    path: Path, key: str, value: Any
) -> None:
    with_manifest(path, key, value)
    with pytest.raises(RunError, match=rf"manifest\.json is damaged: {key}[. ].*expected.*{MEND}"):
        read_model(path)


def test_a_manifest_with_nan_is_refused(path: Path) -> None:
    with_manifest(path, "temperature", float("nan"))
    with pytest.raises(RunError, match=r"manifest\.json is damaged: it holds NaN"):
        read_model(path)


def test_a_zip_bomb_is_refused(path: Path) -> None:
    members = members_of(path) | {"parity.json": bytes(2**20)}
    forged(path, members.items(), compress_type=zipfile.ZIP_DEFLATED)
    with pytest.raises(RunError, match="is compressed, and members are stored as is"):
        read_model(path)


def test_overlapping_members_are_refused(path: Path) -> None:
    whole = bytearray(path.read_bytes()[HEAD_BYTES:])
    big = 400_000  # bytes, more than the file holds
    at = whole.rfind(b"PK\x01\x02", 0, whole.rfind(b"parity.json"))
    whole[at + 20 : at + 28] = big.to_bytes(4, "little") * 2
    sealed(path, bytes(whole))
    with pytest.raises(RunError, match="is not a sound model file"):
        read_model(path)


def test_a_duplicate_member_is_refused(path: Path) -> None:
    forged(path, [*members_of(path).items(), ("parity.json", b"{}")])
    with pytest.raises(RunError, match="each once"):
        read_model(path)


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "more.json", "parity.json/"])
def test_a_member_of_another_name_is_refused(path: Path, name: str) -> None:
    members = members_of(path) | {name: b"{}"}
    forged(path, members.items())
    with pytest.raises(RunError, match=r"it must hold manifest\.json.*each once"):
        read_model(path)


def test_a_missing_member_is_refused(path: Path) -> None:
    members = members_of(path)
    del members["words.safetensors"]
    forged(path, members.items())
    with pytest.raises(RunError, match="it must hold"):
        read_model(path)


def test_a_member_that_does_not_match_the_manifest_is_refused(path: Path) -> None:
    members = members_of(path) | {"parity.json": b"{}"}
    forged(path, members.items())
    with pytest.raises(RunError, match=r"parity\.json does not match its SHA-256"):
        read_model(path)


def test_huge_json_is_refused(path: Path) -> None:
    with_member(path, "parity.json", b" " * (4 * 2**20 + 1))
    with pytest.raises(RunError, match=r"parity\.json holds 4194305 bytes, too many"):
        read_model(path)


def test_deeply_nested_json_is_refused(path: Path) -> None:
    with_member(path, "parity.json", b"[" * 200_000)
    with pytest.raises(RunError, match=r"parity\.json is damaged"):
        read_model(path)


@pytest.mark.parametrize("data", [b"{}", b"[1, 2]", b'["a", null]', b"\xff", b"[", b"9" * 5000])
def test_a_vocabulary_that_is_no_list_of_words_is_refused(path: Path, data: bytes) -> None:
    with_member(path, "vocabulary.json", data)
    with pytest.raises(RunError, match=rf"vocabulary\.json.* is damaged.*{MEND}"):
        read_model(path)


@pytest.mark.parametrize("data", [b"", b"\xff" * 100, (2**60).to_bytes(8, "little") + b"{}"])
def test_weights_that_are_no_safetensors_are_refused(path: Path, data: bytes) -> None:
    with_member(path, "weights.safetensors", data)
    with pytest.raises(RunError, match=r"weights is damaged: not a safetensors file"):
        read_model(path)


@pytest.mark.parametrize("number", [np.float32(1), np.float16(np.nan), np.int16(1)])
def test_weights_must_be_finite_and_in_half_width(path: Path, number: np.generic) -> None:
    with_member(path, "weights.safetensors", pack_arrays({"output.bias": np.array([number])}))
    with pytest.raises(RunError, match=r"output\.bias must hold finite float16 numbers"):
        read_model(path)


def test_random_damage_under_a_right_hash_never_escapes_as_another_error(path: Path) -> None:
    body = path.read_bytes()[HEAD_BYTES:]
    rng = np.random.default_rng(0)
    for _ in range(300):
        damaged = bytearray(body)
        at = len(body) - 1 - int(rng.integers(0, 600))  # mostly the zip's directory
        damaged[at] = int(rng.integers(0, 256))
        sealed(path, bytes(damaged))
        try:
            read_model(path)
        except RunError as error:
            assert MODEL_FILE.mend in str(error)  # noqa: PT017 - some damage is harmless


def test_a_weight_beyond_float16_is_refused_when_written(tmp_path: Path, small_model: Make) -> None:
    model = small_model(weights={"output.weight": np.full((1, 8), 1e6, np.float32)})
    with pytest.raises(RunError, match=r"output\.weight holds a weight beyond float16.*smaller"):
        write_model(tmp_path / "model.sentir", model)
    assert list(tmp_path.iterdir()) == []


def test_a_member_too_large_to_be_read_is_not_written(tmp_path: Path, small_model: Make) -> None:
    model = small_model(parity={"inputs": ["x" * (5 * 2**20)]})
    with pytest.raises(RunError, match=r"parity\.json takes \d+ bytes, of \d+ at most"):
        write_model(tmp_path / "model.sentir", model)
