"""Report R5's six exercises on headlines: how long one seed of all of them takes, what they say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.ablations import JOBS, ROOMS, ablated
from benchmarks.bar import Bar, Figures, Mark, at_most, equal
from benchmarks.rooms import LEARNING

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMAND = "sentir ablate r5-exercises --data $SENTIR_DATA/sarcasm --seeds 1"
ALL_S, SAMPLE, SAMPLE_S = 1200.0, 6000, 300.0


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Return what all rows said, and what both took."""
    whole, sample = parts["all rows"], parts["sample"]
    failures = sum(len(side["failures"]) for side in whole["found"]["variants"].values())
    figures: Figures = {
        "found": whole["found"],
        "trials": len(whole["found"]["variants"]),
        "seconds": whole["spent"]["wall_s"],
        "cpu_seconds": whole["spent"]["cpu_s"],
        "peak_mb": whole["spent"]["peak_mb"],
        "seconds_of_6000_rows": sample["spent"]["wall_s"],
        "cpu_seconds_of_6000_rows": sample["spent"]["cpu_s"],
    }
    return figures, [
        at_most("r5_exercises_s", figures["seconds"], ALL_S),
        at_most("r5_exercises_of_6000_rows_s", figures["seconds_of_6000_rows"], SAMPLE_S),
        equal("r5_exercises_failed", failures, 0),
    ]


BAR = Bar(
    name="r5",
    commands=(
        f"{COMMAND} --rows {SAMPLE} --jobs {JOBS}",
        f"{COMMAND} --jobs {JOBS}",
    ),
    covers=(
        *LEARNING, *ROOMS, "src/sentir/shipped/recipes/r5-exercises.toml", "benchmarks/r5.py",
    ),
    data=("sarcasm/Sarcasm_Headlines_Dataset.json",),
    seeds=(0,),
    parts={
        "sample": partial(
            ablated, recipe="r5-exercises", options=("--seeds", 1, "--rows", SAMPLE), data="sarcasm"
        ),
        "all rows": partial(
            ablated, recipe="r5-exercises", options=("--seeds", 1), data="sarcasm"
        ),
    },
    conclude=conclude,
    threads=0,
)  # fmt: skip
