"""Trainings that are stopped on their way, and what a whole one comes to."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sentir.store.checkpoint import read_checkpoint
from tests.workflow.samples import rows, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EPOCHS = 12
SETTINGS = (
    "--set", "train.threads=1", "--set", f"train.epochs={EPOCHS}", "--set", "model.hidden_size=4",
    "--set", "model.embedding_size=4", "--set", "model.word_dropout=0.1",
    "--set", "model.embedding_dropout=0.2", "--set", "model.pooled_dropout=0.2",
    "--set", "model.input_dropout=0.1", "--set", "model.recurrent_dropout=0.1",
    "--set", "train.schedule=one_cycle", "--set", "train.learning_rate=0.02",
    "--set", "train.batch_size=16", "--set", "train.label_smoothing=0.1",
    "--set", "baseline.linear=false",
)  # fmt: skip
"""A small net, so that much of the time goes into writing; all that draws numbers is on."""

SIGNALLED_AT = """
import os, signal, sys
from sentir.cli.main import main

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
calls = 0

def counted(real):
    def call(*arguments, **options):
        global calls
        calls += 1
        if calls == int(sys.argv[1]):
            os.kill(os.getpid(), int(sys.argv[2]))
        return real(*arguments, **options)
    return call

os.fsync, os.replace = counted(os.fsync), counted(os.replace)
main(sys.argv[3:])
"""
"""A program that gets a signal when it puts something on the disk for the n-th time."""

WRITES_BEFORE = 9
"""config.json, data.json and run.json: each reaches the disk, takes its place, its folder too."""
WRITES_OF_AN_EPOCH = 4
"""The checkpoint (three, as above) and the row of the history."""


def data_in(folder: Path) -> Path:
    """Write the data of these trainings."""
    return write_csv(folder / "moods.csv", rows(90))


def train(*arguments: object) -> list[str]:
    """Return the command that trains the folder's data."""
    return ["train", *map(str, arguments), *SETTINGS]


def signal_at_write(
    number: int, command: list[str], kind: signal.Signals
) -> subprocess.CompletedProcess[str]:
    """Run a command that gets a signal when it puts something on the disk for the n-th time."""
    return subprocess.run(
        [sys.executable, "-c", SIGNALLED_AT, str(number), str(int(kind)), *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def kill_at_write(number: int, command: list[str]) -> None:
    """Run a command that is killed when it puts something on the disk for the n-th time."""
    done = signal_at_write(number, command, signal.SIGKILL)
    assert done.returncode == -signal.SIGKILL, f"it ended before write {number}: {done.stderr}"


@contextmanager
def started(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    """Run a command as a process whose progress can be read while it works."""
    with subprocess.Popen(
        [sys.executable, "-m", "sentir", *command],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for_epoch(process: subprocess.Popen[str], epoch: int) -> None:
    """Read the process's progress until this epoch was measured."""
    assert process.stderr is not None
    for line in process.stderr:
        if json.loads(line).get("epoch") == epoch:
            return
    raise AssertionError(f"it ended before epoch {epoch}")


def result(run: Path) -> dict[str, Any]:
    """Return all of a finished run that does not tell the time, to be compared bit for bit."""
    record = json.loads((run / "run.json").read_text())
    with zipfile.ZipFile(run / "model.sentir") as archive:
        model = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
    checkpoint = read_checkpoint(run / "checkpoint")
    assert checkpoint is not None
    return {
        "model": model,
        "evidence": (run / "evidence.safetensors").read_bytes(),
        "data": (run / "data.json").read_bytes(),
        "history": timeless(run),
        "arrays": {name: array.tobytes() for name, array in checkpoint.arrays.items()},
        "step": checkpoint.meta["step"],
        "best": checkpoint.meta["best_epoch"],
        "scores": record["scores"],
        "verdict": record["verdict"],
        "state": record["state"],
    }


def timeless(run: Path) -> list[dict[str, Any]]:
    """Return the rows of a run's history without their seconds."""
    lines = (run / "history.jsonl").read_text().splitlines()
    return [{**json.loads(line), "seconds": None} for line in lines]


def leftovers(run: Path) -> list[str]:
    """Return the files that a killed writer left half written."""
    return [path.name for path in run.rglob(".*.partial")]
