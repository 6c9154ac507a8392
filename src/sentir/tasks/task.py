"""The one place that knows what a label is: a task encodes, activates, decides and scores."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from sentir.errors import ConfigError, DataError, did_you_mean
from sentir.tasks.classification import Binary, Multiclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.statistics.arrays import Floats, Ints
    from sentir.statistics.intervals import Interval


class Task(Protocol):
    """What is predicted of a row."""

    @property
    def kind(self) -> str:
        """Return the name of the task, as settings and model files hold it."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of the classes; a class is its index here."""

    @property
    def outputs(self) -> int:
        """Return how many numbers the net gives for a row."""

    @property
    def activation(self) -> str:
        """Return the name of the last activation."""

    @property
    def loss(self) -> str:
        """Return the name of the loss."""

    @property
    def main_score(self) -> str:
        """Return which score `train_score` and `val_score` are."""

    def encode(self, labels: Sequence[str]) -> Ints:
        """Return the class (n,) of each label; an unknown label is a DataError."""

    def activate(self, logits: Floats, *, temperature: float = 1.0) -> Floats:
        """Return probabilities (n, classes) in double for logits (n, outputs)."""

    def decide(self, probabilities: Floats) -> Ints:
        """Return the likeliest class (n,)."""

    def score(self, probabilities: Floats, targets: Ints) -> dict[str, Interval]:
        """Return every score that applies, with its interval."""


def make_task(kind: str, labels: Sequence[str]) -> Task:
    """Return the task of this kind over these labels, whose order numbers the classes.

    Args:
        kind: `binary`, `multiclass`, or `auto`: two labels are binary, more are multiclass.
        labels: The distinct labels.

    Raises:
        ConfigError: no such kind, or one that does not fit the number of labels.
        DataError: fewer than two labels, or one that stands twice.
    """
    names = tuple(labels)
    if len(names) < 2:
        found = f'only one, "{names[0]}"' if names else "none"
        raise DataError(
            f"a classifier needs at least two labels, but the data holds {found}. "
            "Add rows with another label, or name the right column with --label."
        )
    twice = [label for label, count in Counter(names).items() if count > 1]
    if twice:
        raise DataError(f'the label "{twice[0]}" is listed twice; each label must be listed once.')
    if kind == "auto":
        kind = "binary" if len(names) == 2 else "multiclass"
    if kind == "binary" and len(names) != 2:
        raise ConfigError(
            f"task binary needs exactly two labels, but there are {len(names)} "
            f"({_some(names)}). Use multiclass."
        )
    if kind not in TASKS:
        options = ("auto", *TASKS)
        raise ConfigError(
            f'there is no task "{kind}"; expected one of {", ".join(options)}.'
            f"{did_you_mean(kind, options)}"
        )
    return TASKS[kind](names)


def _some(labels: tuple[str, ...], most: int = 10) -> str:
    return ", ".join(labels[:most]) + (", ..." if len(labels) > most else "")


TASKS: dict[str, type[Binary] | type[Multiclass]] = {"binary": Binary, "multiclass": Multiclass}
