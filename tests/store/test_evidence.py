from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from sentir.errors import RunError
from sentir.store.evidence import Evidence, read_evidence, text_hashes, write_evidence

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_evidence(
        tmp_path / "evidence.safetensors",
        Evidence(
            row=np.array([4, 2]),
            text_hash=text_hashes(["a", "b"]),
            label=np.array([0, 1], np.int32),
            state=np.array([[0.5, 1], [2, 3]], np.float16),
        ),
    )
    return tmp_path / "evidence.safetensors"


def test_evidence_comes_back_as_it_was_written(path: Path) -> None:
    back = read_evidence(path)
    assert back.row.tolist() == [4, 2]
    assert back.text_hash.tolist() == text_hashes(["a", "b"]).tolist()
    assert back.label.tolist() == [0, 1]
    assert back.state.tolist() == [[0.5, 1], [2, 3]]
    assert back.state.dtype == np.float16


def test_a_text_is_known_again_by_the_first_eight_bytes_of_its_hash() -> None:
    assert text_hashes(["sentir"]).tolist() == [0x3619D970F737F21D]


def test_every_changed_number_is_noticed(path: Path) -> None:
    arrays = load_file(path)
    arrays["label"] = np.array([1, 1], np.int32)
    save_file(arrays, path)
    with pytest.raises(RunError, match=r"does not match its SHA-256\. Train the run again"):
        read_evidence(path)


def test_arrays_that_do_not_fit_are_refused(path: Path) -> None:
    arrays = load_file(path)
    arrays["label"] = np.array([1], np.int32)
    save_file(arrays, path)
    with pytest.raises(RunError, match="expected row, text_hash, label, state, equally long"):
        read_evidence(path)


def test_newer_missing_and_broken_evidence_is_said(path: Path) -> None:
    save_file({**load_file(path), "format": np.array([2], np.int32)}, path)
    with pytest.raises(RunError, match=r"made by a newer sentir \(evidence format 2"):
        read_evidence(path)
    path.write_bytes(b"")
    with pytest.raises(RunError, match="not a safetensors file"):
        read_evidence(path)
    path.unlink()
    with pytest.raises(RunError, match="is missing"):
        read_evidence(path)
