"""Two directions at once give what they give one after the other."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from sentir.nets.crew import SMALL, Crew


@pytest.mark.parametrize("threads", [1, 2, 8])
@pytest.mark.parametrize("slots", [1, SMALL])
@pytest.mark.parametrize("items", [[3], [3, 4], [3, 4, 5]])
def test_results_come_in_order(threads: int, slots: int, items: list[int]) -> None:
    assert Crew(threads).each(lambda x: x * x, items, slots=slots) == [x * x for x in items]


def test_large_work_of_two_goes_to_two_threads_and_small_work_to_one() -> None:
    def names(slots: int) -> set[int]:
        return set(Crew(2).each(lambda _: threading.get_ident(), [0, 1], slots=slots))

    assert len(names(SMALL)) == 2
    assert len(names(SMALL - 1)) == 1


@pytest.mark.parametrize("wrong", [0, 1])
def test_an_error_in_either_thread_is_raised_once_both_have_stopped(wrong: int) -> None:
    stopped = []

    def work(item: int) -> None:
        if item == wrong:
            raise ValueError("item 0 or 1")
        stopped.append(item)

    with pytest.raises(ValueError, match="item 0 or 1"):
        Crew(2).each(work, [0, 1], slots=SMALL)
    assert stopped == [1 - wrong]


def test_the_error_state_of_numpy_holds_in_both_threads() -> None:
    with np.errstate(over="ignore"):
        found = Crew(2).each(lambda x: np.exp(np.float32(x)), [1000, 2000], slots=SMALL)
    assert found == [np.inf, np.inf]
