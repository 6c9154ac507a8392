"""The smallest removal of words that changes the answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sentir.explain.bounds import affordable
from sentir.explain.removal import logits_without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Floats, Ints
    from sentir.explain.rivals import Rivals
    from sentir.runtime.predictor import Model

MOST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """What the search for a removal that changes the answer found.

    Attributes:
        removed: places of the words, in the order of the text; () where none changes the answer.
        answer: class without them, None where none was found.
        probability: of that class, without them.
        exhaustive: every removal of one and of two words was tried; else, in a long text, those
            of the words that do most for the answer.
        tried: how many removals.
    """

    removed: tuple[int, ...]
    answer: int | None
    probability: float | None
    exhaustive: bool
    tried: int


def smallest_flip(model: Model, ids: Ints, rivals: Rivals, *, strength: Floats) -> Flip:
    """Return the smallest removal that changes the answer to a text (T,).

    One and two words exhaustively; then, beside the two whose loss costs the answer most of its
    odds, each third. The text keeps at least one word. Of several removals of one size the one
    with the likeliest new answer counts.

    Args:
        model: answers.
        ids: the text.
        rivals: the answer and its runner-up.
        strength: (T,) which words come first where the text is too long to try all pairs.
    """
    ranked = np.argsort(-strength, kind="stable").tolist()
    most = affordable(ids.size)
    search = _Search(model, ids, rivals)
    alone = sorted(ranked[:most])
    few = sorted(ranked[: int((1 + (1 + 8 * most) ** 0.5) / 2)])  # n (n - 1) / 2 pairs, within most
    is_whole = len(few) == ids.size
    tried = 0
    pair: tuple[int, ...] = ()
    for size in range(1, min(MOST_WORDS, ids.size - 1) + 1):
        if size == 1:
            removals: list[tuple[int, ...]] = [(place,) for place in alone]
        elif size == 2:
            removals = list(combinations(few, 2))
        else:
            removals = [tuple(sorted((*pair, place))) for place in alone if place not in pair]
        tried += len(removals)
        found, pair = search.among(removals)
        if found is not None:
            places, answer, probability = found
            return Flip(
                removed=places, answer=answer, probability=probability, exhaustive=is_whole,
                tried=tried,
            )  # fmt: skip
    return Flip(removed=(), answer=None, probability=None, exhaustive=is_whole, tried=tried)


class _Search:
    def __init__(self, model: Model, ids: Ints, rivals: Rivals) -> None:
        self._model, self._ids, self._rivals = model, ids, rivals

    def among(
        self, removals: Sequence[tuple[int, ...]]
    ) -> tuple[tuple[tuple[int, ...], int, float] | None, tuple[int, ...]]:
        """Return the removal that changes the answer, and the one that costs its odds most."""
        logits = logits_without(self._model, self._ids, removals)
        probabilities = self._model.task.activate(logits, temperature=self._model.temperature)
        classes = self._model.task.decide(probabilities)
        costliest = removals[int(self._rivals.odds(logits)[0].argmin())]
        flips = np.flatnonzero(classes != self._rivals.answer)
        if not flips.size:
            return None, costliest
        best = int(flips[probabilities[flips].max(axis=1).argmax()])
        answer = int(classes[best])
        return (removals[best], answer, float(probabilities[best, answer])), costliest
