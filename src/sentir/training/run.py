"""One run put together: rows -> vocabulary -> net -> loop. No audit, no report, no words.

prepare(config, table, split) -> Prepared;  begin(...) -> TrainState;  train(...) -> TrainState
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sentir.data.batches import Batches
from sentir.errors import RunError
from sentir.nets.net import Net, build
from sentir.nets.spec import NetSpec
from sentir.tasks.task import make_task
from sentir.text.lengths import coverage
from sentir.text.tokens import Tokenizer
from sentir.text.vocabulary import Vocabulary
from sentir.torch_backend.choice import choose
from sentir.training.class_weights import class_weights
from sentir.training.hooks import EarlyStop, KeepBest
from sentir.training.loop import fit
from sentir.training.numpy_step import NumpyStep, Objective
from sentir.training.torch_step import TorchStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sentir.cells.arrays import Ints
    from sentir.config.settings import RunConfig
    from sentir.data.sources.table import Table
    from sentir.data.splits import Split
    from sentir.tasks.task import Task
    from sentir.text.sequences import Sequences
    from sentir.training.hooks import Hook
    from sentir.training.state import TrainState
    from sentir.training.step import Step

# What a seed is split into, so that a change of one draw leaves the others alone.
_INITIAL_WEIGHTS, _DROPOUT = 0, 1
_PRECISIONS = {"single": np.float32, "double": np.float64}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """All that training needs of the data.

    Attributes:
        task: what a label is.
        tokenizer, vocabulary: from text to word ids; learned on training rows only.
        sequences: word ids of every row of the table, cut to `text.max_length`.
        targets: class (n,) of every row of the table.
        split: row numbers of each part.
        batches: what the loop asks for.
        spec: the network.
        coverage: share (0..1) of training texts read whole.
    """

    task: Task
    tokenizer: Tokenizer
    vocabulary: Vocabulary
    sequences: Sequences
    targets: Ints
    split: Split
    batches: Batches
    spec: NetSpec
    coverage: float


def prepare(config: RunConfig, table: Table, split: Split) -> Prepared:
    """Return the rows as numbers; only training rows decide what the vocabulary holds."""
    task = make_task(config.train.task, table.classes())
    tokenizer = Tokenizer(lowercase=config.text.lowercase)
    lengths: list[int] = []

    def words_of(texts: Iterator[str]) -> Iterator[list[str]]:
        for text in texts:
            words = tokenizer.words(text)
            lengths.append(len(words))
            yield words

    vocabulary = Vocabulary.build(
        words_of(table.texts[row] for row in split.train),
        min_count=config.text.min_count,
        max_size=config.text.max_words,
    )
    kept_whole = coverage(lengths, config.text.max_length)
    sequences = vocabulary.encode(
        words_of(iter(table.texts)),
        max_length=config.text.max_length,
        keep=config.text.keep,
        read_padding=config.text.read_padding,
    )
    targets = task.encode(table.labels)
    return Prepared(
        task=task, tokenizer=tokenizer, vocabulary=vocabulary, sequences=sequences,
        targets=targets, split=split, batches=_batches(config, sequences, targets, split),
        spec=spec_of(config, words=len(vocabulary), outputs=task.outputs), coverage=kept_whole,
    )  # fmt: skip


def adapted(prepared: Prepared, config: RunConfig, *, train_rows: Ints | None = None) -> Prepared:
    """Return prepared rows for other settings that read the texts alike.

    Args:
        prepared: rows of a config whose data, split, text and task settings are the same.
        config: the settings of net and training.
        train_rows: rows to learn from; the vocabulary stays that of the rows it was made of.
    """
    split = prepared.split
    if train_rows is not None:
        split = replace(split, train=train_rows)
    outputs = prepared.task.outputs
    return replace(
        prepared,
        split=split,
        batches=_batches(config, prepared.sequences, prepared.targets, split),
        spec=spec_of(config, words=len(prepared.vocabulary), outputs=outputs),
    )


def _batches(config: RunConfig, sequences: Sequences, targets: Ints, split: Split) -> Batches:
    return Batches(
        sequences,
        targets,
        train_rows=split.train,
        validation_rows=split.validation,
        batch_size=config.train.batch_size,
        seed=config.train.seed,
    )


def spec_of(config: RunConfig, *, words: int, outputs: int) -> NetSpec:
    """Return the network that the settings describe for this vocabulary and task."""
    model = config.model
    return NetSpec(
        words=words,
        outputs=outputs,
        cell=model.cell,
        embedding_size=model.embedding_size,
        hidden_sizes=model.hidden_sizes,
        bidirectional=model.bidirectional,
        pooling=model.pooling,
        dense_sizes=model.dense_sizes,
        dense_activation=model.dense_activation,
        embedding_dropout=model.embedding_dropout,
        word_dropout=model.word_dropout,
        input_dropout=model.input_dropout,
        recurrent_dropout=model.recurrent_dropout,
        pooled_dropout=model.pooled_dropout,
        dense_dropout=model.dense_dropout,
        embedding_scale=model.embedding_scale,
        places=config.text.max_length if model.pooling == "flatten" else 0,
    )


def begin(config: RunConfig, prepared: Prepared, *, threads: int) -> Step:
    """Return the step of a run before its first update: fresh weights, drawn from the seed.

    Raises:
        MachineError: the settings ask for PyTorch, which is not installed.
    """
    kind = TorchStep if choose(config.train.backend).name == "torch" else NumpyStep
    seed = config.train.seed
    labels = prepared.task.labels
    net = build(
        prepared.spec,
        rng=np.random.default_rng([seed, _INITIAL_WEIGHTS]),
        dtype=_PRECISIONS[config.train.precision],
        threads=threads,
    )
    weights = class_weights(
        config.train.class_weights, labels, targets=prepared.targets[prepared.split.train]
    )
    return kind.of(
        net,
        config.train,
        objective=Objective(
            task=prepared.task,
            class_weights=weights,
            label_smoothing=config.train.label_smoothing,
        ),
        total_updates=prepared.batches.updates_per_epoch * config.train.epochs,
        threads=threads,
        dropout=np.random.default_rng([seed, _DROPOUT]),
    )


def train(
    state: TrainState, prepared: Prepared, config: RunConfig, *, hooks: Sequence[Hook] = ()
) -> TrainState:
    """Train a fresh or a restored state to its end; the best weights are kept on the way."""
    own: list[Hook] = [KeepBest()]
    if config.train.early_stop:
        own.append(EarlyStop(config.train.early_stop))
    return fit(state, prepared.batches, config.train, hooks=[*own, *hooks])


def kept_net(state: TrainState, prepared: Prepared) -> Net:
    """Return a net with the weights of the best epoch.

    Raises:
        RunError: no epoch ended with a finite validation loss.
    """
    if state.best is None:
        at = f" at update {state.stopped.update}" if state.stopped else ""
        raise RunError(
            f"no weights could be kept: the loss was not finite{at}. "
            "Lower train.learning_rate, or set train.clip_norm=1."
        )
    return Net.from_parameters(prepared.spec, dict(state.best.weights))
