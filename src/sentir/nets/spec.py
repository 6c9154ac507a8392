"""What a text network is made of: enough to build it again from a file."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from sentir.cells.sequences import GATES
from sentir.errors import RunError, did_you_mean
from sentir.nets.dense import ACTIVATIONS
from sentir.nets.pooling import POOLINGS
from sentir.text.vocabulary import SPECIAL

MAX_LAYERS = 64
_WHOLE_NUMBERS = {  # name: least, largest
    "words": (2, 10_000_000),
    "outputs": (1, 100_000),
    "embedding_size": (1, 4096),
    "places": (0, 100_000),
}
_SIZES = {"hidden_sizes": (1, 8192), "dense_sizes": (1, 8192)}
_CHOICES = {
    "cell": ("multi_hot", "bag", *GATES),
    "pooling": (*POOLINGS, "flatten"),
    "dense_activation": tuple(ACTIVATIONS),
}
_MAX_SCALE = 1000.0
_LATER: dict[str, Any] = {  # keys that earlier files lack, and what their nets did
    "input_dropout": 0.0,
    "recurrent_dropout": 0.0,
    "places": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NetSpec:
    """The shape of a net and the shares it drops in training.

    Attributes:
        words: size of the vocabulary, padding and unknown included.
        outputs: numbers in an answer: 1 for a binary task, else one per class.
        cell: `multi_hot` (which words a text holds, 0 or 1 each), `bag` (the word vectors
            themselves), `rnn`, `lstm` or `gru`.
        embedding_size: numbers per word; `multi_hot` has no word vectors.
        hidden_sizes: state size of each stacked recurrent layer; () without any.
        bidirectional: whether every recurrent layer reads from both ends; ignored without any.
        pooling: `last`, `max`, `mean`, `attention` or `flatten`; a bag has no `last`, and
            `multi_hot` ignores it.
        dense_sizes: sizes of the hidden dense layers; () for none.
        dense_activation: `linear`, `sigmoid`, `tanh` or `relu`, of the hidden dense layers.
        embedding_dropout: share of the numbers of each word's vector.
        word_dropout: share of words read as unknown.
        pooled_dropout: share of the pooled state.
        dense_dropout: share of each hidden dense layer's output.
        embedding_scale: standard deviation of the initial word vectors.
        input_dropout: share of what each recurrent layer reads, the same units at every step.
        recurrent_dropout: share of each recurrent state where it enters the recurrent product,
            the same units at every step.
        places: words of a text that `flatten` has room for; 0 with another pooling.
    """

    words: int
    outputs: int
    cell: str
    embedding_size: int
    hidden_sizes: tuple[int, ...] = ()
    bidirectional: bool = False
    pooling: str = "mean"
    dense_sizes: tuple[int, ...] = ()
    dense_activation: str = "relu"
    embedding_dropout: float = 0.0
    word_dropout: float = 0.0
    pooled_dropout: float = 0.0
    dense_dropout: float = 0.0
    embedding_scale: float = 0.1
    input_dropout: float = 0.0
    recurrent_dropout: float = 0.0
    places: int = 0

    @property
    def directions(self) -> int:
        """Return how often each recurrent layer reads a text: 1, or 2 from both ends."""
        return 2 if self.bidirectional and self.cell in GATES else 1

    @property
    def recurrent_sizes(self) -> tuple[tuple[int, int], ...]:
        """Return (size of what it reads, state size of one direction) of each recurrent layer."""
        read = (self.embedding_size, *(size * self.directions for size in self.hidden_sizes))
        return tuple(zip(read, self.hidden_sizes, strict=False))

    @property
    def is_wide(self) -> bool:
        """Return whether a number stands for each word or place: too many to be kept of a text.

        The first dense layer, or the output layer where there is none, then belongs to the reading:
        what it gives out is the state of a text.
        """
        return self.cell == "multi_hot" or self.pooling == "flatten"

    @property
    def pooled_size(self) -> int:
        """Return P, how many numbers of a text the first dense layer reads."""
        if self.cell == "multi_hot":
            return self.words - len(SPECIAL)
        size = self.hidden_sizes[-1] * self.directions if self.hidden_sizes else self.embedding_size
        return size * self.places if self.pooling == "flatten" else size

    @property
    def state_size(self) -> int:
        """Return S, the size of a text's state: what is pooled, of a wide net the first layer's."""
        return (*self.dense_sizes, self.outputs)[0] if self.is_wide else self.pooled_size

    def to_json(self) -> dict[str, Any]:
        """Return the spec as plain JSON values."""
        fields = dataclasses.asdict(self)
        return {name: list(v) if isinstance(v, tuple) else v for name, v in fields.items()}

    @classmethod
    def from_json(cls, stored: object) -> NetSpec:
        """Return the spec that `to_json` wrote, believing nothing of what is read.

        Raises:
            RunError: a key is missing or unknown, a value of the wrong type or out of range.
        """
        names = [field.name for field in dataclasses.fields(cls)]
        if not isinstance(stored, dict):
            raise _refusal(f"it is a {type(stored).__name__}", "an object")
        for name in stored:
            if name not in names:
                near = did_you_mean(str(name)[:40], names)
                raise _refusal(f"it holds the key {_shown(name)}", "the keys of a network" + near)
        for name in names:
            if name not in stored and name not in _LATER:
                raise _refusal(f"{name} is missing", "every key of a network")
        given = {name: stored.get(name, _LATER.get(name)) for name in names}
        spec = cls(**{name: _checked(name, value) for name, value in given.items()})
        spec._refuse_unfit()
        return spec

    def _refuse_unfit(self) -> None:
        """Refuse values that are each in order but do not go together."""
        if (self.cell in GATES) is not bool(self.hidden_sizes):
            found = f"cell is {self.cell} with {len(self.hidden_sizes)} recurrent layers"
            raise _refusal(found, "none for a bag, one or more for rnn, lstm and gru")
        if self.cell == "bag" and self.pooling == "last":
            raise _refusal("a bag pools the last state", "mean, max or attention: it has no states")
        if (self.pooling == "flatten") is not bool(self.places):
            found = f"pooling is {self.pooling} with {self.places} places"
            raise _refusal(found, "one or more for flatten, none for the others")


def _checked(name: str, value: object) -> Any:
    """Return a stored value in the spec's own type."""
    if name in _WHOLE_NUMBERS:
        return _whole_number(name, value, _WHOLE_NUMBERS[name])
    if name in _SIZES:
        if not isinstance(value, list) or len(value) > MAX_LAYERS:
            raise _refusal(f"{name} is {_shown(value)}", f"a list of at most {MAX_LAYERS} sizes")
        return tuple(_whole_number(name, size, _SIZES[name]) for size in value)
    if name in _CHOICES:
        if not isinstance(value, str) or value not in _CHOICES[name]:
            raise _refusal(f"{name} is {_shown(value)}", f"one of {', '.join(_CHOICES[name])}")
        return value
    if name == "bidirectional":
        if not isinstance(value, bool):
            raise _refusal(f"{name} is {_shown(value)}", "true or false")
        return value
    return _number(name, value)


def _whole_number(name: str, value: object, bounds: tuple[int, int]) -> int:
    least, most = bounds
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _refusal(f"{name} holds {_shown(value)}", f"whole numbers from {least} to {most}")
    return value


def _number(name: str, value: object) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if name == "embedding_scale":
        if not is_number or not 0 < value <= _MAX_SCALE:  # type: ignore[operator]  # is_number
            raise _refusal(f"{name} is {_shown(value)}", f"a number above 0, at most {_MAX_SCALE}")
    elif not is_number or not 0 <= value < 1:  # type: ignore[operator]  # is_number
        raise _refusal(f"{name} is {_shown(value)}", "a share from 0 to below 1")
    return float(value)  # type: ignore[arg-type]  # is_number


def _shown(value: object) -> str:
    """Return a short picture of a stored value, however large it is."""
    if isinstance(value, list | dict):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, int) and value.bit_length() > 64:
        return "a number of more than 19 digits"
    return repr(value[:40] if isinstance(value, str) else value)


def _refusal(found: str, expected: str) -> RunError:
    return RunError(
        f"The stored network cannot be built: {found}; expected {expected}. "
        "The file is damaged or was not written by sentir: take another copy, or train again."
    )
