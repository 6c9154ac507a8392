"""What one training run is told: every setting with its unit, range and default.

Precedence: defaults < recipe < `--set`. All problems are listed at once; nothing is clamped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    from collections.abc import Sequence

Layer = Literal["embedding", "recurrent", "attention", "dense", "output"]


MAX_LAYERS = 64


def _head_layers() -> list[Layer]:
    return ["dense", "output"]


def _all_layers() -> list[Layer]:
    return ["embedding", "recurrent", "attention", "dense", "output"]


class _Section(BaseModel):
    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True, allow_inf_nan=False
    )


class DataConfig(_Section):
    """Where the rows come from and how they are read."""

    source: str = ""
    """A file, a folder, or `shipped:NAME` for an embedded corpus."""
    text: str = "auto"
    """Column of the text; `auto` finds it and says which."""
    label: str = "auto"
    """Column of the label; `auto` finds it and says which."""
    split: str = "auto"
    """Column naming each row's part (train, validation, test); `auto` uses one named split,
    `none` ignores it."""
    encoding: str = "auto"
    """Text encoding, e.g. utf-8, utf-16, latin-1; `auto` detects it and says which."""
    delimiter: str = "auto"
    """One character between columns; `auto` detects it and says which."""
    on_bad_row: Literal["fail", "skip", "quarantine"] = "fail"
    """A row that cannot be read stops the run, is skipped, or is set aside in a file of the run."""


class SplitConfig(_Section):
    """How rows without a stated part are divided: stratified, equal texts never on both sides."""

    seed: int = Field(default=0, ge=0)
    """Seed of the division; it does not change with `train.seed`."""
    validation: float = Field(default=0.1, gt=0.0, lt=1.0)
    """Share of the rows for validation."""
    test: float = Field(default=0.1, ge=0.0, lt=1.0)
    """Share of the rows for the test."""

    @model_validator(mode="after")
    def _leaves_training_rows(self) -> Self:
        if self.validation + self.test >= 1.0:
            raise ValueError("validation + test must stay below 1, so that rows remain to train on")
        return self


class TextConfig(_Section):
    """From text to word ids."""

    lowercase: bool = True
    """Read *Happy* and *happy* as one word."""
    min_count: int = Field(default=1, ge=1)
    """A word enters the vocabulary when training rows hold it at least this often."""
    max_words: int = Field(default=30_000, ge=1, le=1_000_000)
    """Largest number of words in the vocabulary, the most frequent first."""
    max_length: int = Field(default=64, ge=1, le=100_000)
    """Words read of a text."""
    keep: Literal["first", "last", "both"] = "first"
    """Which end of a longer text is read; `both` reads half from each."""


class ModelConfig(_Section):
    """The network."""

    cell: Literal["bag", "rnn", "lstm", "gru"] = "gru"
    """`bag` looks at words without their order; the others read them one after the other."""
    embedding_size: int = Field(default=100, ge=1, le=4096)
    """Numbers per word."""
    embedding_scale: float = Field(default=0.1, gt=0.0, le=1000.0)
    """Standard deviation of the initial word vectors."""
    hidden_size: int | list[int] = 128
    """Numbers in a recurrent layer's state; a list stacks one layer per entry."""
    bidirectional: bool = True
    """Read every text from both ends."""
    pooling: Literal["last", "max", "mean", "attention"] = "attention"
    """How the states of all words become one."""
    dense_size: int | list[int] = Field(default_factory=list)
    """Hidden dense layers between the pooled state and the output, a size each; [] for none."""
    dense_activation: Literal["linear", "sigmoid", "tanh", "relu"] = "relu"
    """Activation of the hidden dense layers."""
    embedding_dropout: float = Field(default=0.3, ge=0.0, lt=1.0)
    """Share of the numbers of a word vector dropped in training."""
    word_dropout: float = Field(default=0.1, ge=0.0, lt=1.0)
    """Share of words read as unknown in training."""
    pooled_dropout: float = Field(default=0.5, ge=0.0, lt=1.0)
    """Share of the pooled state dropped in training."""
    dense_dropout: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Share of each hidden dense layer's output dropped in training."""

    @property
    def hidden_sizes(self) -> tuple[int, ...]:
        """Return one size per recurrent layer; none for a bag."""
        if self.cell == "bag":
            return ()
        return (self.hidden_size,) if isinstance(self.hidden_size, int) else tuple(self.hidden_size)

    @property
    def dense_sizes(self) -> tuple[int, ...]:
        """Return one size per hidden dense layer."""
        return (self.dense_size,) if isinstance(self.dense_size, int) else tuple(self.dense_size)

    @model_validator(mode="after")
    def _sizes_and_pooling_fit(self) -> Self:
        if self.cell != "bag" and not self.hidden_sizes:
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
        return self


