"""What holds weights small: L1 and L2 on chosen layers.

Penalties act as gradients only. Reported losses never hold them, so that losses of training and
validation rows, of runs with and without penalties, and the log loss of a report compare.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import ConfigError
from sentir.nets.gradients import RowGradient

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from sentir.cells.arrays import Floats
    from sentir.config.train_settings import TrainConfig
    from sentir.training.gradients import Gradient, Gradients


@dataclass(frozen=True, slots=True)
class _Strength:
    l1: float
    l2: float


@dataclass(frozen=True, slots=True)
class Penalties:
    """Adds l1 sign(w) + l2 w to the gradients of the parameters that are held small."""

    _strengths: dict[str, _Strength]
    _room: dict[str, Floats] = field(default_factory=dict)

    @classmethod
    def of(cls, config: TrainConfig, names: Mapping[str, object]) -> Self:
        """Return what the settings ask of parameters named `LAYER.[...].weight` or `.bias`.

        L1 leaves biases alone; L2 holds them too where `l2_biases` says so.

        Raises:
            ConfigError: a penalty is asked for, but the net has none of the layers it names.
        """
        present = {name.split(".")[0] for name in names}
        for kind, value, layers in (
            ("l1", config.l1, config.l1_layers),
            ("l2", config.l2, config.l2_layers),
        ):
            if value and not present & set(layers):
                raise ConfigError(
                    f"train.{kind} = {value:g} holds nothing: the net has none of the layers "
                    f"{', '.join(layers) or '(none named)'}; it has {', '.join(sorted(present))}. "
                    f"Name some of these in train.{kind}_layers."
                )
        strengths = {name: _strength(config, name) for name in names}
        return cls({name: each for name, each in strengths.items() if each.l1 or each.l2})

    def strengths(self) -> dict[str, tuple[float, float]]:
        """Return (l1, l2) of each parameter that is held small."""
        return {name: (each.l1, each.l2) for name, each in self._strengths.items()}

    def added(self, gradients: Gradients, parameters: Mapping[str, Floats]) -> Gradients:
        """Return the gradients with those of the penalties; a row gradient becomes a whole one.

        Whole ones lie in room that the next call uses again.
        """
        if not self._strengths:
            return gradients
        return {
            name: self._one(gradient, parameters[name], name=name)
            if name in self._strengths
            else gradient
            for name, gradient in gradients.items()
        }

    def _one(self, gradient: Gradient, weights: Floats, *, name: str) -> Floats:
        strength = self._strengths[name]
        if name not in self._room:
            self._room[name] = np.empty_like(weights)
        whole = self._room[name]
        np.multiply(weights, strength.l2, out=whole)
        if strength.l1:
            whole += np.sign(weights) * strength.l1
        if isinstance(gradient, RowGradient):
            whole[gradient.rows] += gradient.values
        else:
            whole += gradient
        return whole


def _strength(config: TrainConfig, name: str) -> _Strength:
    layer, *_, last = name.split(".")
    is_bias = last.startswith("bias")
    has_l1 = layer in config.l1_layers and not is_bias
    has_l2 = layer in config.l2_layers and (config.l2_biases or not is_bias)
    return _Strength(config.l1 if has_l1 else 0.0, config.l2 if has_l2 else 0.0)
