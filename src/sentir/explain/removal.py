"""A text without some of its words, through the runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.runtime.states import states_of
from sentir.text.sequences import Sequences
from sentir.text.vocabulary import filled_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Floats, Ints
    from sentir.runtime.predictor import Model


def logits_without(model: Model, ids: Ints, removals: Sequence[tuple[int, ...]]) -> Floats:
    """Return the logits (removals, outputs) of a text (T,) without the words at these places."""
    texts = as_read(model, without(ids, removals))
    return model.net.head(states_of(model.net, texts, threads=model.threads))


def as_read(model: Model, texts: Sequences) -> Sequences:
    """Return texts as the net reads them: where it reads padding, filled up with it."""
    if not model.preprocessing.read_padding:
        return texts
    return filled_up(texts, model.max_length)


def without(ids: Ints, removals: Sequence[tuple[int, ...]]) -> Sequences:
    """Return the text (T,) once for each removal, without the words at its places."""
    kept = np.ones((len(removals), ids.size), np.bool_)
    for row, places in enumerate(removals):
        kept[row, list(places)] = False
    ends = np.cumsum(kept.sum(axis=1), dtype=np.int64)
    all_ids = np.broadcast_to(ids, kept.shape)[kept].astype(np.int32)
    return Sequences(all_ids, np.concatenate([np.zeros(1, np.int64), ends]))
