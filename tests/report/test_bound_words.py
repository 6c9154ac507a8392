"""Two seeds may leave a figure all it can be: no interval is shown then, and it is said why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sentir.report.ablation_terminal import ablation_text
from sentir.report.bound_words import bounds_nothing
from sentir.report.language import NO_VALUE, language
from sentir.report.table_terminal import table_text
from sentir.report.table_words import figure_cells

GOLDEN = Path(__file__).parents[1] / "contract" / "golden"
ENGLISH = language("en")
SAID = "Where no interval stands, so few seeds bound nothing: it takes 3 or more."


@pytest.mark.parametrize(
    ("name", "low", "high", "seeds", "expected"),
    [
        ("accuracy", 0.0, 1.0, 2, True),
        ("accuracy", 0.0, 0.9, 2, False),
        ("accuracy", 0.0, 1.0, 3, False),
        ("accuracy", 0.0, 1.0, 1, False),
        ("accuracy", None, None, 2, False),
        ("log_loss", 0.0, 3.0, 2, True),
        ("log_loss", 0.1, 3.0, 2, False),
        ("kept_epoch", 1.0, 90.0, 2, False),
    ],
)
def test_two_seeds_bound_nothing_where_all_is_left(
    name: str, low: float | None, high: float | None, seeds: int, *, expected: bool
) -> None:
    assert bounds_nothing(name, {"low": low, "high": high}, seeds=seeds) is expected


def test_a_table_shows_no_outcome_where_any_figure_would_be_inside() -> None:
    table: dict[str, Any] = json.loads((GOLDEN / "table-1.json").read_text("utf-8"))
    figures = table["rows"][0]["figures"]

    assert (figures["accuracy"]["low"], figures["accuracy"]["high"]) == (0.0, 1.0)
    accuracy = figure_cells("accuracy", figures["accuracy"], ENGLISH)
    assert accuracy == ["0.9500", "0.5000", "0.0471", NO_VALUE, "", ""]
    loss = figure_cells("log_loss", figures["log_loss"], ENGLISH)
    assert loss[3:] == ["0.9527 to 1.1748", "differs", "above"]
    assert SAID in " ".join(table_text(table, ENGLISH).split())


def test_an_ablation_shows_the_score_alone_and_says_why() -> None:
    found: dict[str, Any] = json.loads(
        (GOLDEN / "ablation-1" / "comparison.json").read_text("utf-8")
    )
    side = found["variants"]["base"]
    assert SAID not in " ".join(ablation_text(found, ENGLISH).split())

    side |= {"seeds": [0, 1], "score": {"value": 0.5, "low": 0.0, "high": 1.0, "n": 40}}
    shown = " ".join(ablation_text(found, ENGLISH).split())

    assert SAID in shown
    assert "[0.0 to 100.0]" not in shown
