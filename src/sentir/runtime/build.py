"""From a trained network to a model file: half-width weights, temperature, reference, self-test."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.data.blocks import blocks
from sentir.nets.net import Net
from sentir.runtime.calibration import fit_temperature
from sentir.runtime.distance import build_reference
from sentir.runtime.parity import parity_of, parity_texts
from sentir.runtime.states import states_of
from sentir.store.evidence import MAX_ROWS
from sentir.store.model_file import ModelFile, halved
from sentir.text.vocabulary import PADDING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from sentir.cells.arrays import Floats, Ints
    from sentir.runtime.calibration import Temperature
    from sentir.runtime.preprocessing import Preprocessing
    from sentir.tasks.task import Task
    from sentir.text.sequences import Sequences
    from sentir.text.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A trained network with what turns texts into its inputs and its outputs into labels."""

    net: Net
    vocabulary: Vocabulary
    task: Task
    preprocessing: Preprocessing
    min_probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """Rows as word ids, and their classes (n,)."""

    sequences: Sequences
    targets: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A model, and what was seen while it was made.

    Attributes:
        file: what goes into the model file.
        temperature: how the temperature came about.
        rows: (n,) rows of `train` whose states were taken, rising; all, or a sample of 100,000.
        states: (n, S) float16, their states.
        validation_logits: (m, outputs) of the file's own weights, before the temperature.
    """

    file: ModelFile
    temperature: Temperature
    rows: Ints
    states: NDArray[np.float16]
    validation_logits: Floats


def build_model(
    trained: Trained,
    *,
    train: Labelled,
    validation: Labelled,
    card: Mapping[str, Any],
    rng: np.random.Generator,
) -> Built:
    """Return the model file of a trained network.

    All of it is measured with the weights as the file keeps them, in half width; one that has no
    such value is a RunError, as training was unstable.

    Args:
        trained: the network and what belongs to it.
        train: training rows; their texts do not enter the file.
        validation: rows on which temperature and distance quantiles rest.
        card: what the maker says of it; how it was calibrated is added.
        rng: draws the sample of training rows and the prototypes.
    """
    net = _as_kept(trained.net)
    rows = _sample(len(train.sequences), rng)
    states = states_of(net, train.sequences.take(rows))
    validation_states = states_of(net, validation.sequences)
    logits = net.head(validation_states)
    temperature = fit_temperature(logits, validation.targets, trained.task)
    is_word = np.arange(len(trained.vocabulary)) != PADDING
    reference = build_reference(
        states,
        train.targets[rows],
        validation_states=validation_states[validation.sequences.holding(is_word) > 0],
        rng=rng,
    )
    file = ModelFile(
        manifest=_manifest(trained, temperature, card),
        weights=net.parameters,
        vocabulary=trained.vocabulary.to_json(),
        words={"counts": word_counts(train, words=len(trained.vocabulary), task=trained.task)},
        reference=reference.to_arrays(),
        parity=_parity(trained, net),
    )
    kept = states.astype(np.float16)
    return Built(
        file=file, temperature=temperature, rows=rows, states=kept, validation_logits=logits
    )


def _as_kept(net: Net) -> Net:
    """Return the net with its weights as the file keeps them."""
    weights = {name: halved(name, weight) for name, weight in net.parameters.items()}
    return Net.from_parameters(
        net.spec, {n: half.astype(np.float32) for n, half in weights.items()}
    )


def _sample(count: int, rng: np.random.Generator) -> Ints:
    """Return the rows whose states are taken: all, or a sample of 100,000, rising."""
    if count <= MAX_ROWS:
        return np.arange(count)
    return np.sort(rng.choice(count, MAX_ROWS, replace=False))


def _parity(trained: Trained, net: Net) -> dict[str, Any]:
    texts = parity_texts(trained.vocabulary)
    inputs = trained.preprocessing.encode(texts, trained.vocabulary).sequences
    return parity_of(texts, net.head(states_of(net, inputs)))


def word_counts(rows: Labelled, *, words: int, task: Task) -> NDArray[np.int32]:
    """Return how often each word stands in the rows of each class (words, classes)."""
    classes = len(task.labels)
    lengths, offsets = rows.sequences.lengths, rows.sequences.offsets
    cells = np.zeros(words * classes, np.int64)
    for start, stop in blocks(lengths):
        ids = rows.sequences.ids[offsets[start] : offsets[stop]].astype(np.int64)
        of_each_word = np.repeat(rows.targets[start:stop], lengths[start:stop])
        cells += np.bincount(ids * classes + of_each_word, minlength=cells.size)
    counts = cells.reshape(words, classes)
    counts[PADDING] = 0  # where padding is read, it is still no word of a text
    return counts.astype(np.int32)


def _manifest(
    trained: Trained, temperature: Temperature, card: Mapping[str, Any]
) -> dict[str, Any]:
    task = trained.task
    return {
        "kind": "text",
        "task": {"kind": task.kind, "labels": list(task.labels), "activation": task.activation},
        "preprocessing": trained.preprocessing.to_json(),
        "net": trained.net.spec.to_json(),
        "temperature": temperature.value,
        "min_probability": trained.min_probability,
        "card": {**card, "calibration": asdict(temperature)},
    }
