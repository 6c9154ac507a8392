"""A small model file for the tests of its form; it answers nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.store.model_file import ModelFile

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def small_model() -> Callable[..., ModelFile]:
    return _small_model


def _small_model(**changes: Any) -> ModelFile:
    rng = np.random.default_rng(0)
    parts: dict[str, Any] = {
        "manifest": {
            "kind": "text",
            "task": {"kind": "binary", "labels": ["bad", "good"], "activation": "sigmoid"},
            "preprocessing": {"lowercase": True, "max_length": 8, "keep": "first"},
            "net": {"cell": "bag"},
            "temperature": 1.25,
            "min_probability": 0.5,
            "card": {"title": "A model for tests"},
        },
        "weights": {
            "embedding.weight": rng.normal(size=(20, 8)).astype(np.float32),
            "output.weight": rng.normal(size=(1, 8)).astype(np.float32),
        },
        "vocabulary": ["<padding>", "<unknown>", *(f"word{i}" for i in range(18))],
        "words": {"counts": rng.integers(0, 9, size=(20, 2)).astype(np.int32)},
        "reference": {"quantiles": np.linspace(0, 1, 5, dtype=np.float32)},
        "parity": {"inputs": ["word0 word1"], "logits": [[0.5]]},
    }
    return ModelFile(**{**parts, **changes})
