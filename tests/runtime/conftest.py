"""A small model for the tests: a network with fresh weights, made into a model file like any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.nets.net import build
from sentir.nets.spec import NetSpec
from sentir.runtime.build import Built, Labelled, Trained, build_model
from sentir.runtime.predictor import Model, model_of
from sentir.runtime.preprocessing import Preprocessing
from sentir.store.model_file import write_model
from sentir.tasks.task import make_task
from sentir.text.tokens import Tokenizer
from sentir.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = "the a film song day was felt so very good bad dull bright sad happy angry calm odd"


def sentences(count: int, *, seed: int, longest: int = 20) -> list[str]:
    rng = np.random.default_rng(seed)
    return [
        " ".join(rng.choice(TEXT.split(), rng.integers(1, longest + 1)).tolist())
        for _ in range(count)
    ]


@pytest.fixture(scope="session")
def texts() -> Callable[..., list[str]]:
    return sentences


def make(
    *,
    labels: tuple[str, ...] = ("bad", "good", "odd"),
    read_padding: bool = False,
    **changes: Any,
) -> Built:
    """Return a model file made of a fresh network."""
    task = make_task("auto", labels)
    preprocessing = Preprocessing(
        lowercase=True, max_length=12, keep="first", read_padding=read_padding
    )
    train, validation = sentences(120, seed=1), sentences(80, seed=2)
    vocabulary = Vocabulary.build(
        map(Tokenizer(lowercase=True).words, train), min_count=1, max_size=100
    )
    shape: dict[str, Any] = {
        "cell": "gru",
        "embedding_size": 8,
        "hidden_sizes": (6,),
        "bidirectional": True,
        "pooling": "attention",
        "embedding_scale": 1.0,
    }
    spec = NetSpec(words=len(vocabulary), outputs=task.outputs, **(shape | changes))
    rng = np.random.default_rng(0)

    def labelled(rows: list[str]) -> Labelled:
        targets = rng.integers(0, len(labels), len(rows))
        return Labelled(sequences=preprocessing.encode(rows, vocabulary).sequences, targets=targets)

    return build_model(
        Trained(
            net=build(spec, rng=rng),
            vocabulary=vocabulary,
            task=task,
            preprocessing=preprocessing,
            min_probability=0.0,
        ),
        train=labelled(train),
        validation=labelled(validation),
        card={"title": "A model for tests"},
        rng=rng,
    )


@pytest.fixture(scope="session")
def make_built() -> Callable[..., Built]:
    return make


@pytest.fixture(scope="session")
def built() -> Built:
    return make()


@pytest.fixture
def model(built: Built) -> Model:
    return model_of(built.file, "model.sentir")


@pytest.fixture
def path(built: Built, tmp_path: Path) -> Path:
    write_model(tmp_path / "model.sentir", built.file)
    return tmp_path / "model.sentir"
