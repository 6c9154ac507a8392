from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sentir.report.language import language
from sentir.report.runs_terminal import experiments_table, runs_table, runs_text

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport

TRIED: list[dict[str, Any]] = [
    {
        "name": "demo-what-if", "kind": "what_if", "state": "interrupted",
        "started": "2026-01-02T12:04:05.678901+00:00", "of": ["runs/demo"],
        "go_on": "sentir what-if demo --drop-containing movie",
    },
    {
        "name": "compare", "kind": "compare", "state": "finished", "started": None,
        "of": ["a", "b", "c", "d"], "go_on": None,
    },
    {"name": "[b]x[/b]", "kind": None, "state": "damaged", "problem": "x"},
]  # fmt: skip


def test_runs_are_listed_whatever_is_known_of_them(make_report: MakeReport) -> None:
    report = make_report(rows=300)
    known = {"name": "demo", "state": "finished", "verdict": report["verdict"]}
    runs: list[dict[str, Any]] = [
        {**known, "scores": report["scores"]},
        {"name": "[b]old[/b]", "state": "damaged", "problem": "x"},
        {"name": "new", "state": "running", "verdict": None, "scores": None},
    ]
    lines = runs_table(runs, language("es")).splitlines()
    assert lines[0].split()[:3] == ["ejecución", "estado", "veredicto"]
    assert lines[2].startswith("demo")
    assert "Buen ajuste" in lines[2]
    assert "%" in lines[2]
    assert lines[3].split()[:2] == ["[b]old[/b]", "dañada"]
    assert lines[4].split() == ["new", "en", "curso", "–", "–"]  # noqa: RUF001


def test_finished_runs_on_the_same_validation_rows_share_a_letter() -> None:
    shared = [{"name": name, "state": "finished", "rows": "3f"} for name in ("one", "two")]
    others = [
        {"name": "alone", "state": "finished", "rows": "4a"},
        {"name": "begun", "state": "running", "rows": "3f"},
    ]
    lines = runs_table([*shared, *others], language("en")).splitlines()
    assert [line.split()[-1] == "a" for line in lines[2:6]] == [True, True, False, True]
    assert lines[-1] == "Finished runs of one letter can be compared: sentir compare RUN RUN ..."
    assert "letter" not in runs_table(others, language("en"))


@pytest.mark.parametrize(
    ("lang", "headings", "states"),
    [
        ("en", "experiment command state began of what", ["interrupted", "finished", "damaged"]),
        ("es", "comparación comando estado empezó de qué", ["interrumpida", "terminada", "dañada"]),
    ],
)
def test_experiments_are_listed_with_the_command_that_makes_them_and_of_what(
    lang: str, headings: str, states: list[str]
) -> None:
    top, _, *lines = experiments_table(TRIED, language(lang)).splitlines()
    assert top.split() == headings.split()
    cells = [line.split() for line in lines]
    assert [line[:3] for line in cells] == [
        ["demo-what-if", "what-if", states[0]],
        ["compare", "compare", states[1]],
        ["[b]x[/b]", "–", states[2]],  # noqa: RUF001
    ]
    assert cells[0][3].startswith("2026-01-0")
    assert cells[0][5:] == ["runs/demo"]
    assert lines[1].endswith(" a, b, c, ...")


def test_lists_of_runs_stay_within_80_columns_and_name_recipes_in_the_language() -> None:
    title = "Six emotions in 1,500 everyday sentences, English and Spanish"
    tried = {**TRIED[1], "name": "demo-ablation", "kind": "ablation", "of": [title]}
    runs = [{"name": name, "state": "finished", "rows": "3f"} for name in ("one", "two")]
    said = runs_text(runs, [tried, TRIED[0]], language("es"))
    assert max(map(len, said.splitlines())) <= 80
    assert "Seis emociones" in said
    assert "Six" not in said


def test_a_long_name_of_an_experiment_is_shown_whole() -> None:
    tried = {**TRIED[0], "name": "a-name-" * 12, "of": ["runs/demo"]}
    assert tried["name"] in experiments_table([tried], language("en"))


def test_what_was_interrupted_is_listed_with_the_command_that_goes_on() -> None:
    stopped = {"name": "long", "state": "interrupted", "go_on": "sentir resume runs/long"}
    said = runs_text([stopped], TRIED, language("en"))
    assert said.splitlines()[-3:] == [
        "What was interrupted goes on with:",
        "  sentir resume runs/long",
        "  sentir what-if demo --drop-containing movie",
    ]
    assert "goes on" not in runs_text([], TRIED[1:], language("en"))
    assert "experiment" not in runs_text([stopped], [], language("en"))
