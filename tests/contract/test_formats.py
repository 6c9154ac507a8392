"""The formats of `docs/formats.md`: files of version 1, read by every later version.

The files in `golden/` are never written again; a change that cannot read them needs a new version.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import struct
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sentir.report import shape
from sentir.report.compared_shape import Compared, RunRow, SideRow
from sentir.report.compared_terminal import compared_text
from sentir.report.language import language
from sentir.runtime.predictor import load
from sentir.store import checkpoint, evidence, histories, manifest, run_folder
from sentir.store.experiment_folder import ExperimentFolder
from sentir.store.histories import HistoryRow
from sentir.store.history_files import read_history_file
from sentir.store.model_file import MODEL_FILE

GOLDEN = Path(__file__).parent / "golden"
DOCUMENT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert found, title
    return found.group(1)


def test_a_model_file_of_version_one_answers_as_when_it_was_written() -> None:
    model = load(GOLDEN / "model-1.sentir")
    lines = (GOLDEN / "answers-1.jsonl").read_text("utf-8").splitlines()
    for n, line in enumerate(lines, start=1):
        expected = json.loads(line)
        found = model(expected.pop("text")).to_json(n)
        assert found.pop("probabilities") == pytest.approx(expected.pop("probabilities"), abs=1e-4)
        assert found == expected


def test_a_model_file_is_magic_hash_and_an_uncompressed_zip() -> None:
    data = (GOLDEN / "model-1.sentir").read_bytes()
    assert data[:8] == b"SENTIR01"
    assert data[8:40] == hashlib.sha256(data[40:]).digest()
    with zipfile.ZipFile(GOLDEN / "model-1.sentir") as archive:
        assert set(archive.namelist()) == set(MODEL_FILE.members)
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        about = json.loads(archive.read("manifest.json"))
        for name, digest in about["members"].items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        weights = archive.read("weights.safetensors")
    (size,) = struct.unpack("<Q", weights[:8])
    header = json.loads(weights[8 : 8 + size])
    assert {array["dtype"] for array in header.values()} == {"F16"}
    assert {"embedding.weight", "recurrent.0.weight_ih_l0_reverse", "output.bias"} <= set(header)


def test_a_run_json_of_version_one_is_read_with_keys_of_later(tmp_path: Path) -> None:
    shutil.copy(GOLDEN / "run-1.json", tmp_path / "run.json")
    record = run_folder.RunFolder(tmp_path).read_run()
    assert record["state"] == "finished"
    assert record == json.loads((GOLDEN / "run-1.json").read_text())


def test_a_history_of_version_one_is_read_with_keys_of_later() -> None:
    assert read_history_file(GOLDEN / "history-1.jsonl") == [
        HistoryRow(
            epoch=1,
            step=10,
            seconds=0.5,
            train_loss=0.7,
            val_loss=0.8,
            train_score=0.6,
            val_score=0.55,
            learning_rate=0.001,
        ),
        HistoryRow(
            epoch=2,
            step=20,
            seconds=1.0,
            train_loss=0.5,
            val_loss=None,
            train_score=0.8,
            val_score=None,
            learning_rate=0.001,
        ),
    ]


def test_evidence_of_version_one_is_read() -> None:
    found = evidence.read_evidence(GOLDEN / "evidence-1.safetensors")
    assert found.row.tolist() == [4, 2]
    assert found.text_hash.tolist() == evidence.text_hashes(["a", "b"]).tolist()
    assert found.label.tolist() == [0, 1]
    np.testing.assert_array_equal(found.state, np.array([[0.5, 1], [2, 3]], np.float16))


def test_a_comparison_of_version_one_is_read_and_shown_with_keys_of_later(tmp_path: Path) -> None:
    shutil.copy(GOLDEN / "comparison-1.json", tmp_path / "comparison.json")
    found: Any = ExperimentFolder(tmp_path).read_comparison()
    assert found == json.loads((GOLDEN / "comparison-1.json").read_text())
    shown = compared_text(found, language("en"))
    assert "3 recipes compared on 300 validation rows" in shown
    assert "A - B   +1.0 [-5.6 to 7.6]   1.000   tied" in shown


def test_the_document_names_every_key_of_a_comparison() -> None:
    text, found = section("Comparison"), json.loads((GOLDEN / "comparison-1.json").read_text())
    pair = found["comparisons"][0]
    keys = [key for kind in (Compared, SideRow, RunRow) for key in kind.__annotations__] + [*pair]
    keys += [*pair["reach"]["A"], *pair["would_decide"], *found["differing"][0]]
    assert [key for key in keys if f"`{key}`" not in text] == []


def test_the_versions_in_the_document_are_those_of_the_code() -> None:
    assert "container 01, manifest 1" in DOCUMENT
    assert MODEL_FILE.magic == b"SENTIR01"
    assert checkpoint.CHECKPOINT.magic == b"SENTIRCK"
    versions = [manifest.FORMAT, run_folder.FORMAT, evidence.FORMAT, checkpoint.FORMAT]
    assert versions == [1, 1, 1, 1]
    assert shape.FORMAT == 1


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Model file", [*MODEL_FILE.members, *(key.split(".")[0] for key in manifest.RULES)]),
        ("Run folder", [*run_folder.KINDS, *run_folder.STATES, "config.json", "data.json"]),
        ("History", list(histories.KEYS)),
        ("Evidence", [field.name for field in fields(evidence.Evidence)]),
        ("Checkpoint", [checkpoint.CHECKPOINT_NAME, *checkpoint.CHECKPOINT.members]),
        ("Answers", ["n", "label", "probabilities", "sure", "why_not", "truncated"]),
    ],
)
def test_the_document_names_every_key(title: str, keys: list[str]) -> None:
    text = section(title)
    assert [key for key in keys if key not in text] == []


def test_the_sizes_in_the_document_are_the_bounds_that_are_checked() -> None:
    for name, size in MODEL_FILE.members.items():
        unit, shown = ("GiB", size >> 30) if size >= 2**30 else ("MiB", size >> 20)
        assert re.search(
            rf"^\| `{re.escape(name)}` .*\| {shown} {unit} \|$", DOCUMENT, re.MULTILINE
        )
