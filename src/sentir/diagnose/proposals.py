"""Remedies to be tried on a run, the likeliest first: what each changes. Codes, no words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sentir.config.assignments import parse_assignment
from sentir.diagnose.remedies import next_steps
from sentir.diagnose.remedy_settings import remedy_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.diagnose.verdict import Verdict

MORE_DATA = "more_data"
"""Has no setting: it is simulated by training on half of the rows."""
_ROWS_TO_HALVE = 4
_TRIED_AS = {"weight_decay": "decoupled_decay", "fewer_epochs": "early_stop"}
"""What a step of the verdict is called here, where several ways to take it are told apart."""
_SETTING_OF = {"early_stop": "fewer_epochs"}
CODES = (
    "dropout",
    "decoupled_decay",
    "l2",
    "smaller_net",
    "larger_net",
    MORE_DATA,
    "early_stop",
    "half_the_epochs",
    "more_epochs",
    "word_dropout",
    "label_smoothing",
    "lower_learning_rate",
    "higher_learning_rate",
    "clip_gradients",
    "both_directions",
    "longer_texts",
    "larger_vocabulary",
    "class_weights",
    "l1",
)
"""Every remedy that can be tried, in the order in which they are, after those of the verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One remedy.

    Attributes:
        code: of `CODES`.
        settings: what it changes, `{"model.hidden_size": 64}`; empty for more data.
    """

    code: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def proposals(
    verdict: Verdict, settings: Mapping[str, Any], seen: Mapping[str, Any]
) -> list[Proposal]:
    """Return what can be tried: first what the verdict asks for, then all else that fits.

    What the run does already is not among them, nor what its net has no use for.

    Args:
        verdict: of the run.
        settings: `config.json`.
        seen: of its training rows: `coverage`, share (0..1) of the texts that are read whole;
            `known_words`, words of the vocabulary; `rows_by_class`, a number per class.
    """
    asked = [_TRIED_AS.get(code, code) for code in next_steps(verdict)]
    order = dict.fromkeys([*(code for code in asked if code in CODES), *CODES])
    numbers = {**verdict.numbers, **seen}
    found = (_proposal(code, settings, numbers) for code in order)
    return [proposal for proposal in found if proposal is not None]


def _proposal(
    code: str, settings: Mapping[str, Any], numbers: Mapping[str, Any]
) -> Proposal | None:
    if code == MORE_DATA:
        # half of the rows must still hold two of each class or so
        can_halve = sum(numbers["rows_by_class"]) >= _ROWS_TO_HALVE * len(numbers["rows_by_class"])
        return Proposal(code=code) if can_halve else None
    typed: dict[str, Any] = {}
    for name, value in remedy_settings(_SETTING_OF.get(code, code), settings, numbers).items():
        section, key = name.split(".")
        typed[name] = parse_assignment(f"{name}={value}")[section][key]
    return Proposal(code=code, settings=typed) if typed else None
