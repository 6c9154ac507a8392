"""A text at several strengths: itself at 1, nothing at 0, and slopes that are the true ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sentir.nets.fading import faded
from sentir.text.sequences import Sequences
from tests.nets.samples import ALL, OUTPUTS, small_net

IDS = np.array([3, 7, 1, 7, 12], np.int32)  # a word twice, and the unknown one


@pytest.mark.parametrize("kind", ALL.values(), ids=ALL)
def test_at_full_strength_it_is_the_text_itself(kind: dict[str, Any]) -> None:
    net = small_net(**kind)
    logits, _ = faded(net, IDS, np.array([1.0, 0.0, 1.0]))
    np.testing.assert_allclose(logits[[0, 2]], net.logits(Sequences.of([IDS, IDS])), atol=1e-12)


def test_without_strength_a_multi_hot_net_sees_no_word() -> None:
    net = small_net(**ALL["multi_hot"])
    logits, _ = faded(net, IDS, np.zeros(1))
    np.testing.assert_allclose(logits, net.logits(Sequences.of([[]])), atol=1e-12)


@pytest.mark.parametrize("kind", ALL.values(), ids=ALL)
def test_the_slopes_of_all_words_add_up_to_the_slope_of_the_whole(kind: dict[str, Any]) -> None:
    net, step = small_net(**kind), 1e-6
    weights = np.random.default_rng(3).standard_normal((2, OUTPUTS))
    shares = np.array([0.3, 0.85])
    _, backward = faded(net, IDS, shares)
    slopes = backward(weights)
    assert slopes.shape == (2, IDS.size)
    after, before = faded(net, IDS, shares + step)[0], faded(net, IDS, shares - step)[0]
    expected = ((after - before) * weights).sum(axis=1) / (2 * step)
    np.testing.assert_allclose(slopes.sum(axis=1), expected, rtol=1e-6, atol=1e-8)


def test_a_word_said_twice_has_half_of_its_presence_each_time() -> None:
    net = small_net(**ALL["multi_hot"])
    _, backward = faded(net, IDS, np.array([0.5]))
    (slopes,) = backward(np.ones((1, OUTPUTS)))
    assert slopes[1] == slopes[3] != 0
    assert slopes[2] == 0  # the unknown word has no column
