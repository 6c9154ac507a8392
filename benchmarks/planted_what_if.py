"""A cause that is known, taken away: does the answer go back when the planted rows are dropped?

Of each corpus of `planted` the same texts are asked as there: validation rows of other classes
that the planted word moves to its class. A corpus counts where, for the first of them and over
five seeds a side, the probability of that class falls by an interval that leaves out 0, and the
commonest answer is another class again. What becomes of all ten texts stands beside it.
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

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        "score": found["score"],
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Count the corpora whose first text goes back, and all texts that do."""
    corpora = [parts[f"corpus {number:02}"] for number in range(CORPORA)]
    first = [each["texts"][0] for each in corpora]
    right = sum(_is_right(each) for each in corpora)
    texts = [text for each in corpora for text in each["texts"]]
    figures: Figures = {
        "corpora": corpora,
        "went_back": right,
        "seeds_a_side": len(SEEDS),
        "texts": len(texts),
        "texts_whose_interval_leaves_out_0": sum(text["high"] < 0 for text in texts),
        "texts_answered_otherwise": sum(text["is_back"] for text in texts),
        "mean_before": float(np.mean([text["before"] for text in first])),
        "mean_after": float(np.mean([text["after"] for text in first])),
    }
    return figures, [at_least("planted_answers_that_go_back", right, WANTED)]


def _is_right(found: Figures) -> bool:
    text, dropped = found["texts"][0], found["dropped"]
    is_dropped: bool = dropped[found["label"]] == HOLDERS == sum(dropped.values())
    return is_dropped and text["high"] < 0 and text["is_back"]


def _back(asked: Mapping[str, Any], label: str) -> Figures:
    """Return what became of the planted class for one text, which itself is not kept."""
    moved = asked["classes"][label]
    (after, _), *_ = Counter(asked["answers"]["after"]).most_common(1)
    return {
        **{key: moved[key] for key in ("before", "after", "effect", "low", "high")},
        "is_back": after != label,
    }


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
