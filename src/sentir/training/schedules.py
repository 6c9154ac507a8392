"""How the learning rate changes while a net learns."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sentir.config.train_settings import TrainConfig


class Schedule(Protocol):
    """Gives every update its learning rate."""

    def rate(self, update: int) -> float:
        """Return the learning rate of this update, counted from 0."""
        ...

    def end_epoch(self, validation_loss: float) -> None:
        """Take note of what an epoch came to."""
        ...

    def state(self) -> dict[str, Any]:
        """Return what a resumed run needs to know, fit for JSON."""
        ...

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from a saved state."""
        ...


@dataclass(frozen=True, slots=True)
class Constant:
    """The same rate from the first update to the last."""

    learning_rate: float

    def rate(self, update: int) -> float:
        """Return the one rate."""
        del update
        return self.learning_rate

    def end_epoch(self, validation_loss: float) -> None:
        """Heed nothing."""

    def state(self) -> dict[str, Any]:
        """Return nothing: the settings say all."""
        return {}

    def load(self, state: Mapping[str, Any]) -> None:
        """Need nothing."""


@dataclass(frozen=True, slots=True)
class OneCycle:
    """Up to the peak along half a cosine, then down to almost 0 along another.

    Begins at peak / 25, is at the peak after 30 % of the updates and ends at peak / 250,000; the
    optimizer's momentum is left alone.
    Source: Smith & Topin 2018; torch OneCycleLR(anneal_strategy="cos", cycle_momentum=False).
    """

    peak: float
    total_updates: int

    def rate(self, update: int) -> float:
        """Return the rate of this update; updates past the last keep the last one's."""
        first, last = self.peak / 25, self.peak / 25 / 1e4
        top, end = 0.3 * self.total_updates - 1, self.total_updates - 1
        if update <= top:
            return _half_cosine(first, self.peak, share=update / top)
        return _half_cosine(self.peak, last, share=(min(update, end) - top) / (end - top))

    def end_epoch(self, validation_loss: float) -> None:
        """Heed nothing."""

    def state(self) -> dict[str, Any]:
        """Return nothing: the number of the update says all."""
        return {}

    def load(self, state: Mapping[str, Any]) -> None:
        """Need nothing."""


@dataclass(slots=True)
class Plateau:
    """Cuts the rate once more than `patience` epochs in a row brought no better validation loss.

    Better is lower by more than 0.01 %. A rate is not cut when it would change by 1e-8 or less.
    Source: torch ReduceLROnPlateau.
    """

    learning_rate: float
    factor: float
    patience: int
    best: float = math.inf
    resting: int = 0

    def rate(self, update: int) -> float:
        """Return the present rate."""
        del update
        return self.learning_rate

    def end_epoch(self, validation_loss: float) -> None:
        """Compare with the best loss so far, and cut the rate when it is time."""
        if validation_loss < self.best * (1 - 1e-4):
            self.best, self.resting = validation_loss, 0
        else:
            self.resting += 1
        if self.resting > self.patience:
            self.resting = 0
            if self.learning_rate * (1 - self.factor) > 1e-8:
                self.learning_rate *= self.factor

    def state(self) -> dict[str, Any]:
        """Return the present rate, the best loss (null before the first) and the epochs since."""
        return {
            "learning_rate": self.learning_rate,
            "best": self.best if math.isfinite(self.best) else None,
            "resting": self.resting,
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Go on from a saved state."""
        self.learning_rate = float(state["learning_rate"])
        self.best = math.inf if state["best"] is None else float(state["best"])
        self.resting = int(state["resting"])


def _half_cosine(start: float, end: float, *, share: float) -> float:
    return end + (start - end) / 2 * (1 + math.cos(math.pi * share))


SCHEDULES: dict[str, Callable[[TrainConfig, int], Schedule]] = {
    "constant": lambda config, _: Constant(config.learning_rate),
    "one_cycle": lambda config, total_updates: OneCycle(config.learning_rate, total_updates),
    "plateau": lambda config, _: Plateau(
        config.learning_rate, config.plateau_factor, config.plateau_patience
    ),
}
"""By the setting `train.schedule`; called with the settings and the updates of the whole run."""
