"""What a command imports before it has done anything: it starts at once, and needs no torch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sentir.cli.main import run
from tests.architecture.options import commands

if TYPE_CHECKING:
    from pathlib import Path

IMPORTED = """
import contextlib, io, json, sys
from sentir.cli.main import run
with contextlib.redirect_stdout(io.StringIO()):
    statuses = [run(each) for each in json.loads(sys.argv[1])]
print(json.dumps([statuses, sorted(sys.modules)]))
"""


def imported_by(*commands: list[str], folder: Path) -> set[str]:
    """Return the modules that a fresh process has imported once it ran these commands."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, json.dumps(commands)],
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
        cwd=folder,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": ""},
    )
    statuses, modules = json.loads(done.stdout)
    assert statuses == [0] * len(commands), done.stderr
    return set(modules)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a small run."""
    folder = tmp_path_factory.mktemp("start")
    lines = [f"{'good' if n % 2 else 'bad'} day {n},{n % 2}\n" for n in range(60)]
    (folder / "a.csv").write_text("text,label\n" + "".join(lines))
    sets = ("train.threads=1", "train.epochs=1", "model.hidden_size=4", "baseline.linear=false")
    options = [part for each in sets for part in ("--set", each)]
    assert run(["train", str(folder / "a.csv"), "--out", str(folder / "run"), *options]) == 0
    return folder


def test_every_help_is_shown_without_loading_what_works(tmp_path: Path) -> None:
    asked = [[], *([name] for name in commands())]
    modules = imported_by(*([*each, "--help"] for each in asked), folder=tmp_path)
    assert modules.isdisjoint({"torch", "numpy", "pydantic", "scipy", "sklearn", "matplotlib"})


def test_a_prediction_loads_numpy_and_little_else(made: Path) -> None:
    modules = imported_by(["predict", "run", "a good day"], folder=made)
    heavy = {"torch", "pydantic", "rich", "scipy", "sklearn", "matplotlib", "jinja2", "asyncio"}
    assert modules.isdisjoint(heavy)
    ours = {name for name in modules if name.startswith("sentir.")}
    rooms = {name.split(".")[1] for name in ours}
    assert rooms.isdisjoint({"workflows", "report", "training", "baselines", "diagnose", "data"})


def test_saying_why_loads_no_settings_and_no_tables(made: Path) -> None:
    modules = imported_by(
        ["why", "run", "a good day"], ["why", "run", "good", "--json"], folder=made
    )
    heavy = {"torch", "pydantic", "rich", "scipy", "sklearn", "matplotlib", "jinja2", "asyncio"}
    assert modules.isdisjoint(heavy)
    rooms = {name.split(".")[1] for name in modules if name.startswith("sentir.")}
    assert rooms.isdisjoint({"training", "baselines", "experiments", "torch_backend"})


def test_looking_loads_neither_torch_nor_figures(made: Path) -> None:
    looks = (["diagnose", "run"], ["runs"], ["recipes"], ["recipes", "demo"], ["doctor"])
    modules = imported_by(*looks, folder=made)
    assert modules.isdisjoint({"torch", "scipy", "sklearn", "matplotlib", "jinja2"})


def test_training_and_judging_never_load_torch(made: Path) -> None:
    sets = ("train.threads=1", "train.epochs=1", "model.hidden_size=4")
    options = [part for each in sets for part in ("--set", each)]
    modules = imported_by(
        ["train", "a.csv", "--out", "another", *options],
        ["test", "another"],
        ["report", "another", "--lang", "es"],
        ["diagnose", "another"],
        ["audit", "a.csv"],
        ["predict", "another", "a good day"],
        folder=made,
    )
    assert "torch" not in modules
    assert "numpy" in modules


def test_the_package_alone_imports_nothing(tmp_path: Path) -> None:
    code = "import sys; before = set(sys.modules); import sentir; print(set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    for heavy in ("numpy", "pydantic", "typer", "sentir.workflows"):
        assert heavy not in done.stdout
