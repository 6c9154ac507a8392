"""From a model file to answers: NumPy only, one text or many."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sentir.errors import ConfigError, RunError, SentirError
from sentir.nets.net import Net
from sentir.nets.spec import NetSpec
from sentir.runtime.agreement import check_agreement
from sentir.runtime.distance import Reference
from sentir.runtime.doubts import doubts
from sentir.runtime.items import only_texts
from sentir.runtime.parity import check_parity
from sentir.runtime.prediction import EMPTY, Prediction
from sentir.runtime.preprocessing import Preprocessing
from sentir.runtime.states import states_of
from sentir.store.model_file import ModelFile, read_model
from sentir.store.runs import model_path
from sentir.tasks.task import Task, make_task
from sentir.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from sentir.cells.arrays import Floats
    from sentir.text.lengths import Keep

CHUNK = 8192
"""Texts answered together: enough to find many of one length, few enough to bound the memory."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Model:
    """A trained model that answers: `model("text")`, `model.predict(texts)`.

    Attributes:
        task: what its labels are.
        vocabulary: the words it knows.
        preprocessing: how it reads texts.
        net: the network; its buffers make a model one thread's at a time.
        temperature: what logits are divided by.
        min_probability: below it an answer is not sure.
        reference: what its training data look like.
        telling: (words,) which of its words say anything; punctuation does not.
        counts: (words, classes) how often each word stands in each class's training rows.
        manifest: all that the model file says of itself, its card among it.
        threads: cores that many texts may use, to the same answers.
    """

    task: Task
    vocabulary: Vocabulary
    preprocessing: Preprocessing
    net: Net
    temperature: float
    min_probability: float
    reference: Reference
    telling: NDArray[np.bool_]
    counts: NDArray[np.int32]
    manifest: dict[str, Any]
    threads: int = 1

    def __repr__(self) -> str:
        """Return what it is in a line."""
        title = str(self.manifest.get("card", {}).get("title") or "untitled")
        labels = ", ".join(self.labels[:10]) + (", ..." if len(self.labels) > 10 else "")
        words = f"{len(self.vocabulary):,} words"
        return f"<Model {title[:60]!r}: {labels}; {words}, {self.net.spec.cell}>"

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of the classes."""
        return self.task.labels

    @property
    def max_length(self) -> int:
        """Return how many words of a text are read."""
        return self.preprocessing.max_length

    @property
    def keep(self) -> Keep:
        """Return which end of a longer text is read."""
        return self.preprocessing.keep

    def __call__(self, text: str) -> Prediction:
        """Return the answer to one text."""
        return self.predict([text])[0]

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """Return the answer to each text, in order."""
        if isinstance(texts, str) or not hasattr(texts, "__iter__"):
            raise ConfigError('predict takes a list of texts. For one text call model("...").')
        return list(self.predict_stream(texts))

    def predict_stream(self, texts: Iterable[str]) -> Iterator[Prediction]:
        """Yield the answer to each text, in order; a part of them is read before the first."""
        remaining = only_texts(texts)
        while chunk := list(islice(remaining, CHUNK)):
            yield from self._answers(chunk)

    def states(self, texts: Sequence[str]) -> Floats:
        """Return the pooled state (n, S) of each text, what the net's head sees."""
        sequences = self.preprocessing.encode(texts, self.vocabulary).sequences
        return states_of(self.net, sequences, threads=self.threads)

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return the logits (n, outputs) of each text, before the temperature."""
        return self.net.head(self.states(texts))

    def _answers(self, texts: Sequence[str]) -> Iterator[Prediction]:
        encoded = self.preprocessing.encode(texts, self.vocabulary)
        states = states_of(self.net, encoded.sequences, threads=self.threads)
        logits = self.net.head(states)
        probabilities = self.task.activate(logits, temperature=self.temperature)
        classes = self.task.decide(probabilities)
        reasons = doubts(
            encoded.sequences,
            telling=self.telling,
            far=self.reference.far(states),
            unlikely=probabilities.max(axis=1) < self.min_probability,
        )
        rows = zip(
            probabilities.tolist(),
            classes.tolist(),
            encoded.truncated.tolist(),
            reasons,
            strict=True,
        )
        for row, likeliest, truncated, why_not in rows:
            if why_not == "empty":
                yield EMPTY
                continue
            yield Prediction(
                label=self.labels[likeliest],
                probabilities=dict(zip(self.labels, row, strict=True)),
                sure=why_not is None,
                why_not=why_not,
                truncated=truncated,
            )


def load(reference: str | Path, *, threads: int = 1) -> Model:
    """Return the model of a model file or of a run (its folder, its name, `latest`).

    Args:
        reference: the file or the run.
        threads: cores that many texts may use, where the matrix library itself uses one.

    Raises:
        RunError: missing, damaged, made by a newer sentir, or not answering as where it was made.
        MachineError: it cannot be read.
    """
    path = model_path(reference)
    return model_of(read_model(path), str(path), threads=threads)


def model_of(file: ModelFile, name: str, *, threads: int = 1) -> Model:
    """Return the model that the content of a model file describes, tested by its parity texts.

    Raises:
        RunError: its members do not fit each other, or it does not answer as where it was made.
    """
    manifest = file.manifest
    try:
        task = make_task(manifest["task"]["kind"], manifest["task"]["labels"])
        vocabulary = Vocabulary.from_json(file.vocabulary)
        spec = NetSpec.from_json(manifest["net"])
        net = Net.from_parameters(spec, file.weights)
    except SentirError as error:
        raise RunError(f"{name} is damaged: {error}") from error
    check_agreement(file, task, spec, name)
    model = Model(
        task=task,
        vocabulary=vocabulary,
        preprocessing=Preprocessing(**manifest["preprocessing"]),
        net=net,
        temperature=float(manifest["temperature"]),
        min_probability=float(manifest["min_probability"]),
        reference=Reference.from_arrays(file.reference, state_size=spec.state_size, name=name),
        telling=vocabulary.telling(),
        counts=file.words["counts"],
        manifest=manifest,
        threads=threads,
    )
    check_parity(file.parity, model.logits, name)
    return model
