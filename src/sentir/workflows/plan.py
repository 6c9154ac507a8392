"""What a training would do, before it does it: rows, updates, parameters, memory, audit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.nets.parameters import shapes
from sentir.workflows.material import audit_of, gather

if TYPE_CHECKING:
    from sentir.workflows.request import Request

_FIXED_BYTES = 90 * 2**20
"""Python, NumPy and this program, before any data."""
_BYTES_OF_A_CHARACTER = 2.5
"""A text as Python holds it, with its label and its place."""
_STATES_KEPT = 12
"""Arrays as wide as the state that a step forward keeps for the step back."""


def plan(request: Request) -> dict[str, Any]:
    """Return rows, batches per epoch, updates, parameters, memory, and what the audit found."""
    config = request.config
    material = gather(config)
    prepared = material.prepared
    parameters = sum(math.prod(shape) for shape in shapes(prepared.spec).values())
    words = prepared.sequences.lengths
    longest = float(np.quantile(words, 0.95)) if words.size else 0.0
    width = max((*prepared.spec.hidden_sizes, prepared.spec.embedding_size))
    number = 8 if config.train.precision == "double" else 4
    learning = parameters * number * 4  # weights, gradient, two averages
    batch = config.train.batch_size * longest * width * _STATES_KEPT * number
    texts = (
        sum(map(len, material.table.texts)) * _BYTES_OF_A_CHARACTER + prepared.sequences.ids.nbytes
    )
    updates = prepared.batches.updates_per_epoch
    return {
        "name": request.name,
        "rows": {part: int(rows.size) for part, rows in material.split.parts().items()},
        "labels": list(prepared.task.labels),
        "task": prepared.task.kind,
        "words": len(prepared.vocabulary),
        "max_length": config.text.max_length,
        "coverage": prepared.coverage,
        "keep": config.text.keep,
        "batches_per_epoch": updates,
        "updates": updates * config.train.epochs,
        "epochs": config.train.epochs,
        "measured_training_rows": prepared.batches.seen_count,
        "parameters": parameters,
        "memory_bytes": int(_FIXED_BYTES + learning + batch * prepared.spec.directions + texts),
        "audit": audit_of(material, config).to_json(),
    }
