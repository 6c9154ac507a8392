"""Made-up rows whose class a few words give away."""

from __future__ import annotations

import numpy as np
import pytest

from sentir.baselines.linear import Rows
from sentir.tasks.task import Task, make_task

FILLERS = ["the", "of", "a", "my", "and", "then", "it", "was", "so", "day", "house", "again"]
TELLING = (("glad", "sunny"), ("tears", "lonely"), ("shout", "furious"))


def made_up(n: int, *, seed: int, telling: float = 0.9) -> Rows:
    rng = np.random.default_rng(seed)
    targets = rng.integers(len(TELLING), size=n)
    texts = []
    for target in targets:
        words = list(rng.choice(FILLERS, size=6))
        if rng.random() < telling:
            words.insert(int(rng.integers(6)), str(rng.choice(TELLING[target])))
        texts.append(" ".join(words))
    return Rows(texts=texts, targets=targets)


@pytest.fixture
def train() -> Rows:
    return made_up(600, seed=0)


@pytest.fixture
def parts() -> dict[str, Rows]:
    return {"validation": made_up(200, seed=1), "test": made_up(150, seed=2)}


@pytest.fixture
def task() -> Task:
    return make_task("auto", ["joy", "sadness", "anger"])
