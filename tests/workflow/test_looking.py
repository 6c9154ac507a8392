"""`runs`, `recipes`, `audit`, `doctor` and the program itself: looking without training."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from sentir import __version__
from sentir.config.assignments import merge
from sentir.config.recipes import shipped_recipes
from sentir.store.experiment_folder import ExperimentFolder
from tests.contract.test_formats import section
from tests.workflow.samples import QUICK, rows, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.conftest import Sentir


def test_the_program_says_its_version(sentir: Sentir, process: Sentir) -> None:
    assert sentir("--version").out == f"sentir {__version__}\n"
    assert process("--version").out == f"sentir {__version__}\n"


def test_runs_are_listed_with_state_and_verdict(
    finished: Path, sentir: Sentir, tmp_path: Path
) -> None:
    nothing = sentir("runs")
    assert nothing.out == "There are no runs here yet. Make one: sentir train demo\n"
    assert sentir("runs", "--json").json == []
    (tmp_path / "runs").mkdir()
    finished.rename(tmp_path / "runs" / "moods")
    (tmp_path / "runs" / "broken").mkdir()
    (tmp_path / "runs" / "broken" / "run.json").write_text("{")
    listed = sentir("runs").out
    assert "moods" in listed
    assert "finished" in listed
    found = {run["name"]: run for run in sentir("runs", "--json").json}
    assert found["moods"]["state"] == "finished"
    assert found["moods"]["verdict"]["fit"]
    assert found["broken"]["state"] == "damaged"
    assert {run["kind"] for run in found.values()} == {"run"}
    assert [key for key in found["moods"] if f"`{key}`" not in section("List of runs")] == []
    record = json.loads((tmp_path / "runs" / "moods" / "run.json").read_text())
    (tmp_path / "runs" / "moods" / "run.json").write_text(
        json.dumps({**record, "state": "interrupted"})
    )
    assert sentir("runs").out.splitlines()[-1] == "  sentir resume runs/moods"
    (tmp_path / "runs" / "moods" / "run.json").write_text(json.dumps(record))
    assert sentir("diagnose", "moods").status == 0


def test_experiments_are_listed_and_those_interrupted_say_how_to_go_on(
    sentir: Sentir, tmp_path: Path
) -> None:
    plans: dict[str, dict[str, Any]] = {
        "ablation": {"base": {"title": "", "data": {"source": "/far/moods.csv"}}},
        "compare": {"runs": ["runs/a", "runs/b"], "part": "test"},
        "remedy": {"question": {"run": "runs/a"}},
        "table": {"recipe": "r1"},
        "what_if": {"run": "runs/a"},
        "later": {"what": 1},
    }
    command = "sentir ablate moods.csv --vary 'train.epochs=2,3'"
    for minute, (kind, plan) in enumerate(plans.items()):
        folder = ExperimentFolder(tmp_path / "runs" / kind)
        folder.path.mkdir(parents=True)
        state = "running" if kind == "ablation" else "finished"
        started = f"2026-01-02T03:{minute:02}:00+00:00"
        record = {"kind": kind, "state": state, "started": started, "command": command}
        folder.write({**record, "plan": plan})
    (tmp_path / "runs" / "broken").mkdir()
    (tmp_path / "runs" / "broken" / "experiment.json").write_text("{")
    broken, *found = sentir("runs", "--json").json
    assert (broken["name"], broken["state"]) == ("broken", "damaged")
    assert {each["kind"]: each["of"] for each in found} == {
        "ablation": ["moods.csv"],
        "compare": ["runs/a", "runs/b"],
        "remedy": ["runs/a"],
        "table": ["r1"],
        "what_if": ["runs/a"],
        "later": [],
    }
    assert [each["go_on"] for each in found] == [command, *[None] * 5]
    keys = {key for each in (broken, *found) for key in each}
    assert [key for key in keys if f"`{key}`" not in section("List of runs")] == []
    said = sentir("runs")
    assert said.out.splitlines()[-2:] == ["What was interrupted goes on with:", f"  {command}"]
    assert "Lo interrumpido continúa con:" in sentir("runs", "--lang", "es").out


def test_recipes_are_listed_and_printed_with_their_comments(sentir: Sentir) -> None:
    listed = sentir("recipes").out
    for name, text in shipped_recipes().items():
        assert name in listed
        printed = sentir("recipes", name).out
        assert printed == text
        assert "#" in printed
        own = tomllib.loads(text)
        shown = sentir("recipes", name, "--json").json["settings"]
        stated = {key: own[key] for key in own if key not in {"kind", "title", "extends"}}
        assert shown == (merge(shown, stated) if "extends" in own else stated)
    assert {"demo", "emotion"} <= {each["name"] for each in sentir("recipes", "--json").json}


def test_recipes_are_listed_in_the_language_asked_for(sentir: Sentir) -> None:
    assert (
        "emotion          Seis emociones en textos cortos\n"
        in sentir("recipes", "--lang", "es").out
    )


def test_an_unknown_recipe_is_refused_with_the_nearest(sentir: Sentir) -> None:
    done = sentir("recipes", "emotoin")
    assert done.status == 2
    assert 'Did you mean "emotion"?' in done.err


def test_a_recipe_takes_ones_own_data(sentir: Sentir, moods: Path, tmp_path: Path) -> None:
    quick = ("--set", "train.epochs=1", *QUICK[:2], *QUICK[-2:])
    done = sentir("train", "emotion", "--data", moods, *quick, "--json")
    assert done.status == 0, done.err
    config = json.loads((tmp_path / "runs" / "emotion" / "config.json").read_text())
    assert config["model"]["pooling"] == "attention"
    assert config["train"]["label_smoothing"] == 0.1
    assert config["data"]["source"] == str(moods)


def test_a_recipe_without_data_asks_for_it(sentir: Sentir) -> None:
    done = sentir("train", "emotion")
    assert done.status == 2
    assert "sentir train emotion --data PATH" in done.err


def test_a_path_wins_over_a_recipe_of_that_name_and_it_is_said(
    sentir: Sentir, tmp_path: Path
) -> None:
    (tmp_path / "demo").mkdir()
    write_csv(tmp_path / "demo" / "moods.csv", rows())
    done = sentir("train", "demo", "--plan", *QUICK)
    assert done.status == 0
    assert {"note": '"demo" is a path here and a recipe too: the path is taken.'} in done.events
    assert "150 rows" in done.out
    again = sentir("train", "demo", "--data", "demo", "--plan", *QUICK, "--json")
    assert all("a recipe too" not in event.get("note", "") for event in again.events)


def test_a_recipe_of_ones_own_states_only_the_difference(
    sentir: Sentir, moods: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text(
        f'extends = "emotion"\ntitle = "Mine"\n[data]\nsource = "{moods}"\n[model]\ncell = "rnn"\n'
    )
    done = sentir("train", "mine.toml", *QUICK, "--json")
    assert done.status == 0, done.err
    config = json.loads((tmp_path / "runs" / "mine" / "config.json").read_text())
    assert (config["title"], config["model"]["cell"]) == ("Mine", "rnn")
    assert config["text"]["min_count"] == 2


def test_what_is_neither_path_nor_recipe_is_refused(sentir: Sentir) -> None:
    done = sentir("train", "dmeo")
    assert done.status == 3
    assert '"dmeo" is neither a file or folder here nor a shipped recipe' in done.err
    assert 'Did you mean "demo"?' in done.err


def test_a_misspelt_path_names_the_file_that_stands_there(sentir: Sentir, tmp_path: Path) -> None:
    (tmp_path / "reviews.csv").write_text("text,label\n", encoding="utf-8")
    assert 'Did you mean "reviews.csv"?' in sentir("train", "revews.csv").err
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "moods.tsv").write_text("", encoding="utf-8")
    assert 'Did you mean "data/moods.tsv"?' in sentir("train", "data/mods.tsv").err


def test_the_audit_counts_before_any_training(sentir: Sentir, tmp_path: Path) -> None:
    data = rows()
    data[20] = data[2]
    data[31] = (data[2][0].upper(), data[2][1])
    data[40] = (data[2][0], "joy")
    write_csv(tmp_path / "a.csv", data)
    found = sentir("audit", "a.csv", "--json").json
    assert found["rows"] == 150
    assert found["near_duplicates"] == 3
    assert sum(part["rows"] for part in found["parts"].values()) == 150
    said = sentir("audit", "a.csv").out
    assert "a.csv: columns split at comma" in said
    assert "150 rows" in said
    assert sentir("audit", "a.csv", "--lang", "es").out != said
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize("option", ["--text", "--label", "--split"])
def test_the_audit_refuses_a_column_that_is_not_there(
    option: str, sentir: Sentir, moods: Path
) -> None:
    done = sentir("audit", moods, option, "lable")
    assert done.status == 3
    assert 'has no column "lable". Did you mean "label"?' in done.err


@pytest.mark.parametrize(
    ("recipe", "hint"),
    [("demo", "Its data: sentir audit shipped:everyday"), ("emotion", "Give the path of your")],
)
def test_the_audit_of_a_recipe_names_its_data(recipe: str, hint: str, sentir: Sentir) -> None:
    done = sentir("audit", recipe)
    assert done.status == 3
    assert f'"{recipe}" is a recipe, and audit looks at data. {hint}' in done.err


def test_the_doctor_says_what_is_installed(sentir: Sentir) -> None:
    found = {check["name"]: check for check in sentir("doctor", "--json").json}
    assert found["sentir"]["found"] == __version__
    assert found["[train]"]["ok"] is True
    assert found["runs"]["ok"] is True
    assert "ok  numpy" in sentir("doctor").out
