"""Small models to be explained: fresh nets made into model files as any, and one that was taught.

`taught()` depends on single words by construction: its words have known logits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.explain.rivals import Rivals
from sentir.nets.net import Net
from sentir.nets.spec import NetSpec
from sentir.runtime.build import Labelled, Trained, build_model
from sentir.runtime.predictor import Model, model_of
from sentir.runtime.preprocessing import Preprocessing
from sentir.tasks.task import make_task
from sentir.text.tokens import Tokenizer
from sentir.text.vocabulary import Vocabulary
from tests.runtime.conftest import make

if TYPE_CHECKING:
    from collections.abc import Mapping

LABELS = ("anger", "fear", "joy")
TEXTS = (
    ("a lovely day", "joy"),
    ("a lovely lovely evening", "joy"),
    ("the dark house", "fear"),
    ("a dark night", "fear"),
    ("an unfair day", "anger"),
    ("the lovely house", "joy"),
)
PULL = {"lovely": (0.0, 0.0, 4.0), "dark": (0.0, 3.0, 0.0), "unfair": (2.0, 0.0, 0.0)}


def fresh(**changes: Any) -> Model:
    """Return a model of random weights; `labels` of two make it binary."""
    return model_of(make(**changes).file, "model.sentir")


def taught(
    pull: Mapping[str, tuple[float, ...]] = PULL, *, max_length: int = 12, **reading: Any
) -> Model:
    """Return a bag of words whose logits are the mean of what its words pull, and nothing else."""
    labels = LABELS if len(next(iter(pull.values()))) > 1 else LABELS[1:]
    task = make_task("auto", labels)
    preprocessing = Preprocessing(lowercase=True, max_length=max_length, keep="first", **reading)
    words = Tokenizer(lowercase=True).words
    rows = [(text, label) for text, label in TEXTS if label in labels]
    vocabulary = Vocabulary.build((words(text) for text, _ in rows), min_count=1, max_size=100)
    size = len(next(iter(pull.values())))
    spec = NetSpec(words=len(vocabulary), outputs=task.outputs, cell="bag", embedding_size=size)
    vectors = np.zeros((len(vocabulary), size), np.float32)
    for word, pulled in pull.items():
        vectors[vocabulary.ids[word]] = pulled
    parameters = {
        "embedding.weight": vectors,
        "output.weight": np.eye(task.outputs, size, dtype=np.float32),
        "output.bias": np.zeros(task.outputs, np.float32),
    }
    made = Labelled(
        sequences=preprocessing.encode([text for text, _ in rows], vocabulary).sequences,
        targets=task.encode([label for _, label in rows]),
    )
    trained = Trained(
        net=Net(spec, dict(parameters)),
        vocabulary=vocabulary,
        task=task,
        preprocessing=preprocessing,
        min_probability=0.0,
    )
    built = build_model(trained, train=made, validation=made, card={}, rng=np.random.default_rng(0))
    return model_of(built.file, "model.sentir")


def rivals_of(model: Model, text: str) -> Rivals:
    """Return the answer of a model to a text, and the runner-up."""
    likely = np.array(list(model(text).probabilities.values()))
    return Rivals.of(likely, outputs=model.task.outputs, temperature=model.temperature)
