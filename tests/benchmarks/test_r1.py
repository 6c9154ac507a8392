"""The bar of report R1: what its parts come to, and its two tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import r1
from benchmarks.renderings import TABLES

if TYPE_CHECKING:
    from benchmarks.wording import Language

TABLE = json.loads(
    (Path(__file__).parents[1] / "contract" / "golden" / "table-1.json").read_text("utf-8")
)


def parts(*, trained_again: bool = False) -> dict[str, Any]:
    spent = {"wall_s": 10.0}
    first = {"plain-seed-0": 1}
    later = {"plain-seed-0": 2 if trained_again else 1, "wide-seed-0": 3}
    step = {"spent": spent, "table": TABLE, "models": later}
    return {
        "stopped": {"finished": ["plain-seed-0"], "models": first},
        **{f"seed {seed}": step for seed in r1.SEEDS},
        "again": step,
    }


def test_a_run_that_is_trained_twice_is_counted() -> None:
    figures, marks = r1.conclude(parts())
    assert figures["trained_twice"] == 0
    assert figures["same_table_again"] is True
    assert figures["runs"] == 2
    assert next(mark for mark in marks if mark["bar"] == "r1_runs_trained_twice")["met"]
    figures, marks = r1.conclude(parts(trained_again=True))
    assert figures["trained_twice"] == 1
    assert not next(mark for mark in marks if mark["bar"] == "r1_runs_trained_twice")["met"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("| plain | accuracy | 0.9500 |", "overfitting (“it overfits”)", "**parts**")),
        ("es", ("| simple | exactitud | 0,9500 |", "sobreajuste (“se sobreajusta”)", "**discrepa")),
    ],
)
def test_the_tables_hold_every_figure_and_every_reading(
    language: Language, said: tuple[str, ...]
) -> None:
    figures, marks = r1.conclude(parts())
    result = {
        "name": "r1", "figures": figures, "bars": marks, "commit": "0123456789abcdef",
        "dirty": False, "measured": "2026-01-02",
        "machine": {"cores": 2, "processor": "A processor"},
    }  # fmt: skip
    text = "".join(TABLES[name]({"r1": result}, language) for name in ("r1", "r1_readings"))
    for each in said:
        assert each in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len(rows) == (2 + 6) + (2 + 3)
    assert len({line.count("|") for line in rows[:8]}) == 1


def test_no_tables_without_a_result() -> None:
    assert TABLES["r1"]({}, "en") == TABLES["r1_readings"]({}, "en") == ""
