"""How strong each word's effect is shown, in the terminal and on the page alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentir.explain.explanation import Explanation, Word

_TRIFLE = 0.2
"""Log odds below which no word is shown at full strength: it moves the answer by a few points."""
_MATTERS = 0.25
"""Share of the strongest word's effect from which on an effect is more than the methods' noise."""
NOTHING = 0.005
"""Log odds below which an effect is shown as 0.00."""


def weight(word: Word) -> float:
    """Return a word's effect on the answer's odds: the mean of both methods, or the one there is.

    0 for a word that is not read.
    """
    odds = [effect.odds for effect in (word.occlusion, word.gradients) if effect]
    return sum(odds) / len(odds) if odds else 0.0


def strongest(explanation: Explanation) -> float:
    """Return what is shown at full strength: the largest size of a weight, if no trifle."""
    return max([_TRIFLE, *(abs(weight(word)) for word in explanation.words)])


def is_opposed(word: Word, explanation: Explanation) -> bool:
    """Return whether the methods point opposite ways on a word, and both by what matters.

    Their mean, by which words are marked, then says nothing of it.
    """
    if word.occlusion is None or word.gradients is None:
        return False
    by_removal, by_gradients = word.occlusion.odds, word.gradients.odds
    matters = max(_TRIFLE, _MATTERS * strongest(explanation))
    return by_removal * by_gradients < 0 and min(abs(by_removal), abs(by_gradients)) > matters


def moves_nothing(explanation: Explanation) -> bool:
    """Return whether no word has an effect that shows, and none taken away changes the answer."""
    effects = [each for word in explanation.words for each in (word.occlusion, word.gradients)]
    is_flipped = explanation.removal is not None and bool(explanation.removal.places)
    return not is_flipped and all(abs(each.odds) < NOTHING for each in effects if each)


def most_telling(explanation: Explanation, count: int) -> list[Word]:
    """Return up to so many of the words read, those of the largest weights, in their order."""
    read = [word for word in explanation.words if word.is_read]
    ranked = sorted(read, key=lambda word: -abs(weight(word)))[:count]
    return sorted(ranked, key=lambda word: word.start)


def without(word: Word, explanation: Explanation) -> float | None:
    """Return the answer's probability once the word is taken away; None where it was not tried."""
    if word.probability is None or explanation.label is None:
        return None
    whole = explanation.prediction.probabilities[explanation.label]
    return min(1.0, max(0.0, whole - word.probability))
