"""Whether a verdict bears out what the author of a report read from the curves; codes, no words.

agreement("overfitting", verdicts) -> Agreement("agrees", "curves", ...)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Outcome: TypeAlias = Literal["agrees", "parts", "open"]
Verdict: TypeAlias = "Mapping[str, Any]"

# A reading of curves: the verdict's codes that bear it out, of the kept weights and of the curves.
_BORNE_OUT = {
    "overfitting": (frozenset({"overfit"}), frozenset({"overfit"})),
    "underfitting": (frozenset({"underfit"}), frozenset({"underfit"})),
    "optimal": (frozenset({"good"}), frozenset({"good"})),
}
READINGS_OF_CURVES = tuple(_BORNE_OUT)
"""Readings that a verdict alone can bear out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How a reading and what was measured stand to one another.

    Attributes:
        reading: The author's reading, as a code.
        outcome: agrees, parts, or open where it cannot be told.
        reason: What bears it out (`weights`, `curves`, `weights_and_curves`), or `neither`,
            `cannot_tell`; of a comparison its outcome; of gaps `smallest` or `not_smallest`.
        numbers: What it rests on.
    """

    reading: str
    outcome: Outcome
    reason: str
    numbers: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as a table holds it."""
        return {
            "reading": self.reading,
            "outcome": self.outcome,
            "reason": self.reason,
            "numbers": self.numbers,
        }


def commonest(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict that most seeds came to, as the first of them has it."""
    codes = [(verdict["fit"], verdict["course"]) for verdict in verdicts]
    (most, _), *_ = Counter(codes).most_common(1)
    return verdicts[codes.index(most)]


def agreement(reading: str, verdicts: Sequence[Verdict]) -> Agreement:
    """Return whether the verdicts of one recipe's seeds bear out a reading of its curves.

    Overfitting and underfitting are said of curves or of the weights that were kept; where either
    is so, the reading is borne out, and the reason says which. A good fit is said of the weights
    that are used: curves that turn after them do not take it back, but the reason says so.

    Args:
        reading: overfitting, underfitting or optimal.
        verdicts: `{"fit", "course", "numbers"}` of each seed.
    """
    verdict = commonest(verdicts)
    of_weights, of_curves = _BORNE_OUT[reading]
    by_weights, by_curves = verdict["fit"] in of_weights, verdict["course"] in of_curves
    same = sum((v["fit"], v["course"]) == (verdict["fit"], verdict["course"]) for v in verdicts)
    numbers = {
        "fit": verdict["fit"],
        "course": verdict["course"],
        "seeds": len(verdicts),
        "seeds_alike": same,
    }
    outcome, reason = _borne_out(reading, verdict, weights=by_weights, curves=by_curves)
    return Agreement(reading=reading, outcome=outcome, reason=reason, numbers=numbers)


def _borne_out(
    reading: str, verdict: Verdict, *, weights: bool, curves: bool
) -> tuple[Outcome, str]:
    if weights and curves:
        return "agrees", "weights_and_curves"
    if weights:
        return "agrees", "weights"
    if curves and reading != "optimal":
        return "agrees", "curves"
    unknown = verdict["fit"] == "cannot_tell" or (
        verdict["course"] == "cannot_tell" and reading != "optimal"
    )
    return ("open", "cannot_tell") if unknown else ("parts", "neither")


def agreement_on_difference(
    reading: str, accuracy: Mapping[str, Any], log_loss: Mapping[str, Any]
) -> Agreement:
    """Return whether two recipes' scores bear out that one is better, or no better.

    Better means: told apart by accuracy or by loss, and by neither the other way.

    Args:
        reading: better or no_better.
        accuracy: Of the one less the other: `outcome` (better, worse, tied) and its numbers.
        log_loss: Likewise.
    """
    found = {accuracy["outcome"], log_loss["outcome"]} - {"tied"}
    reason = found.pop() if len(found) == 1 else "mixed" if found else "tied"
    is_better = reason == "better"
    outcome: Outcome = "agrees" if is_better == (reading == "better") else "parts"
    if reason == "mixed":
        outcome = "open"
    numbers = {"accuracy": dict(accuracy), "log_loss": dict(log_loss)}
    return Agreement(reading=reading, outcome=outcome, reason=reason, numbers=numbers)


def agreement_on_gaps(recipe: str, gaps: Mapping[str, float | None]) -> Agreement:
    """Return whether train and validation loss end closest in this recipe.

    Args:
        recipe: What the reading is about.
        gaps: Of each recipe, validation less train loss at the last epoch, mean over seeds.
    """
    known = {name: abs(gap) for name, gap in gaps.items() if gap is not None}
    if recipe not in known or len(known) < 2:
        return Agreement(reading="closest", outcome="open", reason="cannot_tell")
    nearest = min(known, key=lambda name: known[name])
    is_nearest = nearest == recipe
    return Agreement(
        reading="closest",
        outcome="agrees" if is_nearest else "parts",
        reason="smallest" if is_nearest else "not_smallest",
        numbers={"gap": known[recipe], "nearest": nearest, "nearest_gap": known[nearest]},
    )
