"""One training among many: what it varies, and what is kept of it to be compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from sentir.config.assignments import merge
from sentir.config.loading import validate
from sentir.errors import RunError
from sentir.store.histories import row_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from sentir.config.settings import RunConfig
    from sentir.store.histories import HistoryRow

Point: TypeAlias = "dict[str, Any]"
"""`{"epoch", "train_loss", "val_loss", "train_score", "val_score"}` of one measurement."""
_POINT = ("epoch", "train_loss", "val_loss", "train_score", "val_score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One training of a plan. Trials of one seed draw the same weights, order and dropout.

    Attributes:
        name: of the variant, such as `hidden_size = 16`; trials that differ by seed share it.
        settings: what it changes of the base, `{"model.hidden_size": 16}`.
        seed: `train.seed`.
        rows: name of a set of training rows in the plan's `TrialData`; empty for its own.
    """

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0
    rows: str = ""

    @property
    def key(self) -> str:
        """Return what tells it from every other trial of its plan."""
        return f"{self.name} | seed {self.seed}"

    def to_json(self) -> dict[str, Any]:
        """Return it as `experiment.json` and `trials.jsonl` hold it."""
        return {**asdict(self), "settings": dict(self.settings)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Trial:
        """Return the trial that `to_json` wrote; keys of other kinds are passed over."""
        keys = ("name", "settings", "seed", "rows")
        return cls(**{key: stored[key] for key in keys})


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """What a trial came to.

    Attributes:
        trial: what was tried.
        state: `failed` trials have a reason and nothing else.
        reason: why it failed; of a finished one why it stopped early, or nothing.
        kept, last: the measurement of the kept weights (lowest validation loss), and of the last
            epoch.
        history: every measurement, the first before training.
        parameters: numbers that the net learns.
        model_bytes: size of the model file it would be kept in.
        seconds: of training, its measurements included.
        right: (n,) whether the kept weights answer each validation row right.
        losses: (n,) log loss of each validation row under the kept weights.
        asked: (k, classes) calibrated probabilities of the plan's `asked` texts.
    """

    trial: Trial
    state: Literal["finished", "failed"] = "finished"
    reason: str = ""
    kept: Point = field(default_factory=dict)
    last: Point = field(default_factory=dict)
    history: Sequence[HistoryRow] = ()
    parameters: int = 0
    model_bytes: int = 0
    seconds: float = 0.0
    right: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    losses: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    asked: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def is_finished(self) -> bool:
        """Return whether there is something to compare."""
        return self.state == "finished"

    def to_json(self) -> dict[str, Any]:
        """Return all but the arrays, as a line of `trials.jsonl` holds it."""
        return {
            **self.trial.to_json(),
            "state": self.state,
            "reason": self.reason,
            "kept": self.kept,
            "last": self.last,
            "parameters": self.parameters,
            "model_bytes": self.model_bytes,
            "seconds": round(self.seconds, 3),
            "history": [row.to_json() for row in self.history],
        }

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is kept per row, as a file of arrays holds it."""
        return {"right": self.right, "losses": self.losses, "asked": self.asked}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], arrays: Mapping[str, Any]) -> TrialResult:
        """Return the result that `to_json` and `arrays` wrote.

        Raises:
            RunError: something is missing.
        """
        try:
            keys = ("state", "reason", "kept", "last", "parameters", "model_bytes", "seconds")
            history = [row_of(row, "history", mend="") for row in stored["history"]]
            return cls(
                trial=Trial.from_json(stored), history=history,
                **{key: stored[key] for key in keys}, **arrays,
            )  # fmt: skip
        except (KeyError, TypeError) as error:
            raise RunError(f"a stored trial is damaged: it lacks {error}.") from error


def failed(trial: Trial, reason: str) -> TrialResult:
    """Return the result of a trial that came to nothing."""
    return TrialResult(trial=trial, state="failed", reason=reason[:2000])


def point(row: HistoryRow) -> Point:
    """Return what a result keeps of one measurement."""
    return {key: getattr(row, key) for key in _POINT}


def config_of(trial: Trial, base: RunConfig) -> RunConfig:
    """Return the settings of a trial: the base, changed by what it varies, and its seed.

    Raises:
        ConfigError: lists every unknown key and every unfit value.
    """
    merged: dict[str, Any] = base.model_dump(mode="json")
    for name, value in {**trial.settings, "train.seed": trial.seed}.items():
        nested: Any = value
        for part in reversed(name.split(".")):
            nested = {part: nested}
        merged = merge(merged, nested)
    origin = f'the settings of "{trial.name}"'
    return validate(merged, origin=origin, mend="Correct the value, or leave it out.")
