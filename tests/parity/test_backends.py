"""From equal weights on equal batches NumPy and PyTorch give the same losses and weights.

Within 1e-9 over 50 updates in double, within 1e-4 over 200 in single, at a usual learning rate: at
a large one any net that learns by heart makes much of the last bit.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.config.train_settings import TrainConfig
from sentir.data.batches import Batch
from sentir.nets.net import build
from sentir.nets.spec import NetSpec
from sentir.tasks.task import make_task
from sentir.text.sequences import Sequences
from sentir.text.vocabulary import PADDING
from sentir.training.numpy_step import NumpyStep, Objective
from sentir.training.torch_step import TorchStep
from tests.nets.samples import ALL, WIDE
from tests.parity.test_training_step import EVERYTHING, LABELS, PLAIN, SETTINGS, WORDS, batches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sentir.training.step import Step

DTYPES = {"single": np.float32, "double": np.float64}
UPDATES = {"single": 200, "double": 50}
NEAR = {"single": 1e-4, "double": 1e-9}
RATES = {"single": 0.002, "double": 0.02}

SHAPES = [
    *product(["bag"], ["max", "mean", "attention"]),
    *product(["rnn", "lstm", "gru"], ["last", "max", "mean", "attention"]),
]
PENALTIES: dict[str, Any] = {
    "l1": 0.003,
    "l2": 0.01,
    "l1_layers": ["embedding", "output"],
    "l2_layers": ["recurrent", "output"],
    "l2_biases": False,
    "clip_norm": 0.3,
    "optimizer": "adam",
}
ALL_SETTINGS: dict[str, dict[str, Any]] = {
    **SETTINGS,
    "everything at once": EVERYTHING,
    "penalties": PENALTIES,
    "plateau": {"optimizer": "sgd", "schedule": "plateau", "learning_rate": 0.2},
}
CASES = [(*shape, name) for shape, name in zip(SHAPES, cycle(ALL_SETTINGS), strict=False)]
SHORT = {("bag", "max"), ("rnn", "last"), ("lstm", "attention"), ("gru", "max"), "multi_hot"}
"""What is looked at in single precision each time, of 200 updates: one of each cell."""


def in_both(cases: Iterable[Any], key: Callable[[Any], object]) -> list[Any]:
    """Return each case in double and in single precision, where that takes long marked slow."""
    return [
        pytest.param(
            *(case if isinstance(case, tuple) else (case,)),
            precision,
            marks=[pytest.mark.slow] if precision == "single" and key(case) not in SHORT else [],
        )
        for case in cases
        for precision in UPDATES
    ]


def spec_of(cell: str, pooling: str, *, outputs: int = 4) -> NetSpec:
    """Return a small net that reads from both ends, with a dense layer."""
    return NetSpec(
        words=WORDS,
        outputs=outputs,
        cell=cell,
        embedding_size=5,
        hidden_sizes=() if cell == "bag" else (4,),
        bidirectional=True,
        pooling=pooling,
        dense_sizes=(4,),
        dense_activation="tanh",
    )


def steps(
    spec: NetSpec, settings: dict[str, Any], precision: str, labels: tuple[str, ...] = LABELS
) -> list[Step]:
    """Return a step of either backend, with equal weights."""
    own = {"learning_rate": RATES[precision], **settings, "precision": precision}
    config = TrainConfig.model_validate({**PLAIN, **own})
    objective = Objective(
        task=make_task("auto", labels),
        class_weights=np.linspace(0.5, 2, len(labels)),
        label_smoothing=config.label_smoothing,
    )
    kinds: tuple[type[NumpyStep], type[TorchStep]] = (NumpyStep, TorchStep)
    return [
        kind.of(
            build(spec, rng=np.random.default_rng(0), dtype=DTYPES[precision]),
            config,
            objective=objective,
            total_updates=UPDATES[precision] + 1,
            threads=1,
            dropout=np.random.default_rng(1),
        )
        for kind in kinds
    ]


def assert_alike(ours: Step, theirs: Step, *, precision: str, classes: int = 4) -> None:
    stream = batches(classes, updates=UPDATES[precision])
    for number, batch in enumerate(stream, start=1):
        mine, its = ours.update(batch), theirs.update(batch)
        assert mine.loss == pytest.approx(its.loss, rel=0, abs=NEAR[precision]), number
        if number % 10 == 0:
            ours.end_epoch(1.0)  # so that plateau cuts the rate
            theirs.end_epoch(1.0)
        assert ours.learning_rate == theirs.learning_rate
    assert ours.updates == theirs.updates == UPDATES[precision]
    if precision == "double":
        for name, array in ours.weights().items():
            found = theirs.weights()[name]
            np.testing.assert_allclose(array, found, rtol=0, atol=1e-9, err_msg=name)


@pytest.mark.parametrize(
    ("cell", "pooling", "settings", "precision"), in_both(CASES, lambda case: case[:2])
)
def test_every_cell_and_pooling_learns_alike(
    cell: str, pooling: str, settings: str, precision: str
) -> None:
    ours, theirs = steps(spec_of(cell, pooling), ALL_SETTINGS[settings], precision)
    assert_alike(ours, theirs, precision=precision)


@pytest.mark.parametrize(("kind", "precision"), in_both(WIDE, lambda kind: kind))
def test_wide_nets_learn_alike(kind: str, precision: str) -> None:
    # Smooth: where a relu's sum passes 0, the last bit decides whether its unit learns.
    shape = {"embedding_size": 5, "dense_activation": "tanh", **WIDE[kind]}
    spec = NetSpec(words=WORDS, outputs=4, **shape)
    ours, theirs = steps(spec, {"optimizer": "adam", "l2": 0.001}, precision)
    assert_alike(ours, theirs, precision=precision)


@pytest.mark.parametrize("kind", ["bag", "rnn", "lstm", "gru", *WIDE])
def test_padding_and_unknown_words_are_read_alike(kind: str) -> None:
    spec = NetSpec(words=WORDS, outputs=4, **{"embedding_size": 5, **ALL[kind]})
    ours, theirs = steps(spec, {"optimizer": "adam"}, "double")
    texts = Sequences.of([[3, 1, 5, 3], [1, 1], [PADDING] * 4, [7, 0, 9, 0, 0], []])
    batch = Batch(texts, np.array([0, 1, 2, 3, 0]), np.arange(5))
    for _ in range(5):
        assert ours.update(batch).loss == pytest.approx(theirs.update(batch).loss, abs=1e-9)


@pytest.mark.parametrize("settings", sorted(ALL_SETTINGS))
def test_every_optimizer_penalty_and_schedule_learns_alike(settings: str) -> None:
    ours, theirs = steps(spec_of("gru", "attention"), ALL_SETTINGS[settings], "double")
    assert_alike(ours, theirs, precision="double")


def test_stacked_layers_learn_alike() -> None:
    spec = replace(spec_of("lstm", "max"), hidden_sizes=(4, 3))
    ours, theirs = steps(spec, ALL_SETTINGS["adam"], "double")
    assert_alike(ours, theirs, precision="double")


@pytest.mark.parametrize("precision", UPDATES)
def test_a_binary_task_learns_alike(precision: str) -> None:
    settings = {"optimizer": "adam", "label_smoothing": 0.2}
    ours, theirs = steps(spec_of("gru", "max", outputs=1), settings, precision, ("bad", "good"))
    assert_alike(ours, theirs, precision=precision, classes=2)


@pytest.mark.parametrize("activation", ["linear", "sigmoid", "tanh", "relu"])
def test_every_activation_learns_alike(activation: str) -> None:
    spec = NetSpec(
        words=WORDS, outputs=4, cell="bag", embedding_size=5, pooling="mean", dense_sizes=(6, 5),
        dense_activation=activation,
    )  # fmt: skip
    ours, theirs = steps(spec, {"optimizer": "adam"}, "double")
    assert_alike(ours, theirs, precision="double")
