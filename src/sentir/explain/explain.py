"""Why a model answers a text as it does: all that is known of it, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from sentir.explain.explanation import Distance, Explanation, Removal
from sentir.explain.flip import smallest_flip
from sentir.explain.gradients import integrated_gradients
from sentir.explain.nearest import nearest_rows, similarities
from sentir.explain.occlusion import occlude
from sentir.explain.reading import read
from sentir.explain.rivals import Rivals
from sentir.explain.training_words import Odds, deciding_places, deciding_words
from sentir.explain.word_effects import methods_of, words_of
from sentir.runtime.distance import FEW_LEVELS

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats
    from sentir.explain.explanation import Note
    from sentir.explain.flip import Flip
    from sentir.explain.reading import Reading
    from sentir.explain.rows import TrainingRows
    from sentir.runtime.predictor import Model


def explain(
    model: Model, text: str, *, training: TrainingRows | None = None, notes: tuple[Note, ...] = ()
) -> Explanation:
    """Return why the model answers this text as it does.

    Args:
        model: answers.
        text: any; one without a word has no answer and hence no explanation.
        training: the rows behind the model, where they are at hand.
        notes: why rows are not at hand.
    """
    prediction = model(text)
    reading = read(model, text)
    share_of, shares = _shares(model, training)
    if not reading.ids.size:
        return Explanation(
            text=text, prediction=prediction, runner_up=None, words=(), methods=None,
            shares=shares, share_of=share_of, deciding=(), nearest=None, distance=None,
            removal=None, notes=notes,
        )  # fmt: skip
    probabilities = np.array(list(prediction.probabilities.values()))
    rivals = Rivals.of(probabilities, outputs=model.task.outputs, temperature=model.temperature)
    gradients = integrated_gradients(model, reading.ids, rivals)
    occlusion = occlude(model, reading.ids, rivals, strength=np.abs(gradients.odds))
    odds = Odds(occlusion=occlusion.odds, gradients=gradients.odds)
    flip = smallest_flip(model, reading.ids, rivals, strength=gradients.odds)
    state = model.states([text])
    evidence = training.evidence if training else None
    alike = None if evidence is None else similarities(evidence, state[0])
    deciding = deciding_places(odds, reading, model.telling, flip.removed)
    return Explanation(
        text=text,
        prediction=prediction,
        runner_up=model.labels[rivals.runner_up],
        words=words_of(reading, occlusion, gradients),
        methods=methods_of(reading, occlusion, gradients),
        shares=shares,
        share_of=share_of,
        deciding=deciding_words(model, reading, deciding, training=training, alike=alike),
        nearest=nearest_rows(model, training, alike, answer=rivals.answer),
        distance=_distance(model, state),
        removal=_removal(model, reading, flip),
        notes=notes,
    )


def _shares(
    model: Model, training: TrainingRows | None
) -> tuple[Literal["rows", "words"], dict[str, float]]:
    """Return each class's share of the training rows, or, from a model alone, of their words."""
    counts = model.counts.sum(axis=0, dtype=np.int64)
    classes = training.classes() if training else None
    if classes is not None:
        counts = np.bincount(classes, minlength=len(model.labels))
    of: Literal["rows", "words"] = "words" if classes is None else "rows"
    shares = counts / max(1, int(counts.sum()))
    return of, dict(zip(model.labels, shares.tolist(), strict=True))


def _distance(model: Model, state: Floats) -> Distance:
    value = float(model.reference.distances(state)[0])
    reference = model.reference
    quantiles = dict(zip(reference.levels, reference.quantiles.tolist(), strict=True))
    return Distance(
        value=value,
        quantiles={f"{level:g}": quantiles[level] for level in FEW_LEVELS},
        farther_than=max((level for level, q in quantiles.items() if value > q), default=0.0),
        nearer_than=min((level for level, q in quantiles.items() if value <= q), default=1.0),
    )


def _removal(model: Model, reading: Reading, flip: Flip) -> Removal:
    return Removal(
        places=tuple(reading.places[list(flip.removed)].tolist()),
        label=None if flip.answer is None else model.labels[flip.answer],
        probability=flip.probability,
        exhaustive=flip.exhaustive,
        tried=flip.tried,
    )
