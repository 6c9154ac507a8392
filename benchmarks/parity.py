"""The model file's answers in NumPy beside the same weights in PyTorch, at every length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bar import Bar, Figures, Mark, NotMeasuredError, Place, at_most
from benchmarks.models import FILES, emotion_run
from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.runtime.predictor import load
from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sentir.cells.arrays import Floats, Ints
    from sentir.nets.net import Net
    from sentir.runtime.predictor import Model

ROWS, LONGEST = 2_000, 64
BATCHES = (1, 7, 64, 256)
LIMIT = 1e-5


def measure(place: Place) -> Figures:
    """Compare 2,000 texts of 1 to 64 words in batches of several sizes, rows in any order."""
    model = load(emotion_run(place, 0).path)
    sequences = texts_of_every_length(model, place)
    rng = np.random.default_rng(0)
    wanted_logits = torch_logits(model.net, sequences)
    wanted = model.task.activate(wanted_logits, temperature=model.temperature)
    figures: Figures = {"rows": ROWS, "lengths": [1, LONGEST], "batches": list(BATCHES)}
    largest = {"probabilities": 0.0, "logits": 0.0}
    different = 0
    for size in BATCHES:
        logits = in_batches(model.net, sequences, size=size, order=rng.permutation(ROWS))
        answers = model.task.activate(logits, temperature=model.temperature)
        for name, ours, theirs in (
            ("probabilities", answers, wanted),
            ("logits", logits, wanted_logits),
        ):
            largest[name] = max(largest[name], float(np.abs(ours - theirs).max()))
        different += int((model.task.decide(answers) != model.task.decide(wanted)).sum())
    figures["largest_difference"] = largest
    figures["labels_that_differ"] = different
    return figures


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Hold the largest difference of a probability against what was wanted."""
    figures = parts["comparison"]
    largest = figures["largest_difference"]
    return figures, [
        at_most("largest_difference_of_an_answer", largest["probabilities"], LIMIT),
        at_most("largest_difference_of_a_logit", largest["logits"], LIMIT),
        at_most("labels_that_differ", figures["labels_that_differ"], 0),
    ]


def texts_of_every_length(model: Model, place: Place) -> Sequences:
    """Return 2,000 rows of real words: row k takes the next `1 + k mod 64` of the texts."""
    table = read(str(place.dataset("emotion")), SourceOptions())
    read_rows = model.preprocessing.encode(table.texts, model.vocabulary).sequences
    lengths = 1 + np.arange(ROWS) % LONGEST
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    return Sequences(read_rows.ids[: offsets[-1]], offsets)


def in_batches(net: Net, sequences: Sequences, *, size: int, order: Ints) -> Floats:
    """Return the logits of all rows, answered in batches of this size in this order."""
    logits = np.empty((len(sequences), net.spec.outputs), net.parameters["output.bias"].dtype)
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        logits[rows] = net.logits(sequences.take(rows))
    return logits


def torch_logits(net: Net, sequences: Sequences) -> Floats:
    """Return the logits of the same weights in PyTorch, in double precision.

    Raises:
        NotMeasuredError: PyTorch is not installed.
    """
    try:
        import torch

        from tests.parity.torch_twin import TorchTwin
    except ModuleNotFoundError as error:
        raise NotMeasuredError(
            "PyTorch is not installed, and there is nothing to compare with. "
            'Install it: pip install -e ".[dev]"'
        ) from error
    twin = TorchTwin.of(net).eval().double()
    with torch.no_grad():
        parts = [twin(sequences.take(rows)).numpy() for rows in _blocks(len(sequences))]
    return np.concatenate(parts)


def _blocks(count: int) -> Iterator[Ints]:
    for start in range(0, count, 100):
        yield np.arange(start, min(start + 100, count))


BAR = Bar(
    name="parity",
    commands=("python benchmarks/bars.py parity",),
    covers=("src", "benchmarks/parity.py", "benchmarks/models.py", "tests/parity/torch_twin.py"),
    data=FILES,
    seeds=(0,),
    parts={"comparison": measure},
    conclude=conclude,
)
