"""Runs the program: within the test's process, where that does not matter, and as its own."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from sentir.cli.main import run
from tests.workflow import interrupted
from tests.workflow.samples import QUICK, rows, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Outcome:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return standard output, which must be nothing but one JSON value."""
        return json.loads(self.out)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return the progress on standard error, which must be nothing but JSON lines."""
        return [json.loads(line) for line in self.err.splitlines()]


Sentir: TypeAlias = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test work in a folder of its own, in English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")  # the tests say what they want of PyTorch
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def sentir(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Sentir:
    """Return a function that runs a command within this process."""

    def call(*arguments: object, given: bytes | None = None) -> Outcome:
        if given is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), "utf-8"))
        capsys.readouterr()
        status = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        outcome = Outcome(status, captured.out, captured.err)
        if status == 0:
            assert all(isinstance(event, dict) for event in outcome.events)
        return outcome

    return call


@pytest.fixture
def process() -> Sentir:
    """Return a function that runs a command as a process of its own."""
    return in_process


def in_process(
    *arguments: object,
    given: bytes | None = None,
    environment: Mapping[str, str] | None = None,
    **options: Any,
) -> Outcome:
    """Run `python -m sentir` to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "sentir", *map(str, arguments)],
        input=given if given is not None else b"",
        capture_output=True,
        check=False,
        timeout=100,
        env={**os.environ, **(environment or {})},
        **options,
    )
    outcome = Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in outcome.err, outcome.err
    return outcome


@pytest.fixture(scope="session")
def _finished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("finished")
    data = write_csv(folder / "moods.csv", rows())
    before = Path.cwd()
    os.chdir(folder)  # as a person would: the data beside the run
    try:
        settings = [*QUICK, "--set", "train.epochs=6", "--set", "train.learning_rate=0.03"]
        assert run(["train", str(data), "--out", "run", *settings, "--json"]) == 0
    finally:
        os.chdir(before)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def moods(_finished: Path) -> Path:
    """Return the data of the finished run; not to be written to."""
    return _finished / "moods.csv"


@pytest.fixture
def finished(_finished: Path, tmp_path: Path) -> Path:
    """Return a copy of a finished run, which a test may change."""
    return Path(shutil.copytree(_finished / "run", tmp_path / "finished"))


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data of the trainings that are stopped on their way."""
    return interrupted.data_in(tmp_path_factory.mktemp("few"))


@pytest.fixture(scope="session")
def whole(few: Path) -> dict[str, Any]:
    """Return what such a training comes to where nothing stops it."""
    folder = few.parent / "whole"
    assert run(interrupted.train(few, "--out", folder, "--json")) == 0
    return interrupted.result(folder)
