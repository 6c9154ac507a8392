"""Trainings that are killed or stopped, and gone on with: as if they had never been."""

from __future__ import annotations

import json
import signal
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tests.workflow import interrupted
from tests.workflow.interrupted import EPOCHS, WRITES_BEFORE, WRITES_OF_AN_EPOCH

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.conftest import Sentir

LAST_WRITE_OF_TRAINING = WRITES_BEFORE + (EPOCHS + 1) * WRITES_OF_AN_EPOCH
WRITES = LAST_WRITE_OF_TRAINING + 18
"""Model, evidence, kept epoch, report.json, report.html, run.json, three each."""


@pytest.mark.parametrize(
    "write",
    [
        WRITES_BEFORE + 1,  # the first checkpoint is written, under another name
        WRITES_BEFORE + 3 * WRITES_OF_AN_EPOCH + 2,  # a checkpoint is about to take its place
        WRITES_BEFORE + 5 * WRITES_OF_AN_EPOCH + 4,  # a row of the history waits for the disk
        LAST_WRITE_OF_TRAINING - 1,  # the last checkpoint is whole, its row is not written
        LAST_WRITE_OF_TRAINING + 2,  # the model file is about to take its place
    ],
)
def test_a_run_killed_while_it_writes_resumes_to_the_same_bits(
    write: int, few: Path, whole: dict[str, Any], sentir: Sentir, tmp_path: Path
) -> None:
    interrupted.kill_at_write(write, interrupted.train(few, "--out", "run"))
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["state"] == "running"
    done = sentir("resume", "run")
    assert done.status == 0, done.err
    assert interrupted.result(tmp_path / "run") == whole
    assert sentir("report", "run").status == 0
    assert interrupted.leftovers(tmp_path / "run") == []


def test_a_run_killed_again_and_again_resumes_to_the_same_bits(
    few: Path, whole: dict[str, Any], sentir: Sentir, tmp_path: Path
) -> None:
    interrupted.kill_at_write(WRITES_BEFORE + 11, interrupted.train(few, "--out", "run"))
    for write in (6, 17):
        interrupted.kill_at_write(write, ["resume", "run"])
    assert sentir("resume", "run").status == 0
    assert interrupted.result(tmp_path / "run") == whole


@pytest.mark.slow
@pytest.mark.parametrize("kill", range(10))
def test_a_run_killed_at_any_moment_resumes_to_the_same_bits(
    kill: int, few: Path, whole: dict[str, Any], sentir: Sentir, tmp_path: Path
) -> None:
    chance = np.random.default_rng(kill)
    with interrupted.started(interrupted.train(few, "--out", "run")) as process:
        interrupted.wait_for_epoch(process, int(chance.integers(EPOCHS)))
        time.sleep(chance.random() * 0.02)
        process.kill()
    assert sentir("resume", "run").status == 0
    assert interrupted.result(tmp_path / "run") == whole


@pytest.mark.slow
@pytest.mark.parametrize("write", range(WRITES_BEFORE + 1, WRITES + 1))
def test_a_run_killed_at_any_write_resumes_to_the_same_bits(
    write: int, few: Path, whole: dict[str, Any], sentir: Sentir, tmp_path: Path
) -> None:
    interrupted.kill_at_write(write, interrupted.train(few, "--out", "run"))
    if json.loads((tmp_path / "run" / "run.json").read_text())["state"] != "finished":
        assert sentir("resume", "run").status == 0
    assert sentir("report", "run").status == 0
    assert interrupted.result(tmp_path / "run") == whole


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_says_how_to_go_on_and_does(
    number: signal.Signals, few: Path, whole: dict[str, Any], sentir: Sentir, tmp_path: Path
) -> None:
    with interrupted.started(interrupted.train(few, "--out", "run")) as process:
        interrupted.wait_for_epoch(process, 2)
        process.send_signal(number)
        assert process.stderr is not None
        said = process.stderr.read()
        assert process.wait(60) == 130
    assert "Traceback" not in said
    assert said.endswith("Go on with: sentir resume run\n")
    assert "Interrupted after epoch " in said
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["state"] == "interrupted"
    assert len(interrupted.timeless(tmp_path / "run")) < EPOCHS + 1
    assert sentir("resume", "run").status == 0
    assert interrupted.result(tmp_path / "run") == whole


