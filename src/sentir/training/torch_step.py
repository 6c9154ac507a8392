"""One update of a PyTorch net; what PyTorch itself does lies in `sentir.torch_backend`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sentir.training.measures import Measure, measure
from sentir.training.optimizers import OPTIMIZERS
from sentir.training.penalties import Penalties
from sentir.training.schedules import SCHEDULES, Schedule
from sentir.training.step import Update
from sentir.training.step_state import restore_step, step_checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from sentir.cells.arrays import Floats
    from sentir.config.train_settings import TrainConfig
    from sentir.data.batches import Batch
    from sentir.nets.net import Net
    from sentir.store.checkpoint import Checkpoint
    from sentir.tasks.task import Task
    from sentir.torch_backend.learner import Learner
    from sentir.training.numpy_step import Objective


@dataclass(slots=True, kw_only=True)
class TorchStep:
    """A `Step` whose net computes in PyTorch; its checkpoints are those of a NumPy step.

    Attributes:
        learner: the net, its loss and its optimizer, on their device.
        task: what the logits mean.
        schedule: gives each update its learning rate.
        dropout: gives each update the seed of all that it drops, so that this generator's state is
            all that a resumed run needs, whatever the device.
    """

    learner: Learner
    task: Task
    schedule: Schedule
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
    ) -> TorchStep:
        """Return the step that the settings describe, with copies of the net's weights."""
        from sentir.torch_backend.learner import Aim, Learner

        rule = OPTIMIZERS[config.optimizer](config)
        aim = Aim(
            loss=objective.task.loss,
            class_weights=objective.class_weights,
            label_smoothing=objective.label_smoothing,
            clip_norm=config.clip_norm,
            penalties=Penalties.of(config, net.parameters).strengths(),
            rule=type(rule).__name__,
            numbers=asdict(rule),  # type: ignore[call-overload]  # every rule is a dataclass
            slots=rule.slots,
        )
        return cls(
            learner=Learner(net.spec, net.parameters, aim=aim, threads=threads),
            task=objective.task,
            schedule=SCHEDULES[config.schedule](config, total_updates),
            dropout=dropout,
        )

    @property
    def updates(self) -> int:
        """Return how many updates were done."""
        return self.learner.updates

    @property
    def learning_rate(self) -> float:
        """Return the learning rate of the last update; before the first, the first one's."""
        return self.schedule.rate(max(self.updates - 1, 0))

    def update(self, batch: Batch) -> Update:
        """Learn from a batch; change nothing when its loss or gradient is not finite."""
        number, rate = self.updates + 1, self.schedule.rate(self.updates)
        seed = int(self.dropout.integers(2**63))
        loss, is_finite = self.learner.update(batch, rate=rate, seed=seed)
        return Update(number=number, loss=loss, is_finite=is_finite)

    def evaluate(self, batches: Iterable[Batch]) -> Measure:
        """Return loss and score on these rows, nothing dropped."""
        return measure(self.learner.logits, batches, task=self.task)

    def end_epoch(self, validation_loss: float) -> None:
        """Tell the schedule."""
        self.schedule.end_epoch(validation_loss)

    def weights(self) -> Mapping[str, Floats]:
        """Return copies of the parameters by name."""
        return self.learner.weights()

    def state(self) -> Checkpoint:
        """Return copies of all that decides the updates to come."""
        learner = self.learner
        return step_checkpoint(
            learner.weights(),
            learner.slots(),
            updates=self.updates,
            schedule=self.schedule,
            dropout=self.dropout,
        )

    def load(self, state: Checkpoint) -> None:
        """Go on from a saved state, of this backend to the same bits.

        Raises:
            RunError: the state is of another net or another optimizer.
        """
        restore_step(
            state,
            like=self.state(),
            schedule=self.schedule,
            dropout=self.dropout,
            take=self.learner.load,
        )
