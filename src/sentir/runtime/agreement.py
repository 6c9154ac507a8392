"""Whether the members of a model file fit each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import RunError
from sentir.store.model_file import MODEL_FILE, ModelFile

if TYPE_CHECKING:
    from sentir.nets.spec import NetSpec
    from sentir.tasks.task import Task


def check_agreement(file: ModelFile, task: Task, spec: NetSpec, name: str) -> None:
    """Check activation, outputs, words and counts against each other.

    Raises:
        RunError: two of them do not fit; names both.
    """
    counts = file.words.get("counts", np.empty(0))
    words = len(file.vocabulary)
    wrong = {
        f"the activation is {file.manifest['task']['activation'][:40]}, not {task.activation}": (
            file.manifest["task"]["activation"] != task.activation
        ),
        f"the net has {spec.outputs} outputs, not {task.outputs}": spec.outputs != task.outputs,
        f"the net knows {spec.words} words, the vocabulary {words}": spec.words != words,
        "the counts of words are not those of its words and labels": (
            counts.shape != (words, len(task.labels)) or counts.dtype != np.int32
        ),
    }
    for problem, holds in wrong.items():
        if holds:
            raise RunError(f"{name} is damaged: {problem}. {MODEL_FILE.mend}")
