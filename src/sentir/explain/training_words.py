"""The words that speak for an answer, and where training met them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.explain.explanation import DecidingWord, Row
from sentir.explain.rows import holders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentir.cells.arrays import Floats, Ints
    from sentir.explain.reading import Reading
    from sentir.explain.rows import TrainingRows, TrainingTexts
    from sentir.runtime.predictor import Model

MOST_WORDS = 5
_OF_EACH_METHOD = 3
_LEAST = 0.2
"""Of the strongest word's effect: what does less decides nothing."""
EXAMPLES = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Odds:
    """What each word (T,) does to the answer's log odds, by each method."""

    occlusion: Floats
    gradients: Floats


def deciding_places(
    odds: Odds, reading: Reading, telling: NDArray[np.bool_], removed: tuple[int, ...]
) -> list[int]:
    """Return the places of the words that decide, one for each word, the strongest first.

    These are the words whose removal changes the answer, and the first three by each method that
    speak for it. Unknown words and punctuation stand in no row that could be shown.
    """
    candidates = list(removed)
    for effects in (odds.occlusion, odds.gradients):
        known = np.nan_to_num(effects, nan=-np.inf)
        least = _LEAST * float(known.max())
        order = np.argsort(-known, kind="stable")[:_OF_EACH_METHOD].tolist()
        candidates += [place for place in order if known[place] > max(least, 0)]
    told = [place for place in candidates if telling[reading.ids[place]]]
    first_of = {reading.normal[place]: place for place in reversed(told)}
    strongest = np.fmax(odds.occlusion, odds.gradients)
    ranked = sorted(first_of.values(), key=lambda place: -strongest[place])
    must = [place for place in ranked if reading.normal[place] in _words(reading, removed)]
    chosen = [*must, *(place for place in ranked if place not in must)][:MOST_WORDS]
    return sorted(chosen, key=lambda place: -strongest[place])


def _words(reading: Reading, places: tuple[int, ...]) -> set[str]:
    return {reading.normal[place] for place in places}


def deciding_words(
    model: Model,
    reading: Reading,
    places: list[int],
    *,
    training: TrainingRows | None,
    alike: Floats | None,
) -> tuple[DecidingWord, ...]:
    """Return these words with their counts, and with rows that hold them, the most alike first."""
    texts = training.texts if training else None
    words = [reading.normal[place] for place in places]
    held = holders(texts.texts, words, model.preprocessing) if texts else {}
    found = []
    for word, place in zip(words, places, strict=True):
        same = [k for k, other in enumerate(reading.normal) if other == word]
        rows: dict[str, int] | None = None
        examples: tuple[Row, ...] = ()
        if texts is not None:
            classes = np.bincount(texts.classes[held[word]], minlength=len(model.labels))
            rows = dict(zip(model.labels, classes.tolist(), strict=True))
            similar = _similar(texts.rows[held[word]], training, alike)
            examples = _examples(model, texts, held[word], similar=similar)
        counts = model.counts[reading.ids[place]].tolist()
        found.append(
            DecidingWord(
                word=word,
                places=tuple(reading.places[same].tolist()),
                counts=dict(zip(model.labels, counts, strict=True)),
                rows=rows,
                examples=examples,
            )
        )
    return tuple(found)


def _similar(rows: Ints, training: TrainingRows | None, alike: Floats | None) -> Floats:
    """Return how alike each of these rows is to the text; nan where its state was not kept."""
    similar = np.full(rows.size, np.nan)
    evidence = training.evidence if training else None
    if evidence is None or alike is None or not evidence.row.size:
        return similar
    order = np.argsort(evidence.row, kind="stable")
    found = np.searchsorted(evidence.row, rows, sorter=order)
    place = order[np.minimum(found, order.size - 1)]
    has_state = evidence.row[place] == rows  # of a sample not all have
    similar[has_state] = alike[place[has_state]]
    return similar


def _examples(
    model: Model, texts: TrainingTexts, held: Ints, *, similar: Floats
) -> tuple[Row, ...]:
    """Return some of the rows at these places, the most alike to the text first."""
    order = np.argsort(-np.nan_to_num(similar, nan=-np.inf), kind="stable")[:EXAMPLES]
    return tuple(
        Row(
            row=int(texts.rows[held[k]]),
            label=model.labels[int(texts.classes[held[k]])],
            similarity=None if np.isnan(similar[k]) else float(similar[k]),
            text=texts.texts[int(held[k])],
        )
        for k in order.tolist()
    )
