"""Settings of the network."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from sentir.config.section import Section

MAX_LAYERS = 64
_WITHOUT_ORDER = ("multi_hot", "bag")


class ModelConfig(Section):
    """The network."""

    cell: Literal["multi_hot", "bag", "rnn", "lstm", "gru"] = "gru"
    """`multi_hot` sees which words a text holds, `bag` their vectors, both without order; the
    others read them one after the other. `multi_hot` has no word vectors and no pooling: what is
    set for these does nothing, but for `pooled_dropout`."""
    embedding_size: int = Field(default=100, ge=1, le=4096)
    """Numbers per word."""
    embedding_scale: float = Field(default=0.1, gt=0.0, le=1000.0)
    """Standard deviation of the initial word vectors."""
    hidden_size: int | list[int] = 128
    """Numbers in a recurrent layer's state; a list stacks one layer per entry."""
    bidirectional: bool = True
    """Read every text from both ends."""
    pooling: Literal["last", "max", "mean", "attention", "flatten"] = "attention"
    """How the states of all words become one; `flatten` puts those of all `text.max_length` places
    side by side."""
    dense_size: int | list[int] = Field(default_factory=list)
    """Hidden dense layers between the pooled state and the output, a size each; [] for none."""
    dense_activation: Literal["linear", "sigmoid", "tanh", "relu"] = "relu"
    """Activation of the hidden dense layers."""
    embedding_dropout: float = Field(default=0.3, ge=0.0, lt=1.0)
    """Share of the numbers of a word vector dropped in training."""
    word_dropout: float = Field(default=0.1, ge=0.0, lt=1.0)
    """Share of words read as unknown in training."""
    input_dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Share of what each recurrent layer reads dropped in training, the same units at every step
    of a text."""
    recurrent_dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Share of each recurrent state dropped in training where the next step reads it, the same
    units at every step of a text."""
    pooled_dropout: float = Field(default=0.5, ge=0.0, lt=1.0)
    """Share of the pooled state dropped in training; with `multi_hot` of the words that a text
    holds."""
    dense_dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Share of each hidden dense layer's output dropped in training."""

    @property
    def hidden_sizes(self) -> tuple[int, ...]:
        """Return one size per recurrent layer; none for a cell without any."""
        if self.cell in _WITHOUT_ORDER:
            return ()
        return (self.hidden_size,) if isinstance(self.hidden_size, int) else tuple(self.hidden_size)

    @property
    def dense_sizes(self) -> tuple[int, ...]:
        """Return one size per hidden dense layer."""
        return (self.dense_size,) if isinstance(self.dense_size, int) else tuple(self.dense_size)

    @model_validator(mode="after")
    def _sizes_and_pooling_fit(self) -> Self:
        if self.cell not in _WITHOUT_ORDER and not self.hidden_sizes:
            raise ValueError(
                "hidden_size needs at least one layer; for a net without one set cell = 'bag'"
            )
        for name, sizes in (("hidden_size", self.hidden_sizes), ("dense_size", self.dense_sizes)):
            if len(sizes) > MAX_LAYERS:
                raise ValueError(
                    f"{name} names {len(sizes)} layers; at most {MAX_LAYERS} are built"
                )
            if any(not 1 <= size <= 8192 for size in sizes):
                raise ValueError(f"{name} must lie between 1 and 8192, not {list(sizes)}")
        if self.cell == "bag" and self.pooling == "last":
            raise ValueError("a bag has no last state; set pooling to mean, max or attention")
        for name in ("input_dropout", "recurrent_dropout"):
            if self.cell in _WITHOUT_ORDER and getattr(self, name):
                raise ValueError(
                    f"{name} drops nothing: cell = '{self.cell}' has no recurrent layer; "
                    "set it to 0, or cell to rnn, lstm or gru"
                )
        return self
