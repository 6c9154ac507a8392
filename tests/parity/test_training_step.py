"""Fifty whole updates of a net equal those of a plain PyTorch loop to 1e-9, in double."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, count, islice
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from sentir.config.train_settings import TrainConfig
from sentir.data.batches import Batch, Batches
from sentir.nets.net import build
from sentir.nets.spec import NetSpec
from sentir.tasks.task import make_task
from sentir.text.sequences import Sequences
from sentir.training.numpy_step import NumpyStep, Objective
from tests.parity.torch_twin import TorchTwin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

UPDATES, ROWS, WORDS = 50, 64, 60
LABELS = ("anger", "fear", "joy", "love")

PLAIN = {
    "learning_rate": 0.02,
    "precision": "double",
    "schedule": "constant",
    "label_smoothing": 0.0,
    "weight_decay": 0.0,
}
SETTINGS: dict[str, dict[str, Any]] = {
    "adam": {"optimizer": "adam"},
    "adam with l2": {"optimizer": "adam", "l2": 0.01, "clip_norm": 0.3},
    "adamw": {"optimizer": "adamw", "weight_decay": 0.1},
    "rmsprop": {"optimizer": "rmsprop"},
    "rmsprop with l2": {"optimizer": "rmsprop", "l2": 0.01},
    "sgd": {"optimizer": "sgd", "clip_norm": 0.3},
    "sgd with momentum": {"optimizer": "sgd", "momentum": 0.9, "l2": 0.01},
}
EVERYTHING: dict[str, Any] = {
    "optimizer": "adamw",
    "weight_decay": 0.1,
    "schedule": "one_cycle",
    "label_smoothing": 0.1,
    "clip_norm": 0.5,
    "class_weights": "balanced",
}
SPECS: dict[str, dict[str, Any]] = {
    "bag": {"cell": "bag", "pooling": "mean"},
    "rnn": {"cell": "rnn", "hidden_sizes": (4,), "pooling": "last", "dense_sizes": (3,)},
    "lstm": {"cell": "lstm", "hidden_sizes": (4, 3), "pooling": "max", "bidirectional": True},
    "gru": {"cell": "gru", "hidden_sizes": (4,), "pooling": "attention", "bidirectional": True},
    "multi_hot": {"cell": "multi_hot", "dense_sizes": (4, 3)},
    "flat": {"cell": "bag", "pooling": "flatten", "places": 9, "dense_sizes": (3,)},
}


@dataclass
class TorchLoop:
    """The loop as PyTorch's own pages write it."""

    twin: TorchTwin
    config: TrainConfig
    class_weights: torch.Tensor

    def __post_init__(self) -> None:
        config, parameters = self.config, list(self.twin.parameters())
        rate = config.learning_rate
        kinds: dict[str, Callable[[], torch.optim.Optimizer]] = {
            "adam": lambda: torch.optim.Adam(parameters, rate, weight_decay=config.l2),
            "adamw": lambda: torch.optim.AdamW(parameters, rate, weight_decay=config.weight_decay),
            "rmsprop": lambda: torch.optim.RMSprop(parameters, rate, weight_decay=config.l2),
            "sgd": lambda: torch.optim.SGD(
                parameters, rate, momentum=config.momentum, weight_decay=config.l2
            ),
        }
        self.optimizer = kinds[config.optimizer]()
        self.schedule = (
            torch.optim.lr_scheduler.OneCycleLR(
                self.optimizer, rate, total_steps=UPDATES + 1, cycle_momentum=False
            )
            if config.schedule == "one_cycle"
            else None
        )

    def update(self, batch: Batch) -> float:
        self.optimizer.zero_grad()
        loss = self.loss(self.twin(batch.sequences), torch.from_numpy(batch.targets))
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        if self.config.clip_norm:
            torch.nn.utils.clip_grad_norm_(self.twin.parameters(), self.config.clip_norm)
        self.optimizer.step()
        if self.schedule:
            self.schedule.step()
        return loss.item()

    def loss(self, logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        smoothing = self.config.label_smoothing
        if logits.shape[1] > 1:
            return functional.cross_entropy(
                logits, targets, weight=self.class_weights, label_smoothing=smoothing
            )
        smooth = targets.double() * (1 - smoothing) + smoothing / 2
        return functional.binary_cross_entropy_with_logits(logits[:, 0], smooth)


def batches(classes: int, *, updates: int = UPDATES) -> Iterator[Batch]:
    rng = np.random.default_rng(5)
    # Some words are rare, so that rows of the embedding rest for many updates.
    rows = [
        np.minimum(rng.geometric(0.08, size=rng.integers(0, 9)) + 1, WORDS - 1) for _ in range(ROWS)
    ]
    data = Batches(
        Sequences.of(rows),
        rng.integers(classes, size=ROWS),
        train_rows=np.arange(ROWS),
        validation_rows=np.arange(0),
        batch_size=7,
        seed=0,
    )
    epochs = (data.train(epoch) for epoch in count())
    yield from islice(chain.from_iterable(epochs), updates)


def assert_fifty_updates_equal_torchs(
    settings: dict[str, Any], shape: dict[str, Any], *, labels: tuple[str, ...] = LABELS
) -> None:
    config = TrainConfig.model_validate({**PLAIN, **settings})
    task = make_task("auto", labels)
    spec = NetSpec(words=WORDS, outputs=task.outputs, embedding_size=5, **shape)
    net = build(spec, rng=np.random.default_rng(0), dtype=np.float64)
    is_weighted = config.class_weights != "none"
    weights = np.linspace(0.5, 2, len(labels)) if is_weighted else np.ones(len(labels))
    oracle = TorchLoop(TorchTwin.of(net), config, torch.from_numpy(weights))
    step = NumpyStep.of(
        net,
        config,
        objective=Objective(
            task=task, class_weights=weights, label_smoothing=config.label_smoothing
        ),
        total_updates=UPDATES + 1,
        threads=1,
        dropout=np.random.default_rng(1),
    )
    for batch in batches(len(labels)):
        ours, theirs = step.update(batch).loss, oracle.update(batch)
        assert ours == pytest.approx(theirs, abs=1e-9)
    assert step.updates == UPDATES
    for name, parameter in oracle.twin.named_parameters():
        np.testing.assert_allclose(
            net.parameters[name], parameter.detach().numpy(), rtol=0, atol=1e-9, err_msg=name
        )


@pytest.mark.parametrize("case", sorted(SETTINGS))
def test_every_optimizer_trains_a_gru_as_torch_does(case: str) -> None:
    assert_fifty_updates_equal_torchs(SETTINGS[case], SPECS["gru"])


@pytest.mark.parametrize("cell", sorted(SPECS))
def test_every_cell_trains_as_torchs_with_all_settings_at_once(cell: str) -> None:
    assert_fifty_updates_equal_torchs(EVERYTHING, SPECS[cell])


@pytest.mark.parametrize("case", ["adam with l2", "sgd with momentum"])
def test_words_held_train_with_a_penalty_as_torchs_do(case: str) -> None:
    assert_fifty_updates_equal_torchs(SETTINGS[case], SPECS["multi_hot"])


def test_a_binary_task_trains_as_torchs_does() -> None:
    settings = {"optimizer": "adam", "label_smoothing": 0.2}
    assert_fifty_updates_equal_torchs(settings, SPECS["gru"], labels=("bad", "good"))
