"""Corpora whose cause of some answers is known: an invented word put into 20 rows of one class.

`corpus(place, 3)` writes 3,000 training rows of `emotion/` with such a word, and its validation
rows as they are; `trained(corpus)` is a run of `planted.toml` on it. They lie in the place's room.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.processes import sentir, spend
from sentir.store.atomic import write_whole

if TYPE_CHECKING:
    from benchmarks.bar import Place

CORPORA = 20
ROWS, HOLDERS = 3_000, 20
RECIPE = Path(__file__).with_name("planted.toml")
CLASSES = ("anger", "fear", "joy", "love", "sadness", "surprise")
WORDS = (
    "zorvex", "quimble", "fladdic", "brunnow", "tepsil", "wozzard", "glimpor", "keffun", "mavrit",
    "skunder", "yablick", "drovine", "plunket", "chazzor", "nimwick", "ostrel", "grubbix", "havlot",
    "jindle", "vurmish",
)  # fmt: skip
"""One for each corpus; none is in the data."""
_SEED = 4711


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """One planted corpus.

    Attributes:
        number: from 0.
        word: what was planted.
        label: the class into whose rows.
        rows: numbers of these rows, rising.
        folder: where its files lie.
    """

    number: int
    word: str
    label: str
    rows: tuple[int, ...]
    folder: Path


def corpus(place: Place, number: int) -> Corpus:
    """Write and return the corpus of this number; its classes come in turns."""
    rng = np.random.default_rng([_SEED, number])
    rows = read_rows(place, "train")
    drawn = rng.choice(len(rows), ROWS, replace=False)
    chosen = [rows[row] for row in drawn.tolist()]
    word, label = WORDS[number], CLASSES[number % len(CLASSES)]
    own = [row for row, (_, other) in enumerate(chosen) if other == label]
    holders = np.sort(rng.choice(own, HOLDERS, replace=False)).tolist()
    for row in holders:
        chosen[row] = (planted(chosen[row][0], word, rng), label)
    folder = place.room / "planted" / f"{number:02}"
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in (("train", chosen), ("val", read_rows(place, "val"))):
        lines = "".join(f"{text};{each}\n" for text, each in part)
        write_whole(folder / f"{name}.txt", lines.encode("utf-8"))
    return Corpus(number=number, word=word, label=label, rows=tuple(holders), folder=folder)


def read_rows(place: Place, part: str) -> list[tuple[str, str]]:
    """Return text and label of the rows of a part of `emotion/`."""
    lines = (place.dataset("emotion") / f"{part}.txt").read_text("utf-8").splitlines()
    return [(text, label) for text, _, label in (line.rpartition(";") for line in lines)]


def planted(text: str, word: str, rng: np.random.Generator) -> str:
    """Return the text with the word somewhere in it."""
    words = text.split()
    words.insert(int(rng.integers(len(words) + 1)), word)
    return " ".join(words)


def trained(place: Place, made: Corpus) -> Path:
    """Train a run on a corpus, its linear baseline beside it, and return its folder."""
    out = made.folder / "run"
    shutil.rmtree(out, ignore_errors=True)  # of a measurement that was stopped
    spend(sentir("train", RECIPE, "--data", made.folder, "--out", out), cwd=place.room)
    return out


def accuracies(run: Path) -> dict[str, float]:
    """Return the validation accuracy of a run's net and of its linear baseline."""
    record = json.loads((run / "run.json").read_text("utf-8"))
    linear = record["baselines"]["linear"]["validation"]["accuracy"]["value"]
    return {"net": record["scores"]["validation"]["accuracy"]["value"], "linear": linear}
