"""Small data that a net can learn, and the settings of a small and quick training."""

from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

CLASSES = {
    "joy": ("lovely", "wonderful", "delighted", "laughing"),
    "anger": ("furious", "awful", "shouting", "unfair"),
    "fear": ("afraid", "trembling", "dark", "scared"),
}
FILLER = [
    "the", "train", "was", "late", "again", "today", "and", "we", "waited", "near", "an", "old",
    "house", "while", "rain", "fell", "on", "my", "street", "before", "dinner", "with", "her",
]  # fmt: skip

QUICK = (
    "--set", "train.threads=1", "--set", "train.epochs=2", "--set", "model.hidden_size=8",
    "--set", "model.embedding_size=8", "--set", "train.batch_size=64",
    "--set", "train.schedule=constant", "--set", "train.label_smoothing=0.0",
    "--set", "model.embedding_dropout=0.0", "--set", "model.word_dropout=0.0",
    "--set", "model.pooled_dropout=0.0", "--set", "baseline.linear=false",
)  # fmt: skip

Row = tuple[str, str]


def rows(count: int = 150, *, seed: int = 0, classes: Iterable[str] = CLASSES) -> list[Row]:
    """Return texts that hold one word of their class among words of none, classes in turn."""
    rng = np.random.default_rng(seed)
    names = list(classes)
    made = []
    for number in range(count):
        label = names[number % len(names)]
        words = list(rng.choice(FILLER, size=rng.integers(3, 9)))
        words.insert(rng.integers(len(words) + 1), rng.choice(CLASSES[label]))
        made.append((f"{' '.join(words)} {number}", label))
    return made


def write_csv(
    path: Path,
    data: Sequence[Row],
    *,
    header: Sequence[str] = ("text", "label"),
    delimiter: str = ",",
) -> Path:
    """Write the rows as CSV, packed if the name ends in .gz."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(header)
        writer.writerows(data)
    return path


def write_jsonl(path: Path, data: Sequence[Row]) -> Path:
    """Write the rows as JSON lines."""
    lines = (json.dumps({"text": text, "label": label}) for text, label in data)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_labelled_lines(path: Path, data: Sequence[Row]) -> Path:
    """Write the rows as `text;label` lines."""
    path.write_text("".join(f"{text};{label}\n" for text, label in data), encoding="utf-8")
    return path
