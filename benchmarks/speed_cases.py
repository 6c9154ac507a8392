"""The nets whose training speed is compared, and their rows, the same for everybody."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.cells.stopwatch import WATCH
from sentir.config.loading import validate
from sentir.data.batches import Batches
from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.data.splits import split
from sentir.runtime.threads import physical_cores
from sentir.training.profile import profile
from sentir.training.run import begin, prepare

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.config.settings import RunConfig
    from sentir.training.run import Prepared
    from sentir.training.step import Step

BATCH_SIZE = 64  # of the peers, always
_UNCOUNTED, _COUNTED = 150, 60  # updates of a profile
# Neither dropout nor smoothing nor a schedule: what the plain loops do, and nothing else.
_PLAIN_MODEL = {
    "bidirectional": False,
    "pooling": "last",
    "embedding_dropout": 0.0,
    "word_dropout": 0.0,
    "pooled_dropout": 0.0,
}
_PLAIN_TRAIN = {
    "optimizer": "adam",
    "learning_rate": 0.001,
    "schedule": "constant",
    "label_smoothing": 0.0,
    "backend": "numpy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A net on the rows of a data set.

    Attributes:
        data: name of the data set's folder.
        files: what is read of it.
        model: settings of the net beside the plain ones.
        text: settings of the reading.
        only_full: whether texts shorter than `max_length` are left out, so that nothing is ragged.
    """

    data: str
    files: tuple[str, ...]
    model: dict[str, Any]
    text: dict[str, Any]
    only_full: bool = False

    def config(self, source: Path, *, batch_size: int) -> RunConfig:
        """Return the settings of our side."""
        settings = {
            "data": {"source": str(source)},
            "model": {**_PLAIN_MODEL, **self.model},
            "train": {**_PLAIN_TRAIN, "batch_size": batch_size},
            "text": self.text,
        }
        return validate(settings, origin="the benchmark")


R1 = Case(
    data="emotion",
    files=("emotion/train.txt", "emotion/val.txt", "emotion/test.txt"),
    model={"cell": "gru", "embedding_size": 100, "hidden_size": 128, "dense_size": 128},
    text={"max_length": 32},
)
R5 = Case(
    data="sarcasm",
    files=("sarcasm/Sarcasm_Headlines_Dataset.json",),
    model={"cell": "lstm", "embedding_size": 64, "hidden_size": [64, 32], "dense_size": 6},
    text={"max_length": 32, "max_words": 10_000},
)
R4 = Case(
    data="imdb",
    files=("imdb/train.jsonl.gz", "imdb/test.jsonl.gz"),
    model={"cell": "lstm", "embedding_size": 100, "hidden_size": 128},
    text={"max_length": 100, "keep": "last", "max_words": 10_000},
    only_full=True,
)
CASES = {"r1_gru": R1, "r5_lstm": R5, "r4_lstm": R4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A case whose rows are numbers."""

    config: RunConfig
    prepared: Prepared
    batches: Batches

    def step(self, *, threads: int = 0) -> Step:
        """Return our update step before its first update; 0 threads: the physical cores."""
        return begin(self.config, self.prepared, threads=threads or physical_cores())


def ready(case: Case, source: Path, *, batch_size: int) -> Ready:
    """Read and prepare the rows of a case."""
    config = case.config(source, batch_size=batch_size)
    table = read(config.data.source, SourceOptions(text=config.data.text, label=config.data.label))
    parts = split(table, seed=0, validation=0.1, test=0.1)
    prepared = prepare(config, table, parts)
    rows = parts.train
    if case.only_full:
        rows = rows[prepared.sequences.lengths[rows] == config.text.max_length]
    batches = Batches(
        prepared.sequences,
        prepared.targets,
        train_rows=rows,
        validation_rows=parts.validation,
        batch_size=batch_size,
        seed=0,
    )
    return Ready(config=config, prepared=prepared, batches=batches)


def write_padded(found: Ready, path: Path) -> dict[str, Any]:
    """Write the rows padded with 0 to a fixed length; return what a peer must know."""
    arrays: dict[str, Any] = {}
    for kind, rows in (
        ("", found.batches.train_rows),
        ("validation_", found.batches.validation_rows),
    ):
        taken = found.prepared.sequences.take(rows)
        length = found.config.text.max_length
        padded = np.zeros((rows.size, length), np.int32)
        padded[np.arange(length) < taken.lengths[:, None]] = taken.ids
        arrays |= {f"{kind}ids": padded, f"{kind}targets": found.prepared.targets[rows]}
    np.savez(path, **arrays)
    spec = found.prepared.spec
    return {
        "cell": spec.cell,
        "words": spec.words,
        "embedding_size": spec.embedding_size,
        "hidden_sizes": list(spec.hidden_sizes),
        "dense_sizes": list(spec.dense_sizes),
        "outputs": spec.outputs,
        "learning_rate": found.config.train.learning_rate,
        "batch_size": BATCH_SIZE,
        "threads": physical_cores(),
    }


def profiled(found: Ready) -> dict[str, Any]:
    """Return the profile of some updates, after as many that are not counted."""
    step = found.step()
    batches = itertools.chain.from_iterable(map(found.batches.train, itertools.count()))
    for batch in itertools.islice(batches, _UNCOUNTED):
        step.update(batch)
    WATCH.start()
    for batch in WATCH.each("batches", itertools.islice(batches, _COUNTED)):
        step.update(batch)
    return profile(WATCH.stop(), updates=_COUNTED)
