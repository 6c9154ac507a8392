"""How many texts a second `predict --file` answers, the program's start included."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bar import Bar, Figures, Mark, Place, at_least
from benchmarks.models import FILES, emotion_run
from benchmarks.processes import Spent, sentir, spend

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDS = 7
TEXTS = 20_000
WANTED, STRETCH = 6_000, 10_000


def measure(place: Place) -> Figures:
    """Answer 20,000 lines on all cores and on one, in turns; a first turn warms up."""
    model = emotion_run(place, 0).path
    with tempfile.TemporaryDirectory() as name:  # texts of others, gone afterwards
        folder = Path(name)
        lines = _lines(place)
        (folder / "texts.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8")
        command = sentir("predict", model, "--file", folder / "texts.txt")
        turns = [
            {
                "all_cores": spend(command, cwd=folder),
                "one_core": spend(command, cwd=folder, cores=1),
            }
            for _ in range(ROUNDS + 1)
        ]
    answered = {spent.output.count("\n") for turn in turns for spent in turn.values()}
    return {
        "texts": TEXTS,
        "answers": sorted(answered),
        "rounds": [{name: _numbers(spent) for name, spent in turn.items()} for turn in turns[1:]],
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Take the middle of the rounds."""
    found = parts["rounds"]
    figures: Figures = {"texts": found["texts"], "rounds": len(found["rounds"])}
    for name in found["rounds"][0]:
        for unit in ("wall_s", "cpu_s", "peak_mb"):
            middle = statistics.median(turn[name][unit] for turn in found["rounds"])
            figures[f"{name}_{unit}"] = round(middle, 3)
        figures[f"{name}_texts_a_second"] = round(found["texts"] / figures[f"{name}_wall_s"])
    fast = figures["all_cores_texts_a_second"]
    return figures, [
        at_least("answers_in_20000_lines", found["answers"][0], found["texts"]),
        at_least("texts_a_second", fast, WANTED),
        at_least("texts_a_second_stretch", fast, STRETCH),
    ]


def _lines(place: Place) -> list[str]:
    """Return the texts of all parts of the data, as often as it takes to have 20,000."""
    lines = [
        line.rpartition(";")[0]
        for name in ("train", "val", "test")
        for line in (place.dataset("emotion") / f"{name}.txt").read_text("utf-8").splitlines()
    ]
    return (lines * (1 + TEXTS // len(lines)))[:TEXTS]


def _numbers(spent: Spent) -> dict[str, float]:
    return spent.to_json()


BAR = Bar(
    name="throughput",
    commands=("sentir predict RUN --file 20000-lines.txt",),
    covers=("src", "benchmarks/throughput.py", "benchmarks/models.py"),
    data=FILES,
    seeds=(0,),
    parts={"rounds": measure},
    conclude=conclude,
)
