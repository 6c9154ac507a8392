"""The training rows whose states lie nearest to a text's: what the net itself takes for alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.explain.explanation import Nearest, Row

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats
    from sentir.explain.rows import TrainingRows
    from sentir.runtime.predictor import Model
    from sentir.store.evidence import Evidence

SHOWN = 10


def similarities(evidence: Evidence, state: Floats) -> Floats:
    """Return the cosine (n,) between the state (S,) of a text and that of each row."""
    states = evidence.state.astype(np.float32)
    lengths = np.sqrt(np.einsum("ns,ns->n", states, states)) * float(np.linalg.norm(state))
    along: Floats = states @ state.astype(np.float32)
    return along / np.where(lengths > 0, lengths, 1)


def nearest_rows(
    model: Model, training: TrainingRows | None, alike: Floats | None, *, answer: int
) -> Nearest | None:
    """Return the training rows most alike (n,) to a text; None without evidence."""
    if training is None or training.evidence is None or alike is None:
        return None
    evidence, texts = training.evidence, training.texts
    places = np.argsort(-alike, kind="stable")[:SHOWN]
    rows = tuple(
        Row(
            row=int(evidence.row[place]),
            label=model.labels[int(evidence.label[place])],
            similarity=float(alike[place]),
            text=None if texts is None else texts.text(int(evidence.row[place])),
        )
        for place in places.tolist()
    )
    agree = sum(row.label == model.labels[answer] for row in rows)
    return Nearest(rows=rows, agree=agree, sampled_from=len(evidence.row))
