"""The baselines on the same rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.cells.arrays import Ints
    from sentir.config.settings import RunConfig
    from sentir.workflows.material import Material
    from sentir.workflows.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    scores: dict[str, dict[str, Any]]
    answers: dict[str, dict[str, Ints]] = field(default_factory=dict)


def baselines_beside(
    config: RunConfig, material: Material, parts: Sequence[str], *, progress: Progress
) -> Beside:
    task, targets = material.prepared.task, material.prepared.targets
    shares = np.bincount(targets[material.split.train], minlength=len(task.labels))
    scores = {}
    for part in parts:
        rows = material.split.parts()[part]
        p = np.tile(shares / shares.sum(), (rows.size, 1))
        scores[part] = {k: v.to_json() for k, v in task.score(p, targets[rows]).items()}
    return Beside(scores={"majority": scores})
