"""Settings of learning: how long, how fast, held back by what."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from sentir.config.section import Section

Layer = Literal["embedding", "recurrent", "attention", "dense", "output"]


def _head_layers() -> list[Layer]:
    return ["dense", "output"]


def _all_layers() -> list[Layer]:
    return ["embedding", "recurrent", "attention", "dense", "output"]


class TrainConfig(Section):
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
    backend: Literal["auto", "numpy", "torch"] = "auto"
    """What computes the updates; `auto` takes PyTorch where it is installed and finds a GPU, else
    NumPy. `torch` without a GPU computes on the processor."""

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
