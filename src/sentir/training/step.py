"""The seam between the loop and what computes: one update, one measurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sentir.cells.arrays import Floats
    from sentir.data.batches import Batch
    from sentir.store.checkpoint import Checkpoint
    from sentir.training.measures import Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What one batch came to.

    Attributes:
        number: which update it was, counted from 1.
        loss: mean training loss of the batch, with class weights, label smoothing and dropout;
            without penalties.
        is_finite: if not, the loss or the gradient was not, and nothing was changed.
    """

    number: int
    loss: float
    is_finite: bool


class Step(Protocol):
    """A net that learns: the loop knows nothing more of it."""

    @property
    def updates(self) -> int:
        """Return how many updates were done."""
        ...

    @property
    def learning_rate(self) -> float:
        """Return the learning rate of the last update; before the first, the first one's."""
        ...

    def update(self, batch: Batch) -> Update:
        """Learn from a batch; change nothing when its loss or gradient is not finite."""
        ...

    def evaluate(self, batches: Iterable[Batch]) -> Measure:
        """Return loss and score on these rows, nothing dropped."""
        ...

    def end_epoch(self, validation_loss: float) -> None:
        """Take note of what an epoch came to."""
        ...

    def weights(self) -> Mapping[str, Floats]:
        """Return the parameters by name, as they are: later updates change them."""
        ...

    def state(self) -> Checkpoint:
        """Return copies of all that decides the updates to come."""
        ...

    def load(self, state: Checkpoint) -> None:
        """Go on from a saved state, to the same bits."""
        ...
