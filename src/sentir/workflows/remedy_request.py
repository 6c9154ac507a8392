"""What `sentir remedy` was asked for: a budget, seeds, and which remedies, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.diagnose.proposals import CODES
from sentir.diagnose.remedy_settings import size_of
from sentir.errors import ConfigError, did_you_mean
from sentir.experiments.what_if import FEWEST_SEEDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.diagnose.proposals import Proposal

_UNITS_S = {"h": 3600.0, "m": 60.0, "s": 1.0}
_SPAN = re.compile(r"(?:\d+(?:\.\d+)?[hms])+")
_PIECE = re.compile(r"(\d+(?:\.\d+)?)([hms])")
_IS_ON = "its setting is on in this run already"
_WHY_NOT = {
    "dropout": "every dropout that suits this net is on already",
    "decoupled_decay": "weight decay or L2 is on already, or the optimizer knows none",
    "more_data": "there are too few training rows to halve them",
    "half_the_epochs": "one epoch cannot be halved",
    "both_directions": "this net reads from both ends already, or knows no order",
    "longer_texts": "every training text is read whole already",
    "larger_vocabulary": "every word of the training texts is in the vocabulary already",
    "class_weights": "the classes are about equally frequent, or are weighed already",
}

_CHANGE = {
    "weight_decay": ("decoupled_decay",),
    "hidden_size": ("smaller_net", "larger_net"),
    "embedding_size": ("smaller_net", "larger_net"),
    "epochs": ("half_the_epochs", "more_epochs"),
    "learning_rate": ("lower_learning_rate", "higher_learning_rate"),
    "clip_norm": ("clip_gradients",),
    "bidirectional": ("both_directions",),
    "max_length": ("longer_texts",),
    "max_words": ("larger_vocabulary",),
    "min_count": ("larger_vocabulary",),
}
"""The remedies that change a setting, where their names differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyRequest:
    """What is asked of a run.

    Attributes:
        run: a path, a name under `runs/`, or `latest`.
        budget_s: seconds that all trainings may take.
        seeds: trainings of the run as it is and with each remedy.
        only: codes of the remedies to choose from; none for all.
    """

    run: str
    budget_s: float = 600.0
    seeds: int = 5
    only: tuple[str, ...] = ()

    def question(self, path: str) -> dict[str, Any]:
        """Return what makes two requests the same question of a run."""
        return {
            "run": path,
            "budget_s": self.budget_s,
            "seeds": self.seeds,
            "only": sorted(self.only),
        }


def understand_remedy(
    run: str,
    *,
    budget: str = "10m",
    seeds: int = 5,
    only: Sequence[str] = (),
    to_apply: bool = False,
) -> RemedyRequest:
    """Return what the command means, before anything is read.

    Args:
        run: a path, a name under `runs/`, or `latest`.
        budget: such as `90s`, `10m` or `1h30m`.
        seeds: trainings of each.
        only: codes, also several in one with commas between.
        to_apply: whether what helps is to be applied.

    Raises:
        ConfigError: an unknown code, a budget that is no span of time, or too few seeds to apply
            anything.
    """
    if to_apply and seeds < FEWEST_SEEDS:
        raise ConfigError(
            f"--apply with --seeds {seeds} would apply nothing: below {FEWEST_SEEDS} seeds what is "
            f"seen may be the seed's doing. Give --seeds {FEWEST_SEEDS} or more, or leave --apply "
            "out."
        )
    codes = [code.strip() for listed in only for code in listed.split(",") if code.strip()]
    for code in codes:
        if code not in CODES:
            raise ConfigError(
                f'--only "{code}" is no remedy.{_meant(code)} There are: {", ".join(CODES)}.'
            )
    return RemedyRequest(
        run=run, budget_s=seconds_of(budget), seeds=seeds, only=tuple(dict.fromkeys(codes))
    )


def _meant(word: str) -> str:
    """Return the remedy that was meant, also where a setting is named in its place."""
    *_, setting = word.split(".")
    if codes := _CHANGE.get(setting):
        return f" {setting} is a setting; {' and '.join(codes)} change{'s' * (len(codes) == 1)} it."
    return did_you_mean(word, CODES)


def seconds_of(budget: str) -> float:
    """Return `90s`, `10m` or `1h30m` in seconds.

    Raises:
        ConfigError: it is no span of time, or none at all.
    """
    plain = budget.replace(" ", "").lower()
    seconds = sum(float(number) * _UNITS_S[unit] for number, unit in _PIECE.findall(plain))
    if not _SPAN.fullmatch(plain) or not seconds:
        raise ConfigError(
            f'--budget "{budget}" is not a span of time. Write a number and s, m or h: 90s, 10m, '
            "1h or 1h30m."
        )
    return seconds


def asked_for(
    found: Sequence[Proposal], only: Sequence[str], settings: Mapping[str, Any]
) -> list[Proposal]:
    """Return the proposals to choose from; what changes the same as an earlier one is left out.

    Args:
        found: all that fit the run.
        only: codes that were asked for; none for all.
        settings: of the run, `config.json`.

    Raises:
        ConfigError: a code that was asked for does not fit the run, or none does; says why.
    """
    fitting = {proposal.code: proposal for proposal in found}
    for code in only:
        if code not in fitting:
            raise ConfigError(
                f"--only {code} does not fit this run: {_why_not(code, settings)}. "
                f"Those that fit: {', '.join(fitting)}."
            )
    chosen: list[Proposal] = []
    for proposal in found:
        is_asked = not only or proposal.code in only
        if is_asked and all(proposal.settings != other.settings for other in chosen):
            chosen.append(proposal)
    return chosen


def _why_not(code: str, settings: Mapping[str, Any]) -> str:
    if code not in {"smaller_net", "larger_net"}:
        return _WHY_NOT.get(code, _IS_ON)
    name, sizes, (least, most) = size_of(settings)
    if not sizes:
        return f"{name} is [], there is no layer whose size could change"
    if code == "smaller_net":
        size, bound = min(sizes), f"{least} units are the fewest of a smaller net"
        changed, times = size // 2, "half"
    else:
        size, bound = max(sizes), f"{most} units are the most of a larger net"
        changed, times = 2 * size, "twice"
    return f"{name} is {size}, {times} of it is {changed}, and {bound}"