class TrainConfig(_Section):
    """How the network learns."""

    task: Literal["auto", "binary", "multiclass"] = "auto"
    """`auto`: two classes are binary (one sigmoid output), more are multiclass (softmax)."""
    epochs: int = Field(default=8, ge=1)
    """Passes over the training rows."""
    batch_size: int = Field(default=32, ge=1)
    """Rows per update."""
    optimizer: Literal["adam", "adamw", "rmsprop", "sgd"] = "adamw"
    """adamw decays the weights directly; the others know `l2` only."""
    learning_rate: float = Field(default=0.003, gt=0.0)
    """Size of a step; with schedule one_cycle its peak."""
    momentum: float = Field(default=0.0, ge=0.0, lt=1.0)
    """Momentum of sgd."""
    weight_decay: float = Field(default=0.0, ge=0.0)
    """Decoupled decay of adamw: an update takes learning_rate x weight_decay of a weight away."""
    l1: float = Field(default=0.0, ge=0.0)
    """Adds l1 x sign(weight) to the gradient of `l1_layers` (penalty: l1 x sum |w|)."""
    l1_layers: list[Layer] = Field(default_factory=_head_layers)
    """Layers whose weights (not biases) `l1` holds small."""
    l2: float = Field(default=0.0, ge=0.0)
    """Adds l2 x weight to the gradient of `l2_layers` (penalty: l2/2 x sum w^2). Keras' l2(a) is
    2a here; torch's Adam(weight_decay=a) is l2 = a on every layer, biases too."""
    l2_layers: list[Layer] = Field(default_factory=_all_layers)
    """Layers that `l2` holds small."""
    l2_biases: bool = True
    """Whether `l2` acts on biases too, as torch's weight_decay does."""
    class_weights: Literal["none", "balanced"] | dict[str, float] = "none"
    """`balanced` weighs a class by n / (classes x its rows); a table gives a weight per label."""
    label_smoothing: float = Field(default=0.1, ge=0.0, lt=1.0)
    """Share of each target spread evenly over all classes."""
    clip_norm: float = Field(default=0.0, ge=0.0)
    """Largest norm of the whole gradient; 0 leaves it alone."""
    schedule: Literal["constant", "one_cycle", "plateau"] = "one_cycle"
    """one_cycle rises to the peak and falls to almost 0; plateau cuts the rate when validation
    loss rests."""
    plateau_patience: int = Field(default=2, ge=0)
    """Epochs without a better validation loss before plateau cuts the rate."""
    plateau_factor: float = Field(default=0.1, gt=0.0, lt=1.0)
    """What plateau multiplies the rate by."""
    early_stop: int = Field(default=0, ge=0)
    """Stop after this many epochs without a better validation loss; 0 never."""
    seed: int = Field(default=0, ge=0)
    """Seed of initial weights, order of rows and dropout."""
    threads: Literal["auto"] | int = "auto"
    """Threads that share an update: the two reading directions, the two halves of the optimizer;
    `auto` takes the physical cores. Each computes its products alone."""
    precision: Literal["single", "double"] = "single"
    """Width of the numbers while training."""

    @model_validator(mode="after")
    def _optimizer_fits(self) -> Self:
        if self.weight_decay and self.optimizer != "adamw":
            raise ValueError(
                f"weight_decay is the decoupled decay of adamw; with {self.optimizer} set l2 "
                "(torch's weight_decay in Adam or SGD is l2) and weight_decay = 0, or set "
                "optimizer = 'adamw'"
            )
        if self.momentum and self.optimizer != "sgd":
            raise ValueError(f"momentum belongs to sgd; {self.optimizer} has its own")
        if isinstance(self.threads, int) and self.threads < 1:
            raise ValueError("threads must be 'auto' or at least 1")
        return self


class BaselineConfig(_Section):
    """What the model stands beside."""

    linear: bool = True
    """Fit TF-IDF + logistic regression on the same rows; without it only the majority class
    is shown."""


class PredictConfig(_Section):
    """How an answer is given."""

    min_probability: float = Field(default=0.5, ge=0.0, le=1.0)
    """Below this calibrated probability an answer is not sure."""


class RunConfig(_Section):
    """One training run, whole."""

    title: str = ""
    """What the run is about, in a line."""
    data: DataConfig = Field(default_factory=DataConfig)
    split: SplitConfig = Field(default_factory=SplitConfig)
    text: TextConfig = Field(default_factory=TextConfig)
    model: ModelConfig = Field(default_factory=ModelConfig)
    train: TrainConfig = Field(default_factory=TrainConfig)
    baseline: BaselineConfig = Field(default_factory=BaselineConfig)
    predict: PredictConfig = Field(default_factory=PredictConfig)


def known_keys(place: Sequence[str]) -> list[str]:
    """Return the settings that exist at a place: `[]` is the top, `["model"]` a section."""
    if not place:
        return list(RunConfig.model_fields)
    section = RunConfig.model_fields[place[0]].annotation
    return list(section.model_fields) if isinstance(section, type(BaseModel)) else []
