"""A cause that is known: does `why` name the word that was planted, and show the rows that hold it?

What is asked of a corpus: validation rows of other classes, in an order drawn at random, get the
word at a place drawn at random; of those whose answer this moves to the word's class, the first 10
are explained. A corpus counts where, in all 10, both methods name the word first, and all the rows
shown for it hold it, and their count by class is that of the planted rows.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bar import Bar, Figures, Mark, Place, at_least
from benchmarks.models import FILES
from benchmarks.planted_corpora import (
    CORPORA,
    HOLDERS,
    Corpus,
    accuracies,
    corpus,
    planted,
    read_rows,
    trained,
)
from benchmarks.rooms import LEARNING
from sentir.runtime.predictor import load
from sentir.workflows.why import explain_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sentir.explain.explanation import Explanation

ASKED = 10
WANTED = 19
_SEED = 815


def measure(place: Place, *, number: int) -> Figures:
    """Plant, train and ask one corpus."""
    made = corpus(place, number)
    run = trained(place, made)
    moved, looked_at = moved_texts(place, made, run)
    found = explain_all(run, moved[:ASKED])
    return {
        "label": made.label,
        "accuracy": accuracies(run),
        "looked_at": looked_at,
        "moved": len(moved),
        "asked": len(found),
        "first_by_occlusion": sum(_first(each, "occlusion_first") == made.word for each in found),
        "first_by_gradients": sum(_first(each, "gradients_first") == made.word for each in found),
        "rows_shown": sum(_shows_rows(each, made) for each in found),
        "among_the_nearest": sum(_near(each, made) for each in found),
    }


def moved_texts(place: Place, made: Corpus, run: Path) -> tuple[list[str], int]:
    """Return texts that the word moves to its class, and of how many others that is."""
    rng = np.random.default_rng([_SEED, made.number])
    others = [text for text, label in read_rows(place, "val") if label != made.label]
    before = [others[row] for row in rng.permutation(len(others)).tolist()]
    after = [planted(text, made.word, rng) for text in before]
    model = load(run)
    answers = zip(model.predict(before), model.predict(after), after, strict=True)
    moved = [
        text for old, new, text in answers if old.label != made.label and new.label == made.label
    ]
    return moved, len(others)


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Count the corpora in which every text was explained right."""
    corpora = [parts[f"corpus {number:02}"] for number in range(CORPORA)]
    right = sum(_is_right(each) for each in corpora)
    means = {
        name: float(np.mean([each["accuracy"][name] for each in corpora]))
        for name in ("net", "linear")
    }
    figures: Figures = {
        "corpora": corpora,
        "named_and_shown": right,
        "texts": sum(each["asked"] for each in corpora),
        "first_by_occlusion": sum(each["first_by_occlusion"] for each in corpora),
        "first_by_gradients": sum(each["first_by_gradients"] for each in corpora),
        "rows_shown": sum(each["rows_shown"] for each in corpora),
        "among_the_nearest": sum(each["among_the_nearest"] for each in corpora),
        "validation_accuracy": means,
    }
    return figures, [
        at_least("planted_words_named_and_shown", right, WANTED),
        at_least("planted_net_accuracy", means["net"], round(means["linear"], 4)),
    ]


def _is_right(found: Figures) -> bool:
    counts = ("asked", "first_by_occlusion", "first_by_gradients", "rows_shown")
    return all(found[name] == ASKED for name in counts)


def _first(explanation: Explanation, method: str) -> str:
    place: int = getattr(explanation.methods, method)
    return explanation.words[place].text


def _shows_rows(explanation: Explanation, made: Corpus) -> bool:
    """Return whether the rows that hold the word are shown and counted."""
    for word in explanation.deciding:
        if word.word == made.word and word.rows is not None:
            counted = word.rows[made.label] == HOLDERS == sum(word.rows.values())
            shown = {row.row for row in word.examples}
            return counted and bool(shown) and shown <= set(made.rows)
    return False


def _near(explanation: Explanation, made: Corpus) -> bool:
    """Return whether the nearest rows alone would have shown one that holds the word."""
    nearest = explanation.nearest
    return nearest is not None and any(row.row in made.rows for row in nearest.rows)


PARTS: dict[str, Callable[[Place], Figures]] = {
    f"corpus {number:02}": partial(measure, number=number) for number in range(CORPORA)
}
BAR = Bar(
    name="planted",
    commands=(
        "sentir train benchmarks/planted.toml --data CORPUS",
        'sentir why RUN "a validation row with the word"',
    ),
    covers=(
        *LEARNING,
        "src/sentir/explain",
        "src/sentir/workflows/why.py",
        "src/sentir/shipped/recipes/emotion.toml",
        "benchmarks/planted.py",
        "benchmarks/planted.toml",
        "benchmarks/planted_corpora.py",
    ),
    data=FILES,
    seeds=(0,),
    parts=PARTS,
    conclude=conclude,
)
