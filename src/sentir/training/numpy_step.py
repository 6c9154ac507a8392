"""One update of a NumPy net: forward, loss, backward, clip, penalties, optimizer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.cells.stopwatch import WATCH
from sentir.text.vocabulary import PADDING, UNKNOWN
from sentir.training.gradients import clipped, norm
from sentir.training.losses import LOSSES
from sentir.training.measures import Measure, measure
from sentir.training.optimizers import OPTIMIZERS, Optimizer
from sentir.training.penalties import Penalties
from sentir.training.schedules import SCHEDULES, Schedule
from sentir.training.step import Update
from sentir.training.step_state import restore_step, step_checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sentir.cells.arrays import Floats
    from sentir.config.train_settings import TrainConfig
    from sentir.data.batches import Batch
    from sentir.nets.net import Net
    from sentir.store.checkpoint import Checkpoint
    from sentir.tasks.task import Task
    from sentir.training.gradients import Gradients

_READ_BY_WORD = ("embedding.weight",)  # parameters of which a batch reads the rows of its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What is made small.

    Attributes:
        task: what the logits mean.
        class_weights: (C,) what each class weighs.
        label_smoothing: share of each target spread over all classes.
    """

    task: Task
    class_weights: Floats
    label_smoothing: float = 0.0


@dataclass(slots=True, kw_only=True)
class NumpyStep:
    """A `Step` whose net computes in NumPy.

    Attributes:
        net: what learns; its parameters are changed in place.
        objective: what is made small.
        optimizer, schedule, penalties: how.
        clip_norm: largest norm of a batch's gradient, taken before penalties are added (in torch
            too, weight decay comes after `clip_grad_norm_`); 0 leaves it alone.
        dropout: generator of all that dropout draws.
    """

    net: Net
    objective: Objective
    optimizer: Optimizer
    schedule: Schedule
    penalties: Penalties
    clip_norm: float
    dropout: np.random.Generator

    @classmethod
    def of(
        cls,
        net: Net,
        config: TrainConfig,
        *,
        objective: Objective,
        total_updates: int,
        threads: int,
        dropout: np.random.Generator,
    ) -> NumpyStep:
        """Return the step that the settings describe, before its first update."""
        rule = OPTIMIZERS[config.optimizer](config)
        return cls(
            net=net,
            objective=objective,
            optimizer=Optimizer(
                rule,
                net.parameters,
                threads=threads,
                resting=[name for name in _READ_BY_WORD if name in net.parameters],
            ),
            schedule=SCHEDULES[config.schedule](config, total_updates),
            penalties=Penalties.of(config, net.parameters),
            clip_norm=config.clip_norm,
            dropout=dropout,
        )

    @property
    def updates(self) -> int:
        """Return how many updates were done."""
        return self.optimizer.updates

    @property
    def learning_rate(self) -> float:
        """Return the learning rate of the last update; before the first, the first one's."""
        return self.schedule.rate(max(self.updates - 1, 0))

    def update(self, batch: Batch) -> Update:
        """Learn from a batch; change nothing when its loss or gradient is not finite."""
        number = self.updates + 1
        with np.errstate(all="ignore"):  # what overflows is seen below
            with WATCH.part("optimizer"):
                self._settle_words(batch)
            logits, backward = self.net.forward(batch.sequences, rng=self.dropout)
            with WATCH.part("loss"):
                loss = LOSSES[self.objective.task.loss](
                    logits,
                    batch.targets,
                    class_weights=self.objective.class_weights,
                    label_smoothing=self.objective.label_smoothing,
                )
            gradients: Gradients = backward(loss.d_mean)
            with WATCH.part("penalties"):
                size = norm(gradients)
                if not math.isfinite(loss.mean + size):
                    return Update(number=number, loss=loss.mean, is_finite=False)
                gradients = clipped(gradients, max_norm=self.clip_norm, present_norm=size)
                gradients = self.penalties.added(gradients, self.net.parameters)
            with WATCH.part("optimizer"):
                self.optimizer.update(gradients, self.schedule.rate(self.updates))
        return Update(number=number, loss=loss.mean, is_finite=True)

    def _settle_words(self, batch: Batch) -> None:
        """Bring the word vectors that this batch may read up to date."""
        always = np.array([PADDING, UNKNOWN], np.int32)  # word dropout reads words as unknown
        for name in _READ_BY_WORD:
            self.optimizer.settle(name, np.concatenate([batch.sequences.ids, always]))

    def evaluate(self, batches: Iterable[Batch]) -> Measure:
        """Return loss and score on these rows, nothing dropped."""
        with np.errstate(all="ignore"):  # a measure may be NaN, and says so
            self.optimizer.settle_all()
            return measure(self.net.logits, batches, task=self.objective.task)

    def end_epoch(self, validation_loss: float) -> None:
        """Tell the schedule."""
        self.schedule.end_epoch(validation_loss)

    def weights(self) -> Mapping[str, Floats]:
        """Return the parameters by name, as they are: later updates change them."""
        self.optimizer.settle_all()
        return self.net.parameters

    def state(self) -> Checkpoint:
        """Return copies of all that decides the updates to come."""
        return step_checkpoint(
            {name: array.copy() for name, array in self.weights().items()},
            self.optimizer.state(),
            updates=self.updates,
            schedule=self.schedule,
            dropout=self.dropout,
        )

    def load(self, state: Checkpoint) -> None:
        """Go on from a saved state, of this backend to the same bits.

        Raises:
            RunError: the state is of another net or another optimizer.
        """

        def take(weights: Mapping[str, Floats], slots: Mapping[str, Floats], updates: int) -> None:
            for name, own in self.weights().items():
                own[...] = weights[name]
            self.optimizer.load(slots, updates=updates)

        restore_step(
            state,
            like=self.state(),
            schedule=self.schedule,
            dropout=self.dropout,
            take=take,
        )
