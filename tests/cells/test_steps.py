from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.cells.checker import check_gradients
from sentir.cells.steps import CellWeights, LstmState, gru_step, lstm_step, rnn_step

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats

B, D, H = 3, 4, 5
WEIGHTS = ("ih", "hh", "b_ih", "b_hh")


def arrays_of(gates: int, *, states: tuple[str, ...], seed: int = 0) -> dict[str, Floats]:
    rng = np.random.default_rng(seed)
    shapes = {
        "ih": (gates * H, D),
        "hh": (gates * H, H),
        "b_ih": (gates * H,),
        "b_hh": (gates * H,),
        "x": (B, D),
    }
    return {
        name: rng.normal(size=shape)
        for name, shape in (shapes | dict.fromkeys(states, (B, H))).items()
    }


def weights_of(arrays: dict[str, Floats]) -> CellWeights:
    return CellWeights(**{name: arrays[name] for name in WEIGHTS})


def by_name(d_weights: CellWeights) -> dict[str, Floats]:
    return {name: getattr(d_weights, name) for name in WEIGHTS}


STEPS = {"rnn": (rnn_step, 1), "gru": (gru_step, 3)}


@pytest.mark.parametrize("cell", sorted(STEPS))
def test_gradients_agree_with_finite_differences(cell: str) -> None:
    step, gates = STEPS[cell]
    upstream = np.random.default_rng(1).normal(size=(B, H))

    def loss(arrays: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        new, backward = step(weights_of(arrays), arrays["x"], arrays["h"])
        d_x, d_h, d_weights = backward(upstream)
        return float((new * upstream).sum()), {"x": d_x, "h": d_h, **by_name(d_weights)}

    check = check_gradients(loss, arrays_of(gates, states=("h",)), tolerance=1e-7)
    assert check.passed, check.message


def test_gradients_of_the_lstm_agree_with_finite_differences() -> None:
    rng = np.random.default_rng(1)
    up_h, up_c = rng.normal(size=(B, H)), rng.normal(size=(B, H))

    def loss(arrays: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        state = LstmState(h=arrays["h"], c=arrays["c"])
        new, backward = lstm_step(weights_of(arrays), arrays["x"], state)
        d_x, d_state, d_weights = backward(LstmState(h=up_h, c=up_c))
        gradients = {"x": d_x, "h": d_state.h, "c": d_state.c, **by_name(d_weights)}
        return float((new.h * up_h).sum() + (new.c * up_c).sum()), gradients

    check = check_gradients(loss, arrays_of(4, states=("h", "c")), tolerance=1e-7)
    assert check.passed, check.message


def test_a_gru_that_keeps_everything_hands_its_state_on() -> None:
    arrays = arrays_of(3, states=("h",))
    arrays["b_ih"][H : 2 * H] = 1e3  # z = 1
    new, _ = gru_step(weights_of(arrays), arrays["x"], arrays["h"])
    np.testing.assert_array_equal(new, arrays["h"])


def test_an_lstm_that_keeps_everything_and_writes_nothing_hands_its_memory_on() -> None:
    arrays = arrays_of(4, states=("h", "c"))
    arrays["b_ih"][:H], arrays["b_ih"][H : 2 * H] = -1e3, 1e3  # i = 0, f = 1
    new, _ = lstm_step(weights_of(arrays), arrays["x"], LstmState(h=arrays["h"], c=arrays["c"]))
    np.testing.assert_array_equal(new.c, arrays["c"])


def test_single_precision_stays_single() -> None:
    single = {n: a.astype(np.float32) for n, a in arrays_of(3, states=("h",)).items()}
    new, backward = gru_step(weights_of(single), single["x"], single["h"])
    d_x, d_h, d_weights = backward(new)
    assert {a.dtype for a in (new, d_x, d_h, *by_name(d_weights).values())} == {np.dtype("f4")}