def test_an_interruption_while_the_run_is_judged_can_be_gone_on_with(
    few: Path, whole: dict[str, Any], sentir: Sentir, tmp_path: Path
) -> None:
    command = interrupted.train(few, "--out", "run")
    done = interrupted.signal_at_write(LAST_WRITE_OF_TRAINING + 5, command, signal.SIGINT)
    assert done.returncode == 130
    assert done.stderr.endswith("error: Interrupted. Go on with: sentir resume run\n")
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["state"] == "interrupted"
    assert sentir("resume", "run").status == 0
    assert interrupted.result(tmp_path / "run") == whole


def test_an_interruption_before_the_run_began_leaves_nothing(few: Path, tmp_path: Path) -> None:
    command = interrupted.train(few, "--out", "run")
    done = interrupted.signal_at_write(WRITES_BEFORE - 4, command, signal.SIGINT)
    assert done.returncode == 130
    assert done.stderr.endswith("\ninterrupted\n")
    assert not (tmp_path / "run").exists()


def test_a_finished_run_is_not_resumed(finished: Path, sentir: Sentir) -> None:
    done = sentir("resume", finished)
    assert done.status == 4
    assert f"{finished} is finished; there is nothing to go on with" in done.err


def test_a_second_command_on_a_run_is_refused(few: Path, sentir: Sentir, tmp_path: Path) -> None:
    command = interrupted.train(few, "--out", "run", "--set", "train.epochs=5000")
    with interrupted.started(command) as process:
        interrupted.wait_for_epoch(process, 1)
        assert sentir("runs", "--json").json == []
        for refused in (sentir("resume", "run"), sentir("train", few, "--out", "run")):
            assert refused.status == 4
        resumed = sentir("resume", "run")
        assert f"run is being written by process {process.pid} (sentir train" in resumed.err
        assert "Wait until it ends or stop it" in resumed.err
        tested = sentir("test", "run")
        assert tested.status == 4
        assert "the run is still being trained; wait until it is finished." in tested.err
        assert "resume" not in tested.err
        assert sentir("diagnose", "run", "--json").json["course"]
        process.kill()
        process.wait(20)
    assert json.loads((tmp_path / "run" / "run.json").read_text())["state"] == "running"
    assert "run is interrupted" in sentir("test", "run").err


def test_a_run_whose_data_was_changed_is_not_resumed(
    few: Path, sentir: Sentir, tmp_path: Path
) -> None:
    copy = tmp_path / "moods.csv"
    copy.write_bytes(few.read_bytes())
    interrupted.kill_at_write(WRITES_BEFORE + 9, interrupted.train(copy, "--out", "run"))
    copy.write_text(copy.read_text().replace("lovely", "lively"))
    done = sentir("resume", "run")
    assert done.status == 4
    assert f"{copy}: moods.csv is not what the run run was trained on" in done.err
    copy.unlink()
    assert sentir("resume", "run").status == 3
    copy.write_bytes(few.read_bytes())
    assert sentir("resume", "run").status == 0


def test_a_run_can_be_resumed_from_another_folder(
    few: Path, whole: dict[str, Any], sentir: Sentir, tmp_path: Path, monkeypatch: Any
) -> None:
    (tmp_path / "moods.csv").write_bytes(few.read_bytes())
    interrupted.kill_at_write(WRITES_BEFORE + 9, interrupted.train("moods.csv", "--out", "run"))
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert sentir("resume", "../run").status == 0
    assert interrupted.result(tmp_path / "run")["arrays"] == whole["arrays"]


def test_a_process_killed_before_its_run_began_leaves_no_run(few: Path, sentir: Sentir) -> None:
    interrupted.kill_at_write(WRITES_BEFORE - 4, interrupted.train(few, "--out", "run"))
    done = sentir("resume", "run")
    assert done.status == 4
    assert "run is not a run: it holds no run.json" in done.err
