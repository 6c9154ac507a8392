"""A cause that is known, taken away: does the answer go back when the planted rows are dropped?

Of each corpus of `planted` the same ten texts are asked as there: validation rows of other classes
that the planted word moves to its class, under the run's own seed; under others it need not.
An answer goes back where, over five seeds a side, the probability of that class falls by an
interval that leaves out 0, and another class is answered most often. Corpora are counted by their
first text, whose order is drawn at random, and by the mean of the ten.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.bar import Bar, Figures, Mark, Place, at_least
from benchmarks.models import FILES
from benchmarks.planted import ASKED, WANTED, moved_texts
from benchmarks.planted_corpora import CORPORA, HOLDERS, corpus, trained
from benchmarks.processes import sentir, spend
from benchmarks.rooms import LEARNING
from sentir.statistics.intervals import mean_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SEEDS = tuple(range(5))


def measure(place: Place, *, number: int) -> Figures:
    """Plant and train one corpus, then train it with and without the rows that hold the word."""
    made = corpus(place, number)
    run = trained(place, made)
    moved, _ = moved_texts(place, made, run)
    out = made.folder / "what-if"
    if (out / "comparison.json").exists():  # stopped just before this part was noted
        shutil.rmtree(out)
    asked = [part for text in moved[:ASKED] for part in ("--ask", text)]
    spent = spend(
        sentir(
            "what-if", run, "--drop-containing", made.word, *asked, "--seeds", len(SEEDS),
            "--out", out, "--json",
        ),
        cwd=place.room,
    )  # fmt: skip
    found = json.loads(spent.output)
    shutil.rmtree(out)
    return {
        "label": made.label,
        "dropped": found["change"]["dropped"],
        "texts": [_back(each, made.label) for each in found["asked"]],
        "mean": _mean_back(found["asked"], made.label),
        "score": found["score"],
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Count the corpora whose answers go back, by their first text and by the mean of all."""
    corpora = [parts[f"corpus {number:02}"] for number in range(CORPORA)]
    first = sum(_is_dropped(each) and _goes_back(each["texts"][0]) for each in corpora)
    mean = sum(_is_dropped(each) and _goes_back(each["mean"]) for each in corpora)
    texts = [text for each in corpora for text in each["texts"]]
    figures: Figures = {
        "corpora": corpora,
        "seeds_a_side": len(SEEDS),
        "first_goes_back": first,
        "mean_goes_back": mean,
        "texts": len(texts),
        "texts_that_go_back": sum(map(_goes_back, texts)),
        "before": float(np.mean([each["mean"]["before"] for each in corpora])),
        "after": float(np.mean([each["mean"]["after"] for each in corpora])),
    }
    return figures, [
        at_least("planted_answers_that_go_back", first, WANTED),
        at_least("planted_means_that_go_back", mean, WANTED),
    ]


def _is_dropped(found: Figures) -> bool:
    """Return whether just the planted rows were taken away."""
    dropped: dict[str, int] = found["dropped"]
    return dropped[found["label"]] == HOLDERS == sum(dropped.values())


def _goes_back(text: Figures) -> bool:
    return bool(text["high"] < 0 and text["is_back"])


def _back(asked: Mapping[str, Any], label: str) -> Figures:
    """Return what became of the planted class for one text, which itself is not kept."""
    moved = asked["classes"][label]
    return {
        **{key: moved[key] for key in ("before", "after", "effect", "low", "high")},
        "is_back": _is_other(asked["answers"]["after"], label),
    }


def _mean_back(texts: Sequence[Mapping[str, Any]], label: str) -> Figures:
    """Return the same for the mean of the texts under each seed."""
    before, after = (
        np.mean([text["classes"][label]["by_seed"][side] for text in texts], axis=0)
        for side in ("before", "after")
    )
    found = mean_interval(after - before)
    return {
        "before": float(before.mean()),
        "after": float(after.mean()),
        "effect": found.value,
        "low": found.low,
        "high": found.high,
        "is_back": _is_other([a for text in texts for a in text["answers"]["after"]], label),
    }


def _is_other(answers: Sequence[str], label: str) -> bool:
    """Return whether another class is answered more often."""
    counts = Counter(answers)
    return counts[label] < max(counts.values())


PARTS: dict[str, Callable[[Place], Figures]] = {
    f"corpus {number:02}": partial(measure, number=number) for number in range(CORPORA)
}
BAR = Bar(
    name="planted_what_if",
    commands=(
        "sentir train benchmarks/planted.toml --data CORPUS",
        'sentir what-if RUN --drop-containing WORD --ask "a validation row with the word"',
    ),
    covers=(
        *LEARNING,
        *(
            f"src/sentir/experiments/{name}.py"
            for name in ("attempt", "comparison", "trial", "trial_data", "what_if")
        ),
        "src/sentir/workflows/changed_rows.py",
        "src/sentir/shipped/recipes/emotion.toml",
        "benchmarks/planted.py",
        "benchmarks/planted.toml",
        "benchmarks/planted_corpora.py",
        "benchmarks/planted_what_if.py",
    ),
    data=FILES,
    seeds=SEEDS,
    parts=PARTS,
    conclude=conclude,
    threads=0,
)
