"""What each word of a text does, by both methods, as plain numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.explain.explanation import Effect, Methods, Word

if TYPE_CHECKING:
    from sentir.explain.gradients import IntegratedGradients
    from sentir.explain.occlusion import Occlusion
    from sentir.explain.reading import Reading


def words_of(
    reading: Reading, occlusion: Occlusion, gradients: IntegratedGradients
) -> tuple[Word, ...]:
    """Return every word of the text, read or not, with what it does."""
    place_of = {int(place): k for k, place in enumerate(reading.places)}
    tried = set(occlusion.tried.tolist())
    known = reading.is_known
    words = []
    for number, token in enumerate(reading.tokens):
        k = place_of.get(number)
        lost = occlusion.probabilities[k].tolist() if k is not None and k in tried else (None, None)
        words.append(
            Word(
                text=token.text,
                start=token.start,
                end=token.end,
                is_read=k is not None,
                is_known=k is not None and bool(known[k]),
                occlusion=_effect(occlusion, k) if k is not None and k in tried else None,
                probability=lost[0],
                runner_up_probability=lost[1],
                gradients=None if k is None else _effect(gradients, k),
            )
        )
    return tuple(words)


def methods_of(reading: Reading, occlusion: Occlusion, gradients: IntegratedGradients) -> Methods:
    """Return how the effects were found, and which word each method names first."""
    first, second = int(np.nanargmax(occlusion.odds)), int(np.argmax(gradients.odds))
    return Methods(
        occluded=int(occlusion.tried.size),
        steps=gradients.steps,
        gap=gradients.gap,
        is_complete=gradients.is_complete,
        occlusion_first=int(reading.places[first]),
        gradients_first=int(reading.places[second]),
        agree=reading.normal[first] == reading.normal[second],
    )


def _effect(found: Occlusion | IntegratedGradients, place: int) -> Effect:
    """Return what the word at this place does."""
    answer, runner_up = found.logits[place].tolist()
    return Effect(odds=float(found.odds[place]), answer=answer, runner_up=runner_up)
