"""Two directions at once give what they give one after the other."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from sentir.cells import sharing
from sentir.cells.lanes import WIDE
from sentir.nets.crew import Crew
from sentir.nets.gradients import RowGradient
from sentir.nets.net import build
from sentir.text.sequences import Sequences
from tests.nets.samples import small_spec


@pytest.mark.parametrize("threads", [1, 2, 8])
@pytest.mark.parametrize("items", [[3], [3, 4], [3, 4, 5]])
def test_results_come_in_order(threads: int, items: list[int]) -> None:
    assert Crew(threads).each(lambda x: x * x, items) == [x * x for x in items]


@pytest.mark.parametrize("threads", [1, 2])
def test_work_of_two_goes_to_as_many_threads_as_there_are(threads: int) -> None:
    names = set(Crew(threads).each(lambda _: threading.get_ident(), [0, 1]))
    assert len(names) == threads


@pytest.mark.parametrize("threads", [1, 2])
def test_work_begun_aside_gives_its_result_or_its_error_when_waited_for(threads: int) -> None:
    assert Crew(threads).aside(lambda: 7)() == 7
    with np.errstate(over="ignore"):
        assert Crew(threads).aside(lambda: np.exp(np.float32(1000)))() == np.inf
    if threads == 2:
        wait = Crew(threads).aside(lambda: int("x"))
        with pytest.raises(ValueError, match="invalid literal"):
            wait()


@pytest.mark.parametrize("wrong", [0, 1])
def test_an_error_in_either_thread_is_raised_once_both_have_stopped(wrong: int) -> None:
    stopped = []

    def work(item: int) -> None:
        if item == wrong:
            raise ValueError("item 0 or 1")
        stopped.append(item)

    with pytest.raises(ValueError, match="item 0 or 1"):
        Crew(2).each(work, [0, 1])
    assert stopped == [1 - wrong]


def test_the_error_state_of_numpy_holds_in_both_threads() -> None:
    with np.errstate(over="ignore"):
        found = Crew(2).each(lambda x: np.exp(np.float32(x)), [1000, 2000])
    assert found == [np.inf, np.inf]


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize("rows", [30, WIDE + 50])
def test_a_net_that_reads_one_way_gives_the_same_bits_with_a_helper(
    cell: str, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "LARGE", 0)  # hand over however little it is
    spec = small_spec(cell=cell, hidden_sizes=(6, 4), bidirectional=False, pooling="mean")
    rng = np.random.default_rng(1)
    texts = Sequences.of(rng.integers(2, spec.words, n) for n in rng.integers(1, 9, rows))
    found = []
    for threads in (1, 2):
        net = build(spec, rng=np.random.default_rng(0), threads=threads)
        logits, backward = net.forward(texts)
        gradients = backward(np.ones_like(logits))
        values = [
            gradient.values if isinstance(gradient, RowGradient) else gradient
            for gradient in gradients.values()
        ]
        found.append([array.tobytes() for array in (logits, net.logits(texts), *values)])
    assert found[0] == found[1]
