"""`sentir ablate`: what it prints, what it leaves, and that nothing is lost when it is killed."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.workflow.samples import QUICK, rows, write_csv
from tests.workflow.started import Started, are_gone

if TYPE_CHECKING:
    from tests.workflow.conftest import Sentir

VARY = ("--vary", "model.hidden_size=8,4", "--vary", "train.epochs=2,3")


@pytest.fixture
def moods_csv(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "moods.csv", rows(120))


def command(data: Path, *more: object) -> list[str]:
    return ["ablate", str(data), *VARY, *QUICK, *map(str, more)]


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "trials.jsonl").read_text().splitlines()]


def test_each_value_is_trained_under_every_seed_and_compared_with_the_first(
    sentir: Sentir, moods_csv: Path
) -> None:
    done = sentir(*command(moods_csv, "--seeds", 2, "--json"))
    assert done.status == 0, done.err
    found = done.json
    folder = Path("runs/moods-ablation")
    assert found == json.loads((folder / "comparison.json").read_text())
    trained = sorted((line["name"], line["seed"]) for line in lines(folder))
    names = ["base", "model.hidden_size = 4", "train.epochs = 3"]
    assert trained == [(name, seed) for name in names for seed in (0, 1)]
    assert found["rows"] == {"train": 96, "validation": 12, "is_sample": False}
    sizes, epochs = found["factors"]
    assert [value["variant"] for value in sizes["values"]] == names[:2]
    assert epochs["values"][1]["score"]["claim"] == "recipes"
    assert found["variants"]["base"]["parameters"] > found["variants"][names[1]]["parameters"]
    assert len(found["variants"]["base"]["verdicts"]) == 2
    assert len(found["variants"]["train.epochs = 3"]["curves"]["val_loss"]) == 4
    (listed,) = sentir("runs", "--json").json
    assert (listed["kind"], listed["of"]) == ("ablation", ["moods.csv"])
    said = done.events
    assert any("about" in event.get("note", "") for event in said)
    assert [event["done"] for event in said if "name" in event] == [1, 2, 3, 4, 5, 6]


def test_in_words_there_is_a_table_and_a_sentence_for_each_factor(
    sentir: Sentir, moods_csv: Path
) -> None:
    arguments = command(moods_csv, "--seeds", 1, "--rows", 60, "--jobs", 1, "--out", "mine")
    done = sentir(*arguments, "--lang", "es")
    assert done.status == 0, done.err
    assert max(map(len, done.out.splitlines())) <= 80
    assert "model.hidden_size\nvalor  exactitud" in done.out
    assert "primero" in done.out
    assert "train.epochs" in done.out
    assert "Pesos guardados: de 2: época 2" in done.out
    assert "60 filas de entrenamiento" in done.out
    assert "3 ensayos, 1 a la vez" in done.err
    page = Path("mine/report.html").read_text("utf-8")
    assert page.count("<svg") == 2
    assert "Todos los valores de un vistazo" in page
    assert 'lang="es"' in page


@pytest.mark.parametrize(("more", "status", "said"), [
    (("--vary", "model.hiden_size=1,2"), 2, 'Did you mean "hidden_size"?'),
    (("--vary", "hidden_size=1,2"), 2, "Did you mean model.hidden_size?"),
    (("--vary", "model.hidden_size=1,big"), 2, "should be"),
    (("--vary", "model.cell=gru,gruu"), 2, "given: 'gruu'"),
    (("--vary", "train.epochs=0,1"), 2, "greater than or equal to 1"),
    (("--vary", "train.seed=0,1"), 2, "give --seeds"),
    (("--vary", "model.hidden_size=8,4", "--jobs", "999"), 2, "--jobs 999 is more than"),
    (("--vary", "model.hidden_size=8,4", "--rows", "2"), 2, "Give a number from 3 to 96"),
    (("--vary", "model.hidden_size=8,4", "--rows", "5000"), 2, "--rows 5000 cannot be had"),
    ((), 2, "nothing is to be varied"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_before_anything_runs(
    sentir: Sentir, moods_csv: Path, more: tuple[str, ...], status: int, said: str
) -> None:
    done = sentir("ablate", moods_csv, *QUICK, *more)
    assert done.status == status
    assert said in done.err
    assert not Path("runs").exists()


def test_a_recipe_without_data_names_the_command_that_brings_it(sentir: Sentir) -> None:
    done = sentir("ablate", "r5-exercises")
    assert done.status == 2
    assert "sentir ablate r5-exercises --data PATH" in done.err


def test_a_training_of_an_ablation_recipe_is_refused(sentir: Sentir, moods_csv: Path) -> None:
    done = sentir("train", "r5-exercises", "--data", moods_csv)
    assert done.status == 2
    assert "sentir ablate r5-exercises" in done.err


def test_a_value_that_cannot_be_trained_is_a_row_that_says_why(
    sentir: Sentir, moods_csv: Path
) -> None:
    vary = ("--vary", "train.class_weights=none,{rage = 2.0}")
    done = sentir("ablate", moods_csv, *QUICK, *vary, "--seeds", "1")
    assert done.status == 0, done.err
    assert "{rage=2} failed: " in done.out.replace("\n", " ")
    assert lines(Path("runs/moods-ablation"))[-1]["state"] in {"failed", "finished"}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see processes")
def test_killed_and_typed_again_no_trial_runs_twice_and_none_is_lost(
    sentir: Sentir, moods_csv: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "temporary"
    room.mkdir()
    monkeypatch.setenv("TMPDIR", str(room))
    slow = ("--set", "train.epochs=150", "--vary", "train.batch_size=64,32")
    arguments = ["ablate", str(moods_csv), *QUICK, *slow, "--seeds", "2", "--json"]
    with Started(arguments) as started:
        started.wait_for_trials(1)  # the last two still have all their epochs before them
        workers = started.children()
        assert workers
        assert started.end(signal.SIGKILL) == -signal.SIGKILL
    assert are_gone(workers), "the trials go on without the command that began them"
    assert not list(room.glob("sentir-trials-*")), "texts of the data are left behind"
    folder = Path("runs/moods-ablation")
    before = lines(folder)
    again = sentir(*arguments)
    assert again.status == 0, again.err
    after = lines(folder)
    assert after[: len(before)] == before
    assert sorted(line["number"] for line in after) == [0, 1, 2, 3]
    assert not list(Path("runs").glob("moods-ablation-*"))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see processes")
def test_interrupted_it_says_how_to_go_on_and_a_second_command_waits_for_nobody(
    sentir: Sentir, moods_csv: Path
) -> None:
    arguments = [
        "ablate", str(moods_csv), *QUICK, "--set", "train.epochs=4000",
        "--vary", "train.batch_size=64,32", "--seeds", "1", "--json",
    ]  # fmt: skip
    with Started(arguments) as started:
        started.wait_for_trials(0)
        refused = sentir(*arguments)
        assert refused.status == 4
        assert "is being written by process" in refused.err
        workers = started.children()
        assert started.end(signal.SIGTERM) == 130
    assert are_gone(workers)
    record = json.loads(Path("runs/moods-ablation/experiment.json").read_text())
    assert record["state"] == "interrupted"
    assert os.listdir("runs") == ["moods-ablation"]  # noqa: PTH208 - names are what is compared
