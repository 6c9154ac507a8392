"""Training with PyTorch by the commands: said, resumed by either backend, and served without it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from sentir.store.checkpoint import read_checkpoint
from tests.workflow import interrupted
from tests.workflow.hiding import asked_for, hiding
from tests.workflow.interrupted import WRITES_BEFORE, WRITES_OF_AN_EPOCH

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.conftest import Sentir

TORCH = ("--set", "train.backend=torch")
AFTER_FOUR_EPOCHS = WRITES_BEFORE + 5 * WRITES_OF_AN_EPOCH + 1


def notes(events: list[dict[str, Any]]) -> list[str]:
    return [event["note"] for event in events if "note" in event]


def ask_for(backend: str, run: Path) -> None:
    """Let the run's own settings ask for this backend from now on."""
    settings = json.loads((run / "config.json").read_text())
    settings["train"]["backend"] = backend
    (run / "config.json").write_text(json.dumps(settings))


def test_a_run_says_what_it_computes_with_and_why(
    few: Path, sentir: Sentir, tmp_path: Path
) -> None:
    for backend, said in (
        ("auto", "Computing with NumPy: no GPU was found."),
        ("numpy", "Computing with NumPy, as train.backend asks."),
    ):
        asked = ("--set", f"train.backend={backend}", "--set", "train.epochs=1")
        done = sentir(*interrupted.train(few, "--out", backend), *asked)
        assert done.status == 0, done.err
        assert said in notes(done.events)
    environment = json.loads((tmp_path / "auto" / "run.json").read_text())["environment"]
    assert environment["backend"] == "NumPy"
    assert environment["backend_reason"] == "no_gpu"


@pytest.mark.slow
def test_a_killed_run_of_pytorch_resumes_to_the_same_bits_and_is_served_without_it(
    few: Path, sentir: Sentir, process: Sentir, tmp_path: Path
) -> None:
    command = [*interrupted.train(few), *TORCH]
    done = sentir(*command, "--out", "whole")
    assert done.status == 0, done.err
    environment = json.loads((tmp_path / "whole" / "run.json").read_text())["environment"]
    assert environment["backend"].startswith("PyTorch ")
    assert f"Computing with {environment['backend']}, as train.backend asks." in notes(done.events)

    interrupted.kill_at_write(AFTER_FOUR_EPOCHS, [*command, "--out", "run"])
    done = sentir("resume", "run")
    assert done.status == 0, done.err
    assert not [note for note in notes(done.events) if "not as it was" in note]
    assert interrupted.result(tmp_path / "run") == interrupted.result(tmp_path / "whole")

    without = hiding(tmp_path, ["torch"])
    for looking in ("predict", "test", "report", "diagnose"):
        texts = ["a wonderful day"] if looking == "predict" else []
        served = process(looking, "run", *texts, environment=without)
        assert served.status == 0, served.err
    assert asked_for(tmp_path) == set()


@pytest.mark.parametrize(
    ("begins", "ends"),
    [("numpy", "torch"), pytest.param("torch", "numpy", marks=pytest.mark.slow)],
)
def test_a_run_begun_on_one_backend_goes_on_with_the_other_and_says_so(
    begins: str, ends: str, few: Path, sentir: Sentir, process: Sentir, tmp_path: Path
) -> None:
    command = [*interrupted.train(few, "--out", "run"), "--set", f"train.backend={begins}"]
    interrupted.kill_at_write(AFTER_FOUR_EPOCHS, command)
    before = interrupted.timeless(tmp_path / "run")
    ask_for(ends, tmp_path / "run")
    done = sentir("resume", "run")
    assert done.status == 0, done.err
    changed = next(note for note in notes(done.events) if "not as it was" in note)
    names = {"numpy": "NumPy", "torch": "PyTorch"}
    assert f"backend {names[begins]}" in changed
    assert f"-> {names[ends]}" in changed
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["environment"]["backend"].startswith(names[begins])
    (move,) = record["moves"]
    assert (move["epoch"], move["update"]) == (len(before) - 1, before[-1]["step"])
    assert move["changed"][0].startswith(f"backend {names[begins]}")
    assert interrupted.timeless(tmp_path / "run")[: len(before)] == before
    checkpoint = read_checkpoint(tmp_path / "run" / "checkpoint")
    assert checkpoint is not None
    assert len(checkpoint.meta["history"]) == interrupted.EPOCHS + 1
    answered = process("predict", "run", "a good day", environment=hiding(tmp_path, ["torch"]))
    assert answered.status == 0, answered.err
    assert asked_for(tmp_path) == set()


def test_pytorch_that_is_not_installed_is_said_before_anything_is_read(
    few: Path, process: Sentir, tmp_path: Path
) -> None:
    command = [*interrupted.train(few, "--out", "run"), *TORCH]
    done = process(*command, environment=hiding(tmp_path, ["torch"]))
    assert done.status == 5
    assert "train.backend is torch, but PyTorch is not installed. Install it with" in done.err
    assert "Reading" not in done.err
    assert not (tmp_path / "run").exists()


def test_the_doctor_says_what_training_would_compute_with(sentir: Sentir) -> None:
    found = {check["name"]: check for check in sentir("doctor", "--json").json}
    assert found["backend"]["found"] == "Computing with NumPy: no GPU was found."
    assert found["[torch]"]["found"] == (
        "installed: training with PyTorch, on a GPU if there is one"
    )
