"""Which last activation and which loss fit which task, and why another pair does not."""

from __future__ import annotations

from dataclasses import dataclass

from sentir.errors import ConfigError, did_you_mean


@dataclass(frozen=True, slots=True)
class Pair:
    """A last activation with the loss that belongs to it."""

    activation: str
    loss: str


@dataclass(frozen=True, slots=True)
class Fit:
    """What fits a task: its pairs, the usual one first, and the reason."""

    pairs: tuple[Pair, ...]
    because: str


PAIRS: dict[str, Fit] = {
    "binary": Fit(
        (Pair("sigmoid", "binary_cross_entropy"),),
        "one output is the probability of the second of two classes",
    ),
    "multiclass": Fit(
        (Pair("softmax", "cross_entropy"),),
        "a row has exactly one of several classes, so their probabilities share a sum of 1",
    ),
    "multilabel": Fit(
        (Pair("sigmoid", "binary_cross_entropy"),),
        "a row may have several labels or none, so each label has a probability of its own",
    ),
    "regression": Fit(
        (Pair("linear", "mean_squared_error"),),
        "the target is any number, and only a linear output can reach any number",
    ),
    "unit_regression": Fit(
        (Pair("sigmoid", "mean_squared_error"), Pair("sigmoid", "binary_cross_entropy")),
        "the target lies in 0..1, and a sigmoid cannot leave it",
    ),
}


def check_pair(kind: str, *, activation: str, loss: str) -> Pair:
    """Return the pair if it fits this kind of task.

    Raises:
        ConfigError: no such task, or the pair does not fit; says which fits and why.
    """
    if kind not in PAIRS:
        raise ConfigError(
            f'there is no task "{kind}"; the tasks are {", ".join(PAIRS)}.'
            f"{did_you_mean(kind, PAIRS)}"
        )
    fit, pair = PAIRS[kind], Pair(activation, loss)
    if pair not in fit.pairs:
        fitting = " or ".join(f"{good.activation} with {good.loss}" for good in fit.pairs)
        raise ConfigError(
            f"task {kind} does not go with activation {activation} and loss {loss}: {fit.because}. "
            f"Use {fitting}."
        )
    return pair
