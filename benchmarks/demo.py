"""`make demo` in a fresh clone: an environment of its own, packages fetched, a model trained."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bar import Bar, Figures, Mark, NotMeasuredError, Place, at_most
from benchmarks.processes import spend

if TYPE_CHECKING:
    from collections.abc import Mapping

TOTAL_S, TRAINING_S = 60.0, 8.0
_INSTALLED = ".venv/.sentir-train"  # touched by make when the environment stands


def measure(place: Place) -> Figures:
    """Clone the last commit, run `make demo`, and read what it left."""
    with tempfile.TemporaryDirectory() as name:
        clone = Path(name) / "sentir"
        spend(_found("git", "clone", "-q", "--no-hardlinks", place.root, clone), cwd=place.root)
        bare = {"PIP_NO_CACHE_DIR": "1", "VIRTUAL_ENV": "", "HOME": name}
        start = time.time()
        spent = spend(
            _found("make", "demo", f"PYTHON={_system_python()}"), cwd=clone, environment=bare
        )
        run = clone / "runs" / "demo"
        record = json.loads((run / "run.json").read_text("utf-8"))
        history = (run / "history.jsonl").read_text("utf-8").splitlines()
        return {
            **spent.to_json(),
            "installing_s": round((clone / _INSTALLED).stat().st_mtime - start, 1),
            "training_s": json.loads(history[-1])["seconds"],
            "epochs": len(history) - 1,
            "kept_epoch": record["kept_epoch"],
            "verdict": {key: record["verdict"][key] for key in ("fit", "course")},
            "accuracy": record["scores"]["validation"]["accuracy"],
            "baselines": _accuracies(record["baselines"]),
            "threads": record["environment"]["threads"],
            "model_mb": round((run / "model.sentir").stat().st_size / 1e6, 3),
        }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Hold the two times against what was wanted."""
    figures = parts["make demo"]
    return figures, [
        at_most("make_demo_s", figures["wall_s"], TOTAL_S),
        at_most("demo_training_s", figures["training_s"], TRAINING_S),
    ]


def _accuracies(baselines: dict[str, Any]) -> dict[str, Any]:
    """Return the accuracy on validation rows of each baseline."""
    return {name: scores["validation"]["accuracy"] for name, scores in baselines.items()}


def _found(program: str, *arguments: object) -> list[str]:
    path = shutil.which(program)
    if path is None:
        raise NotMeasuredError(f"the program {program} is not here. Install it.")
    return [path, *map(str, arguments)]


def _system_python() -> str:
    """Return the interpreter that this environment was made with, outside of it."""
    return os.path.realpath(sys.executable)


BAR = Bar(
    name="demo",
    commands=("make demo",),
    covers=("src", "benchmarks/demo.py", "Makefile", "pyproject.toml", "constraints.txt"),
    parts={"make demo": measure},
    conclude=conclude,
    threads=0,
)
