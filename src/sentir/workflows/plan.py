"""What a training would do, before it does it: rows, updates, parameters, memory, audit."""

from __future__ import annotations

import math
import resource
import sys
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.nets.net import Net
from sentir.nets.parameters import shapes
from sentir.text.batching import BATCH_ROWS, batches_by_length
from sentir.workflows.material import audit_of, gather

if TYPE_CHECKING:
    from sentir.training.run import Prepared
    from sentir.workflows.request import Request

_STATES_KEPT = 12
"""Arrays as wide as the state that a step forward keeps for the step back."""
_WIDE_KEPT = 5
"""Arrays as wide as what a wide net's first layer reads: it, its dropout's three, its gradient."""
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which the system counts a process' peak memory."""


def plan(request: Request) -> dict[str, Any]:
    """Return rows, batches per epoch, updates, parameters, memory, and what the audit found."""
    config = request.config
    material = gather(config)
    prepared = material.prepared
    parameters = sum(math.prod(shape) for shape in shapes(prepared.spec).values())
    number = 8 if config.train.precision == "double" else 4
    learning = parameters * number * 4  # weights, gradient, two averages
    batch = _numbers_at_once(prepared, config.train.batch_size) * number
    found = audit_of(material, config).to_json()
    # training prepares the rows just as was done here, so this process' peak is its beginning
    prepared_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT
    updates = prepared.batches.updates_per_epoch
    return {
        "name": request.name,
        "rows": {part: int(rows.size) for part, rows in material.split.parts().items()},
        "labels": list(prepared.task.labels),
        "task": prepared.task.kind,
        "words": prepared.vocabulary.known,
        "max_length": config.text.max_length,
        "coverage": prepared.coverage,
        "keep": config.text.keep,
        "batches_per_epoch": updates,
        "updates": updates * config.train.epochs,
        "epochs": config.train.epochs,
        "measured_training_rows": prepared.batches.seen_count,
        "parameters": parameters,
        "layers": [layer.name for layer in Net(prepared.spec, {}).layers()],
        "settings": config.model_dump(mode="json"),
        "memory_bytes": int(prepared_bytes + learning + batch),
        "audit": found,
    }


def _numbers_at_once(prepared: Prepared, batch_size: int) -> float:
    """Return how many numbers the largest batch keeps for the way back."""
    spec, words = prepared.spec, _words_at_once(prepared, batch_size)
    rows = max(min(batch_size, prepared.batches.train_rows.size), BATCH_ROWS)
    if spec.cell == "multi_hot":  # of the vocabulary, the words of a batch
        return rows * min(words, spec.pooled_size) * _WIDE_KEPT
    width = max((*spec.hidden_sizes, spec.embedding_size))
    wide = rows * spec.pooled_size * _WIDE_KEPT if spec.is_wide else 0
    return words * width * _STATES_KEPT * spec.directions + wide


def _words_at_once(prepared: Prepared, batch_size: int) -> float:
    """Return the words of the largest batch: one to learn from, or one to be measured."""
    lengths = prepared.sequences.lengths
    if not lengths.size:
        return 0.0
    rows = min(batch_size, prepared.batches.train_rows.size)
    learned = rows * float(np.quantile(lengths, 0.95))
    return max(learned, *(float(lengths[part].sum()) for part in batches_by_length(lengths)))
