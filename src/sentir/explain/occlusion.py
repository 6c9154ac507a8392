"""What each word does to the answer, by taking it away and asking again.

Shapes: T words, M words taken away, 2 for the answer and the runner-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.explain.bounds import affordable
from sentir.explain.removal import logits_without

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints
    from sentir.explain.rivals import Rivals
    from sentir.runtime.predictor import Model


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Occlusion:
    """What is lost with each word: the whole text's value less the value without the word.

    Attributes:
        odds: (T,) of the answer's log odds; positive speaks for it, nan where it was not tried.
        logits: (T, 2) of the logits.
        probabilities: (T, 2) of the calibrated probabilities.
        tried: (M,) the places that were taken away.
    """

    odds: Floats
    logits: Floats
    probabilities: Floats
    tried: Ints


def occlude(model: Model, ids: Ints, rivals: Rivals, *, strength: Floats) -> Occlusion:
    """Return what each word (T,) does, all words taken away in turn, as one batch.

    Args:
        model: answers.
        ids: the text, at least one word.
        rivals: the classes looked at.
        strength: (T,) which words come first where the text is too long to try all of them.
    """
    order = np.argsort(-strength, kind="stable")
    tried = np.sort(order[: affordable(ids.size)])
    removals: list[tuple[int, ...]] = [(), *((place,) for place in tried.tolist())]
    logits = logits_without(model, ids, removals)
    classes = [rivals.answer, rivals.runner_up]
    probabilities = model.task.activate(logits, temperature=model.temperature)[:, classes]
    return Occlusion(
        odds=_lost(rivals.odds(logits)[0], tried, ids.size),
        logits=_lost(rivals.logits(logits), tried, ids.size),
        probabilities=_lost(probabilities, tried, ids.size),
        tried=tried,
    )


def _lost(values: Floats, tried: Ints, words: int) -> Floats:
    """Return what the whole text's value (first row) has more than each other row's."""
    lost = np.full((words, *values.shape[1:]), np.nan)
    lost[tried] = values[0] - values[1:]
    return lost
