"""Milliseconds of an update by part."""

from __future__ import annotations

import pytest

from sentir.training.profile import profile


def test_parts_are_means_over_the_updates_in_the_order_of_an_update() -> None:
    seconds = {"optimizer": 0.2, "": 0.1, "words": 0.4, "evaluation": 3.0, "unknown": 0.1}
    found = profile(seconds, updates=100)
    assert found == {
        "updates": 100,
        "milliseconds": {"words": 4.0, "optimizer": 2.0, "rest": 2.0},
        "update_milliseconds": 8.0,
        "evaluation_seconds": 3.0,
    }
    assert list(found["milliseconds"]) == ["words", "optimizer", "rest"]


def test_no_update_divides_by_nothing() -> None:
    found = profile({"": 0.5}, updates=0)
    assert found["update_milliseconds"] == pytest.approx(500)
