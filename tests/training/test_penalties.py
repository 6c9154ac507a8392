"""L1 and L2 on chosen layers."""

from __future__ import annotations

import numpy as np
import pytest

from sentir.config.train_settings import TrainConfig
from sentir.errors import ConfigError
from sentir.nets.gradients import RowGradient
from sentir.training.penalties import Penalties

NAMES = (
    "embedding.weight",
    "recurrent.0.weight_ih_l0",
    "recurrent.0.bias_hh_l0_reverse",
    "attention.weight",
    "dense.0.weight",
    "dense.0.bias",
    "output.weight",
    "output.bias",
)
PARAMETERS = {name: np.array([[2.0, -3.0], [0.0, 1.0]]) for name in NAMES}
ZEROS = {name: np.zeros((2, 2)) for name in NAMES}
L2 = [[0.2, -0.3], [0, 0.1]]
L1 = [[0.5, -0.5], [0, 0.5]]


def added(**settings: object) -> dict[str, list[list[float]]]:
    config = TrainConfig.model_validate(settings)
    found = Penalties.of(config, PARAMETERS).added(ZEROS, PARAMETERS)
    return {name: np.round(np.asarray(found[name]), 12).tolist() for name in NAMES}


def test_l2_holds_every_parameter_by_default_as_torchs_weight_decay_does() -> None:
    assert added(l2=0.1) == dict.fromkeys(NAMES, L2)


def test_l2_leaves_biases_alone_when_told_so() -> None:
    found = added(l2=0.1, l2_biases=False)
    held = {name for name, gradient in found.items() if gradient == L2}
    assert held == {name for name in NAMES if "bias" not in name}


def test_l2_holds_the_chosen_layers_only() -> None:
    found = added(l2=0.1, l2_layers=["recurrent", "attention"])
    held = {name for name, gradient in found.items() if gradient == L2}
    assert held == {name for name in NAMES if name.startswith(("recurrent", "attention"))}


def test_l1_pulls_by_the_sign_and_never_holds_biases() -> None:
    found = added(l1=0.5)
    assert {name for name in NAMES if found[name] == L1} == {"dense.0.weight", "output.weight"}
    assert found["dense.0.bias"] == [[0, 0], [0, 0]]


def test_a_row_gradient_becomes_the_whole_matrixs() -> None:
    config = TrainConfig(l2=0.1, l1=0.5, l1_layers=["embedding"])
    penalties = Penalties.of(config, PARAMETERS)
    rows = RowGradient(rows=np.array([1]), values=np.array([[10.0, 20.0]]))
    for _ in range(2):  # the second time the room of the first is used again
        found = penalties.added({"embedding.weight": rows}, PARAMETERS)["embedding.weight"]
        np.testing.assert_allclose(np.asarray(found), [[0.7, -0.8], [10, 20.6]])


def test_without_penalties_the_gradients_pass_through() -> None:
    given = {"embedding.weight": RowGradient(rows=np.array([1]), values=np.ones((1, 2)))}
    assert Penalties.of(TrainConfig(), PARAMETERS).added(given, PARAMETERS) is given


def test_a_penalty_on_layers_that_the_net_lacks_is_refused() -> None:
    config = TrainConfig(l1=0.1, l1_layers=["dense"])
    with pytest.raises(ConfigError, match=r"train.l1 = 0.1 holds nothing: .* it has embedding"):
        Penalties.of(config, {"embedding.weight": None, "output.weight": None})
