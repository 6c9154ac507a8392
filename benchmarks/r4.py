"""Report R4's experiment on overfitting: five nets, their verdicts beside the author's reading."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks.ablations import JOBS, ROOMS, ablated
from benchmarks.bar import Bar, Figures, Mark, equal
from benchmarks.rooms import LEARNING

if TYPE_CHECKING:
    from collections.abc import Mapping

SEEDS = (0, 1, 2)
COMMAND = f"sentir ablate r4-overfitting --data $SENTIR_DATA/imdb --seeds {len(SEEDS)}"
NETS = 3


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Return what was found, and how many of the nets that the report speaks of have a verdict."""
    measured = parts["all seeds"]
    figures: Figures = {
        "found": measured["found"],
        "seconds": measured["spent"]["wall_s"],
        "cpu_seconds": measured["spent"]["cpu_s"],
        "peak_mb": measured["spent"]["peak_mb"],
    }
    judged = sum(len(each["verdicts"]) == len(SEEDS) for each in measured["found"]["readings"])
    return figures, [equal("r4_nets_with_a_verdict", judged, NETS)]


BAR = Bar(
    name="r4",
    commands=(f"{COMMAND} --jobs {JOBS}",),
    covers=(
        *LEARNING, *ROOMS, "src/sentir/shipped/recipes/r4-overfitting.toml", "benchmarks/r4.py",
    ),
    data=("imdb/train.jsonl.gz", "imdb/test.jsonl.gz"),
    seeds=SEEDS,
    parts={
        "all seeds": partial(
            ablated, recipe="r4-overfitting", options=("--seeds", len(SEEDS)), data="imdb"
        )
    },
    conclude=conclude,
    threads=0,
)  # fmt: skip
