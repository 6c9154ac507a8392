"""What one training run is told: every setting with its unit, range and default.

Precedence: defaults < recipe < `--set`. All problems are listed at once; nothing is clamped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from sentir.config.data_settings import DataConfig, SplitConfig, TextConfig
from sentir.config.model_settings import ModelConfig
from sentir.config.places import keys_at
from sentir.config.section import Section
from sentir.config.train_settings import TrainConfig

if TYPE_CHECKING:
    from collections.abc import Sequence


class BaselineConfig(Section):
    """What the model stands beside."""

    linear: bool = True
    """Fit TF-IDF + logistic regression on the same rows; without it only the majority class
    is shown."""


class PredictConfig(Section):
    """How an answer is given."""

    min_probability: float = Field(default=0.5, ge=0.0, le=1.0)
    """Below this calibrated probability an answer is not sure."""


class RunConfig(Section):
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
    return keys_at(RunConfig, place)
