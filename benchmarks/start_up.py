"""What it takes until the program answers: processor time and memory from the process' start."""

from __future__ import annotations

import statistics
import sys
from typing import TYPE_CHECKING

from benchmarks.bar import Bar, Figures, Mark, Place, at_most
from benchmarks.models import FILES, emotion_run
from benchmarks.processes import Spent, sentir, spend

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDS = 11
COLLAPSED = 1.5
"""A round is left out when Python's own start took this many times its least: a busy machine."""
SENTENCE = "I love this movie"
HELP_CPU_S, PREDICT_CPU_S, PREDICT_PEAK_MB = 0.25, 0.4, 70.0


def measure(place: Place) -> Figures:
    """Take turns: Python alone, Python with NumPy, `--help`, `predict`; a first turn warms up."""
    model = emotion_run(place, 0).path
    commands = {
        "python": [sys.executable, "-c", "pass"],
        "python_numpy": [sys.executable, "-c", "import numpy"],
        "help": sentir("--help"),
        "predict": sentir("predict", model, SENTENCE),
    }
    one = {"OPENBLAS_NUM_THREADS": "1"}  # so that NumPy alone is what `predict` imports
    turns: list[dict[str, Spent]] = []
    for _ in range(ROUNDS + 1):
        turn = {
            name: spend(command, cwd=place.room, environment=one if name[:6] == "python" else None)
            for name, command in commands.items()
        }
        turns.append(turn)
    return {
        "rounds": [{name: spent.to_json() for name, spent in turn.items()} for turn in turns[1:]]
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Take the middle of the rounds in which the machine was not held up."""
    rounds = parts["rounds"]["rounds"]
    least = min(turn["python"]["cpu_s"] for turn in rounds)
    kept = [turn for turn in rounds if turn["python"]["cpu_s"] <= COLLAPSED * least]
    figures: Figures = {"rounds": len(rounds), "rounds_left_out": len(rounds) - len(kept)}
    for name in rounds[0]:
        for unit in ("cpu_s", "wall_s", "peak_mb"):
            figures[f"{name}_{unit}"] = round(statistics.median(t[name][unit] for t in kept), 3)
    return figures, [
        at_most("help_cpu_s", figures["help_cpu_s"], HELP_CPU_S),
        at_most("predict_cpu_s", figures["predict_cpu_s"], PREDICT_CPU_S),
        at_most("predict_peak_mb", figures["predict_peak_mb"], PREDICT_PEAK_MB),
    ]


BAR = Bar(
    name="start_up",
    commands=("sentir --help", f'sentir predict RUN "{SENTENCE}"'),
    covers=("src", "benchmarks/start_up.py", "benchmarks/models.py"),
    data=FILES,
    seeds=(0,),
    parts={"rounds": measure},
    conclude=conclude,
)
