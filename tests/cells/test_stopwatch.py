"""Where the time goes, by part."""

from __future__ import annotations

import threading
import time

import pytest

from sentir.cells.stopwatch import EVALUATION, Stopwatch


def spend(seconds: float) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_each_second_counts_once_and_a_part_within_another_is_taken_out_of_it() -> None:
    watch = Stopwatch()
    watch.start()
    begin = time.perf_counter()
    with watch.part("outer"):
        spend(0.02)
        with watch.part("inner"):
            spend(0.03)
    spend(0.01)
    whole = time.perf_counter() - begin
    seconds = watch.stop()
    assert seconds["inner"] >= 0.03
    assert seconds["outer"] >= 0.02
    assert seconds[""] >= 0.01
    assert sum(seconds.values()) == pytest.approx(whole, abs=0.002)


def test_what_happens_within_evaluation_stays_there() -> None:
    watch = Stopwatch()
    watch.start()
    with watch.part(EVALUATION), watch.part("recurrent"):
        spend(0.01)
    assert set(watch.stop()) == {"", EVALUATION}


def test_an_error_closes_the_parts_it_leaves() -> None:
    watch = Stopwatch()
    watch.start()
    with pytest.raises(ZeroDivisionError), watch.part("outer"), watch.part("inner"):
        raise ZeroDivisionError
    with watch.part("next"):
        spend(0.01)
    assert watch.stop()["next"] >= 0.01


def test_nothing_is_measured_unless_asked_for_nor_in_other_threads() -> None:
    watch = Stopwatch()
    with watch.part("before"):
        pass
    watch.start()

    def elsewhere() -> None:
        with watch.part("elsewhere"):
            spend(0.01)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert set(watch.stop()) == {""}


def test_getting_an_item_is_a_part_and_what_is_done_with_it_is_not() -> None:
    watch = Stopwatch()
    watch.start()
    found = []
    for item in watch.each("reading", (n for n in (1, None, 3))):
        found.append(item)
        spend(0.01)
    assert found == [1, None, 3]
    seconds = watch.stop()
    assert seconds["reading"] < 0.01 < seconds[""]
