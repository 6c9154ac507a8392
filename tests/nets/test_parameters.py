"""The parameters of a net: names and shapes as torch's, first values, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from sentir.errors import RunError
from sentir.nets.net import Net
from sentir.nets.parameters import initial, shapes
from sentir.nets.spec import NetSpec
from tests.nets.samples import KINDS, small_net, small_spec


def test_parameters_have_torchs_names_and_layout() -> None:
    settings = KINDS["gru"] | {"dense_sizes": (7,), "hidden_sizes": (5, 6)}
    assert shapes(small_spec(**settings)) == {
        "embedding.weight": (23, 4),
        "recurrent.0.weight_ih_l0": (15, 4),
        "recurrent.0.weight_hh_l0": (15, 5),
        "recurrent.0.bias_ih_l0": (15,),
        "recurrent.0.bias_hh_l0": (15,),
        "recurrent.0.weight_ih_l0_reverse": (15, 4),
        "recurrent.0.weight_hh_l0_reverse": (15, 5),
        "recurrent.0.bias_ih_l0_reverse": (15,),
        "recurrent.0.bias_hh_l0_reverse": (15,),
        "recurrent.1.weight_ih_l0": (18, 10),
        "recurrent.1.weight_hh_l0": (18, 6),
        "recurrent.1.bias_ih_l0": (18,),
        "recurrent.1.bias_hh_l0": (18,),
        "recurrent.1.weight_ih_l0_reverse": (18, 10),
        "recurrent.1.weight_hh_l0_reverse": (18, 6),
        "recurrent.1.bias_ih_l0_reverse": (18,),
        "recurrent.1.bias_hh_l0_reverse": (18,),
        "attention.weight": (1, 12),
        "dense.0.weight": (7, 12),
        "dense.0.bias": (7,),
        "output.weight": (3, 7),
        "output.bias": (3,),
    }


def test_first_weights_lie_within_torchs_bounds_and_fill_them() -> None:
    spec = NetSpec(
        words=2000,
        outputs=50,
        cell="gru",
        embedding_size=50,
        hidden_sizes=(64,),
        pooling="attention",
        dense_sizes=(100,),
        embedding_scale=0.3,
    )
    values = initial(spec, rng=np.random.default_rng(0))
    bounds = {"recurrent.0.weight_ih_l0": 64, "recurrent.0.bias_hh_l0": 64, "dense.0.weight": 64}
    bounds |= {"attention.weight": 64, "dense.0.bias": 64, "output.weight": 100, "output.bias": 100}
    for name, size in bounds.items():
        largest = np.abs(values[name]).max()
        assert 0.9 * size**-0.5 < largest <= size**-0.5, name
    vectors = values["embedding.weight"]
    assert not vectors[0].any()
    assert vectors[1:].std() == pytest.approx(0.3, rel=0.02)
    assert {value.dtype for value in values.values()} == {np.dtype(np.float32)}


def test_the_same_generator_state_gives_the_same_parameters() -> None:
    first, second = small_net(**KINDS["lstm"]), small_net(**KINDS["lstm"])
    for name, value in first.parameters.items():
        np.testing.assert_array_equal(value, second.parameters[name])


def refused(changes: dict[str, object], *, left_out: str = "") -> str:
    net = small_net(**KINDS["gru"], dtype=np.float32)
    parameters = {k: v for k, v in (net.parameters | changes).items() if k != left_out}
    with pytest.raises(RunError, match="The stored weights do not fit their network") as refusal:
        Net.from_parameters(net.spec, parameters)  # type: ignore[arg-type]  # that is the test
    return str(refusal.value)


def test_weights_that_do_not_fit_their_spec_are_refused() -> None:
    assert "output.bias is missing" in refused({}, left_out="output.bias")
    assert "attention.weight is missing" in refused({}, left_out="attention.weight")
    assert '"extra" is not a parameter' in refused({"extra": np.zeros(3, np.float32)})
    wrong_shape = refused({"output.weight": np.zeros((3, 9), np.float32)})
    assert "output.weight has the shape (3, 9), expected (3, 10)" in wrong_shape


def test_weights_of_another_type_or_not_finite_are_refused() -> None:
    text = refused({"output.bias": np.zeros(3, np.int64)})
    assert "output.bias is of type int64; expected all float32, or all float64" in text
    mixed = refused({"output.weight": np.zeros((3, 10), np.float64)})
    assert "output.weight is of type float64" in mixed
    bad = np.full(3, np.nan, np.float32)
    assert "output.bias holds a number that is not finite" in refused({"output.bias": bad})


def test_a_net_larger_than_any_machine_is_refused_before_it_is_built() -> None:
    spec = small_spec(words=10_000_000, embedding_size=4096, **KINDS["bag"])
    with pytest.raises(RunError, match=r"more than 1,000,000,000 parameters.*Train a smaller one"):
        Net.from_parameters(spec, {})
