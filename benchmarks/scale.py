"""Recipe `emotion` on 416,809 rows: what comes before training, memory of all of it, time a row.

The rows are those of `emotion/` repeated, with four random words of each repeat replaced.
"""

from __future__ import annotations

import csv
import itertools
import json
import re
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bar import Bar, Figures, Mark, Place, at_most
from benchmarks.models import FILES
from benchmarks.processes import sentir, spend
from benchmarks.rooms import LEARNING
from benchmarks.trees import spend_together
from sentir.config.loading import resolve
from sentir.config.recipes import load_recipe
from sentir.runtime.threads import physical_cores
from sentir.training.run import begin
from sentir.workflows.material import gather

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROWS, FEW_ROWS = 416_809, 16_000
REPLACED = 4
ROUNDS, UPDATES = 12, 100
BEFORE_S, PEAK_MB, RATIO = 60.0, 1200.0, 1.1
MB = 1e6


def before(place: Place) -> Figures:
    """Read, divide, encode and audit all rows, as `--plan` does."""
    with tempfile.TemporaryDirectory() as name:
        data = _write_rows(place, Path(name), ROWS)
        spent = spend(_train(data, "--plan", "--json"), cwd=Path(name))
    plan = json.loads(spent.output)
    keys = ("near_duplicates", "near_duplicates_examined", "near_duplicates_compared")
    return {
        "rows": sum(plan["rows"].values()),
        "words": plan["words"],
        **{key: plan["audit"][key] for key in keys},
        **spent.to_json(),
    }


def whole(place: Place) -> Figures:
    """Train one epoch on all rows, judge it beside a baseline not kept yet, and ask it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = _write_rows(place, folder, ROWS)
        command = _train(data, "--set", "train.epochs=1", "--out", "run")
        apart = ["/usr/bin/env", f"XDG_CACHE_HOME={folder / 'cache'}", *command]
        together = spend_together(apart, cwd=folder)
        asked = spend(sentir("predict", "run", "I love this movie"), cwd=folder)
        run = folder / "run"
        history = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
        return {
            "wall_s": round(together.wall_s, 1),
            "training_s": round(history[-1]["seconds"], 1),
            "peak_mb": round(together.peak_mb, 1),
            "processes_at_the_peak": together.processes,
            "evidence_is_said": bool(re.search(r"Evidence is kept of\s+100,000", together.output)),
            "predict": asked.to_json(),
            **{
                f"{file.replace('.', '_')}_mb": round((run / file).stat().st_size / MB, 2)
                for file in ("data.json", "report.html", "evidence.safetensors", "model.sentir")
            },
        }


def per_row(place: Place) -> Figures:
    """Time 100 updates on few rows and on all, in turns, so that a busy moment meets both."""
    with tempfile.TemporaryDirectory() as name:
        updates = {}
        words = {}
        for rows in (FEW_ROWS, ROWS):
            updates[rows], words[rows] = _updates(_write_rows(place, Path(name), rows))
        seconds = [
            {rows: _timed(updates[rows]) for rows in (FEW_ROWS, ROWS)} for _ in range(ROUNDS + 1)
        ]
    turns = seconds[1:]  # the first warms up
    return {
        "updates": UPDATES,
        "words": {str(rows): count for rows, count in words.items()},
        "ms_a_row": {
            str(rows): round(1e3 * statistics.median(turn[rows] for turn in turns), 5)
            for rows in (FEW_ROWS, ROWS)
        },
        "ratios": [round(turn[ROWS] / turn[FEW_ROWS], 4) for turn in turns],
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Take the middle ratio of the turns, and hold the rest as it is."""
    ratio = round(statistics.median(parts["time a row"]["ratios"]), 4)
    figures: Figures = {**parts, "ratio_of_time_a_row": ratio}
    return figures, [
        at_most("audit_and_preparation_s", parts["before training"]["wall_s"], BEFORE_S),
        at_most("peak_mb_of_the_whole_command", parts["whole command"]["peak_mb"], PEAK_MB),
        at_most("time_a_row_of_416809_to_16000", ratio, RATIO),
    ]


def _train(data: Path, *options: str) -> list[str]:
    return sentir("train", "emotion", "--data", data, *options)


def _updates(data: Path) -> tuple[Iterator[int], int]:
    """Return what does one update and gives its rows, and the size of the vocabulary."""
    config = resolve(load_recipe("emotion"), data={"source": str(data)})
    prepared = gather(config).prepared
    step = begin(config, prepared, threads=physical_cores())

    def done() -> Iterator[int]:
        for epoch in itertools.count():
            for batch in prepared.batches.train(epoch):
                step.update(batch)
                yield batch.rows.size

    return done(), prepared.vocabulary.known


def _timed(updates: Iterator[int]) -> float:
    """Return the seconds a row of the next updates."""
    start = time.perf_counter()
    rows = sum(itertools.islice(updates, UPDATES))
    return (time.perf_counter() - start) / rows


def _write_rows(place: Place, folder: Path, count: int) -> Path:
    """Write so many rows; the first are the training rows as they are."""
    lines = (place.dataset("emotion") / "train.txt").read_text("utf-8").splitlines()
    own = [line.rpartition(";")[::2] for line in lines]
    words = sorted({word for text, _ in own for word in text.split()})
    rng = np.random.default_rng(0)
    new = rng.integers(0, len(words), (count, REPLACED)).tolist()
    path = folder / f"rows-{count}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("text", "label"))
        for row, ((text, label), drawn) in enumerate(zip(itertools.cycle(own), new, strict=False)):
            if row < len(own):
                writer.writerow((text, label))
                continue
            changed = text.split()
            places = rng.choice(len(changed), min(REPLACED, len(changed)), replace=False)
            for number, word in zip(places.tolist(), drawn, strict=False):
                changed[number] = words[word]
            writer.writerow((" ".join(changed), label))
    return path


BAR = Bar(
    name="scale",
    commands=(
        "sentir train emotion --data 416809-rows.csv --plan",
        "sentir train emotion --data 416809-rows.csv --set train.epochs=1",
    ),
    covers=(
        *LEARNING,
        "src/sentir/baselines",
        "src/sentir/workflows/material.py",
        "src/sentir/shipped/recipes/emotion.toml",
        "benchmarks/scale.py",
        "benchmarks/trees.py",
    ),
    data=FILES,
    seeds=(0,),
    parts={"before training": before, "whole command": whole, "time a row": per_row},
    conclude=conclude,
    threads=0,
)
