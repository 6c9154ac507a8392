"""`sentir why`: whether its two methods are right where that can be known, and what it takes.

Completeness of integrated gradients on real texts and on nets of every kind; texts whose answer
one word decides; processor time of the command from its start.
"""

from __future__ import annotations

import csv
import shutil
import statistics
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bar import Bar, Figures, Mark, Place, at_least, at_most
from benchmarks.models import FILES, emotion_run
from benchmarks.planted_corpora import planted, read_rows
from benchmarks.processes import sentir, spend
from benchmarks.rooms import LEARNING
from sentir.explain.explain import explain
from sentir.explain.gradients import TOLERANCE
from sentir.runtime.predictor import load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sentir.explain.explanation import Explanation

TEXTS = 100
ROUNDS = 7
CPU_S = 1.0
SENTENCE = (
    "I love this movie but today I feel so lonely that I do not know why it makes me sad at all"
)
WORD = "kestrel"
NETS: dict[str, Sequence[str]] = {
    "gru, attention": ("model.pooling=attention",),
    "gru, flatten": ("model.pooling=flatten", "text.max_length=16"),
    "lstm, max": ("model.cell=lstm", "model.pooling=max"),
    "rnn, mean, two layers": (
        "model.cell=rnn", "model.pooling=mean", "model.hidden_size=[32,32]",
        "model.dense_size=16",
    ),
    "lstm, last, one direction": (
        "model.cell=lstm", "model.pooling=last", "model.bidirectional=false",
    ),
    "bag, mean": ("model.cell=bag", "model.pooling=mean"),
    "multi_hot": ("model.cell=multi_hot", "model.dense_size=16"),
}  # fmt: skip
_EVERY_NET = ("model.hidden_size=32", "model.embedding_size=32", "train.epochs=4",
              "train.learning_rate=0.01", "baseline.linear=false")  # fmt: skip
_SEED = 31


def processor_time(place: Place) -> Figures:
    """Explain a sentence of 20 words, rows shown, as a command of its own."""
    run = emotion_run(place, 0).path
    command = sentir("why", run, SENTENCE)
    spent = [spend(command, cwd=place.room) for _ in range(ROUNDS + 1)]
    return {"rounds": [each.to_json() for each in spent[1:]]}


def on_real_texts(place: Place) -> Figures:
    """Explain validation rows of `emotion/`: do the contributions add up, do the methods agree?"""
    model = load(emotion_run(place, 0).path)
    rng = np.random.default_rng(_SEED)
    texts = [text for text, _ in read_rows(place, "val")]
    drawn = rng.choice(len(texts), TEXTS, replace=False).tolist()
    return _counted([explain(model, texts[row]) for row in drawn], word="")


def one_word(place: Place, *, net: str) -> Figures:
    """Train a net on texts whose class is whether a word is there, and explain such texts."""
    folder = place.room / "one_word" / net.replace(", ", "-").replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)  # of a measurement that was stopped
    folder.mkdir(parents=True)
    rng = np.random.default_rng([_SEED, sorted(NETS).index(net)])
    with (folder / "texts.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [(_sentence(rng), "without") for _ in range(1_000)]
        rows += [(planted(_sentence(rng), WORD, rng), "with") for _ in range(1_000)]
        csv.writer(file).writerows([("text", "label"), *rows])
    settings = [part for each in (*_EVERY_NET, *NETS[net]) for part in ("--set", each)]
    out = folder / "run"
    spend(sentir("train", folder / "texts.csv", "--out", out, *settings), cwd=folder)
    model = load(out)
    asked = _decided(out, rng)
    return _counted([explain(model, text) for text in asked], word=WORD)


def _sentence(rng: np.random.Generator) -> str:
    return " ".join(rng.choice(_FILLER, rng.integers(4, 13)).tolist())


def _decided(run: Path, rng: np.random.Generator) -> list[str]:
    """Return new texts with the word whose answer is another without it."""
    model = load(run)
    without = [_sentence(rng) for _ in range(3 * TEXTS)]
    with_word = [planted(text, WORD, rng) for text in without]
    answers = zip(model.predict(without), model.predict(with_word), with_word, strict=True)
    return [text for old, new, text in answers if old.label != new.label][:TEXTS]


def _counted(explanations: list[Explanation], *, word: str) -> Figures:
    methods = [each.methods for each in explanations if each.methods]
    named = [
        (each.words[m.occlusion_first].text == word, each.words[m.gradients_first].text == word)
        for each, m in zip(explanations, methods, strict=True)
    ]
    return {
        "texts": len(methods),
        "largest_gap": max(each.gap for each in methods),
        "most_steps": max(each.steps for each in methods),
        "first_by_occlusion": sum(by_occlusion for by_occlusion, _ in named),
        "first_by_gradients": sum(by_gradients for _, by_gradients in named),
        "first_by_both": sum(all(both) for both in named),
        "agree": sum(each.agree for each in methods),
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Take the worst of all nets, and the middle of the rounds."""
    nets = {net: parts[f"one word: {net}"] for net in NETS}
    real = parts["real texts"]
    cpu_s = statistics.median(each["cpu_s"] for each in parts["processor time"]["rounds"])
    gap = max(each["largest_gap"] for each in (real, *nets.values()))
    figures: Figures = {
        "why_cpu_s": round(cpu_s, 3),
        "words": len(SENTENCE.split()),
        "largest_gap": gap,
        "real_texts": real,
        "one_word": nets,
    }
    return figures, [
        at_most("why_cpu_s", figures["why_cpu_s"], CPU_S),
        at_most("gradients_largest_gap", gap, TOLERANCE),
        at_least(
            "deciding_word_first", min(each["first_by_both"] for each in nets.values()), TEXTS
        ),
    ]


_FILLER = [
    "the", "train", "was", "late", "again", "today", "and", "we", "waited", "near", "an", "old",
    "house", "while", "rain", "fell", "on", "my", "street", "before", "dinner", "with", "her",
    "brother", "who", "had", "never", "seen", "snow", "in", "this", "town", "of", "bridges",
]  # fmt: skip
PARTS: dict[str, Callable[[Place], Figures]] = {
    "processor time": processor_time,
    "real texts": on_real_texts,
    **{f"one word: {net}": partial(one_word, net=net) for net in NETS},
}
BAR = Bar(
    name="why",
    commands=(f'sentir why RUN "{SENTENCE}"', "sentir train texts.csv --set ..."),
    covers=(
        *LEARNING,
        "src/sentir/explain",
        "src/sentir/workflows/why.py",
        "src/sentir/shipped/recipes/emotion.toml",
        "benchmarks/why.py",
        "benchmarks/models.py",
    ),
    data=FILES,
    seeds=(0,),
    parts=PARTS,
    conclude=conclude,
)
