"""What half-width weights cost: the model file beside the very weights that training kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bar import Figures, NotMeasuredError
from sentir.nets.net import Net
from sentir.runtime.predictor import load
from sentir.runtime.states import states_of
from sentir.store.checkpoint import read_checkpoint
from sentir.store.runs import open_run
from sentir.workflows.material import gather_again
from sentir.workflows.stored import settings_of

if TYPE_CHECKING:
    from pathlib import Path

_KEPT = "best/"


def width_cost(path: Path) -> Figures:
    """Return both accuracies on validation and test rows together, and their difference in points.

    Raises:
        NotMeasuredError: the run has no checkpoint.
    """
    folder = open_run(path)
    checkpoint = read_checkpoint(folder.checkpoint_path)
    if checkpoint is None:
        raise NotMeasuredError(f"{path} has no checkpoint. Remove it and measure again.")
    model = load(folder.model_path)
    weights = {
        name.removeprefix(_KEPT): array
        for name, array in checkpoint.arrays.items()
        if name.startswith(_KEPT)
    }
    material = gather_again(folder, settings_of(folder))
    rows = np.concatenate([material.split.validation, material.split.test])
    sequences, targets = material.prepared.sequences.take(rows), material.prepared.targets[rows]
    wide = Net.from_parameters(model.net.spec, weights)
    right = {}
    answers = {}
    for name, net in (("training", wide), ("model_file", model.net)):
        probabilities = model.task.activate(net.head(states_of(net, sequences)))
        answers[name] = model.task.decide(probabilities)
        right[name] = float((answers[name] == targets).mean())
    return {
        "rows": int(rows.size),
        "training_accuracy": right["training"],
        "model_file_accuracy": right["model_file"],
        "answers_that_differ": int((answers["training"] != answers["model_file"]).sum()),
        "cost_points": round(100 * (right["training"] - right["model_file"]), 4),
    }
