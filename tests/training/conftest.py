"""A small net on small random texts, and all that is needed to train it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest

from sentir.config.train_settings import TrainConfig
from sentir.data.batches import Batch
from sentir.nets.net import Net, build
from sentir.nets.spec import NetSpec
from sentir.tasks.task import make_task
from sentir.text.sequences import Sequences
from sentir.training.numpy_step import NumpyStep, Objective
from sentir.training.state import TrainState

if TYPE_CHECKING:
    from sentir.cells.arrays import Ints

SPEC = NetSpec(
    words=30,
    outputs=3,
    cell="gru",
    embedding_size=4,
    hidden_sizes=(5,),
    bidirectional=True,
    pooling="attention",
    dense_sizes=(4,),
    embedding_dropout=0.1,
    word_dropout=0.1,
    pooled_dropout=0.2,
    input_dropout=0.1,
    recurrent_dropout=0.1,
)
ROWS = 40  # the first half trains, the second validates
BATCH_SIZE = 8
# Said here, so that a new default of the settings changes no test.
PLAIN = {
    "epochs": 4,
    "learning_rate": 0.01,
    "optimizer": "adamw",
    "weight_decay": 0.0,
    "schedule": "constant",
    "label_smoothing": 0.0,
}


@dataclass(frozen=True)
class SmallData:
    """Rows that hold a word of their class among words of all."""

    sequences: Sequences
    targets: Ints

    def train(self, epoch: int) -> Iterator[Batch]:
        rows = np.random.default_rng((3, epoch)).permutation(ROWS // 2)
        for start in range(0, rows.size, BATCH_SIZE):
            yield self.batch(rows[start : start + BATCH_SIZE])

    def seen(self) -> Iterator[Batch]:
        yield self.batch(np.arange(ROWS // 2))

    def validation(self) -> Iterator[Batch]:
        yield self.batch(np.arange(ROWS // 2, ROWS))

    def batch(self, rows: Ints) -> Batch:
        return Batch(sequences=self.sequences.take(rows), targets=self.targets[rows], rows=rows)

    @property
    def updates_per_epoch(self) -> int:
        return -(-(ROWS // 2) // BATCH_SIZE)


@dataclass(frozen=True)
class SmallRun:
    """Everything a test trains with; the same settings give the same run anew."""

    state: TrainState
    step: NumpyStep
    net: Net
    data: SmallData
    config: TrainConfig


MakeRun: TypeAlias = Callable[..., SmallRun]


def small_data() -> SmallData:
    rng = np.random.default_rng(7)
    targets = rng.integers(SPEC.outputs, size=ROWS)
    rows = [
        [*rng.integers(5, SPEC.words, size=rng.integers(0, 6)), 2 + target] for target in targets
    ]
    return SmallData(Sequences.of(rows), targets)


@pytest.fixture
def make_run() -> MakeRun:
    """Return a function from settings of `train` to a run of the small net."""

    def make(*, threads: int = 1, spec: NetSpec = SPEC, **settings: object) -> SmallRun:
        config = TrainConfig.model_validate({**PLAIN, **settings})
        dtype = np.float64 if config.precision == "double" else np.float32
        net = build(spec, rng=np.random.default_rng((config.seed, 0)), dtype=dtype)
        data = small_data()
        step = NumpyStep.of(
            net,
            config,
            objective=Objective(
                task=make_task("multiclass", ("anger", "fear", "joy")),
                class_weights=np.ones(3),
                label_smoothing=config.label_smoothing,
            ),
            total_updates=config.epochs * data.updates_per_epoch,
            threads=threads,
            dropout=np.random.default_rng((config.seed, 1)),
        )
        return SmallRun(TrainState(step=step), step, net, data, config)

    return make
