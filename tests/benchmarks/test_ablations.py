"""The bars of reports R4 and R5: what their parts come to, and their tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import r4, r5
from benchmarks.ablations import short
from benchmarks.renderings import TABLES

if TYPE_CHECKING:
    from benchmarks.wording import Language

FOUND = json.loads(
    (Path(__file__).parents[1] / "contract" / "golden" / "ablation-1" / "comparison.json")
    .read_text("utf-8")
)  # fmt: skip


def measured(found: dict[str, Any], *, seconds: float = 100.0) -> dict[str, Any]:
    return {
        "spent": {"wall_s": seconds, "cpu_s": 2 * seconds, "peak_mb": 300.0},
        "found": short(found),
    }


def with_readings() -> dict[str, Any]:
    verdicts = FOUND["variants"]["base"]["verdicts"]
    numbers = {"fit": "overfit", "course": "good", "seeds": 3, "seeds_alike": 3}
    reading = {
        "setting": "model.hidden_size", "shown": "4",
        "said": {"en": "overfits", "es": "sobreajusta"},
        "verdict": {**verdicts[0], "fit": "overfit", "course": "overfit"},
        "verdicts": [{**verdicts[0], "last_loss": loss} for loss in (0.5, 0.625, 0.75)],
        "agreements": [
            {"reading": "overfitting", "outcome": "agrees", "reason": "weights_and_curves",
             "numbers": numbers}
        ],
    }  # fmt: skip
    return {**FOUND, "readings": [reading] * 3}


def result(name: str, conclusion: tuple[dict[str, Any], list[dict[str, Any]]]) -> dict[str, Any]:
    figures, marks = conclusion
    return {
        "name": name, "figures": figures, "bars": marks, "commit": "0123456789abcdef",
        "dirty": False, "measured": "2026-01-02",
        "machine": {"cores": 2, "processor": "A processor"},
    }  # fmt: skip


def test_the_exercises_are_held_to_their_time_and_to_no_failure() -> None:
    _, marks = r5.conclude(
        {"all rows": measured(FOUND, seconds=1300.0), "sample": measured(FOUND, seconds=90.0)}
    )
    assert {mark["bar"]: mark["met"] for mark in marks} == {
        "r5_exercises_s": False,
        "r5_exercises_of_6000_rows_s": True,
        "r5_exercises_failed": False,  # one of its values cannot be trained
    }


def test_every_net_that_the_report_speaks_of_has_a_verdict() -> None:
    _, (mark,) = r4.conclude({"all seeds": measured(with_readings())})
    assert mark["met"]
    _, (mark,) = r4.conclude({"all seeds": measured(FOUND)})
    assert (mark["measured"], mark["met"]) == (0, False)


def test_a_result_keeps_no_curves_and_the_codes_of_verdicts_alone() -> None:
    kept = short(FOUND)["variants"]["base"]
    assert "curves" not in kept
    assert set(kept["verdicts"][0]) == {"seed", "fit", "course"}


@pytest.mark.parametrize(("language", "said"), [("en", "failed"), ("es", "falló")])
def test_the_table_has_a_row_per_value(language: Language, said: str) -> None:
    parts = {"all rows": measured(FOUND), "sample": measured(FOUND)}
    table = TABLES["r5"]({"r5": result("r5", r5.conclude(parts))}, language)
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line]
    assert len(rows) == 1 + 4
    assert "| model.hidden_size | `4` |" in table
    assert f"| {said} |" in table


@pytest.mark.parametrize(("language", "said"), [
    ("en", "| 0.625 (0.500 - 0.750) | **agrees** |"),
    ("es", "| 0,625 (0,500 - 0,750) | **coincide** |"),
])  # fmt: skip
def test_the_readings_stand_beside_the_verdicts(language: Language, said: str) -> None:
    found = result("r4", r4.conclude({"all seeds": measured(with_readings())}))
    assert said in TABLES["r4_readings"]({"r4": found}, language)
    assert TABLES["r4_readings"]({}, language) == ""
