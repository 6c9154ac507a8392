"""A report's table beside ours: trained, gone on with, printed."""

from __future__ import annotations

import json
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sentir.cli.main import run
from tests.workflow.interrupted import signal_at_write, timeless
from tests.workflow.samples import QUICK, rows, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workflow.conftest import Sentir

TABLE = """
kind = "table"
title = "Moods, two variants"

[report]
name = "M1"
rows = "drawn"
test_rows = 40
digits = 2

[[rows]]
recipe = "plain.toml"
title = {en = "plain", es = "simple"}
figures = {accuracy = 0.95, log_loss = 3.0, kept_epoch = 2}
readings = ["overfitting"]
said = {en = "it overfits", es = "se sobreajusta"}

[[rows]]
recipe = "wide.toml"
title = "wide"
figures = {accuracy = 0.96}
readings = ["no_better", "closest"]
against = "plain.toml"

[[ours]]
setting = "train.batch_size"

[[ours]]
setting = "model.hidden_size"
recipe = "wide.toml"
"""
PLAIN = 'title = "plain"\n[train]\nepochs = 3\nlearning_rate = 0.03\n'
WIDE = 'title = "wide"\nextends = "plain.toml"\n[model]\nhidden_size = 12\n'
SMALL = [word for word in QUICK if not word.startswith(("train.epochs", "model.hidden"))]
SETS = [word for word in SMALL if word != "--set"]
OPTIONS = [word for each in SETS for word in ("--set", each)]


def recipes_in(folder: Path) -> Path:
    for name, text in {"table": TABLE, "plain": PLAIN, "wide": WIDE}.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return write_csv(folder / "moods.csv", rows(150))


def command(*more: str) -> list[str]:
    return ["reproduce", "table.toml", "--data", "moods.csv", "--seeds", "2", *OPTIONS, *more]


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("table")
    recipes_in(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run(command("--json")) == 0
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def made(_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which the table was made; a test may change it."""
    folder = Path(shutil.copytree(_made, tmp_path / "made"))
    for path in folder.rglob("*.json"):  # the data lies beside the copy, too
        path.write_text(path.read_text().replace(str(_made), str(folder)))
    monkeypatch.chdir(folder)
    return folder


def table_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "runs" / "table" / "table.json").read_text())
    return found


def looks(folder: Path) -> list[int]:
    records = sorted((folder / "runs" / "table").glob("*/run.json"))
    return [len(json.loads(path.read_text())["test_looks"]) for path in records]


def test_every_row_has_its_runs_each_tested_once(made: Path) -> None:
    names = sorted(path.name for path in (made / "runs" / "table").iterdir() if path.is_dir())
    assert names == ["plain-seed-0", "plain-seed-1", "wide-seed-0", "wide-seed-1"]
    assert looks(made) == [1, 1, 1, 1]
    table = table_of(made)
    assert (table["seeds"], table["test_rows"]) == ([0, 1], 15)
    plain = table["rows"][0]["figures"]["accuracy"]
    stored = [
        json.loads((made / "runs" / "table" / name / "run.json").read_text())["scores"]["test"]
        for name in ("plain-seed-0", "plain-seed-1")
    ]
    assert plain["values"] == [score["accuracy"]["value"] for score in stored]
    assert plain["rows"] == 40
    assert plain["outcome"] in {"reproduced", "near", "differs"}
    assert table["rows"][0]["figures"]["log_loss"]["place"] == "above"
    assert [each["value"] for each in table["ours"]] == [64, 12]
    assert table["rows"][1]["against"]["recipe"] == "plain.toml"


def test_a_second_time_nothing_is_trained_and_no_row_looked_at(made: Path, sentir: Sentir) -> None:
    before = {path: path.stat().st_mtime_ns for path in made.rglob("model.sentir")}
    done = sentir(*command("--json"))
    assert done.status == 0
    assert done.json == table_of(made)
    assert done.err == ""
    assert looks(made) == [1, 1, 1, 1]
    assert before == {path: path.stat().st_mtime_ns for path in made.rglob("model.sentir")}


def test_more_seeds_train_only_what_is_missing(made: Path, sentir: Sentir) -> None:
    more = command("--json")
    more[more.index("--seeds") + 1] = "3"
    done = sentir(*more)
    assert done.status == 0, done.err
    notes = [each["note"] for each in done.events if "note" in each]
    begun = [note for note in notes if note.startswith("Run ")]
    assert [note.partition(" About ")[0] for note in begun] == [
        "Run 5 of 6: plain.toml, seed 2.",
        "Run 6 of 6: wide.toml, seed 2.",
    ]
    assert all(note.endswith("s to go.") for note in begun)
    assert looks(made) == [1] * 6
    assert done.json["seeds"] == [0, 1, 2]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("M1 beside sentir: 2 seeds", "one new run", "M1 says: it overfits.", "plain")),
        ("es", ("M1 junto a sentir: 2 semillas", "otra ejecución", "se sobreajusta", "simple")),
    ],
)
def test_the_table_fits_a_terminal_in_both_languages(
    made: Path, sentir: Sentir, lang: str, words: tuple[str, ...]
) -> None:
    done = sentir(*command("--lang", lang))
    assert done.status == 0, done.err
    assert max(map(len, done.out.splitlines())) <= 80
    said = " ".join(done.out.split())
    for each in words:
        assert each in said
    assert "train.batch_size = 64, model.hidden_size = 12 (wide.toml)" in said


def test_a_table_that_was_killed_goes_on_with_the_same_command(
    tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch, sentir: Sentir
) -> None:
    whole = table_of(made)
    folder = tmp_path / "killed"
    folder.mkdir()
    recipes_in(folder)
    monkeypatch.chdir(folder)
    done = signal_at_write(75, command("--json"), signal.SIGKILL)
    assert done.returncode == -signal.SIGKILL, done.stderr
    finished = [json.loads(path.read_text())["state"] for path in folder.rglob("run.json")]
    assert "finished" in finished
    assert sentir(*command("--json")).status == 0
    for key in ("seeds", "test_rows"):
        assert table_of(folder)[key] == whole[key]
    for mine, other in zip(table_of(folder)["rows"], whole["rows"], strict=True):
        assert mine["figures"] == other["figures"]
    one = Path("runs") / "table" / "wide-seed-1"
    assert timeless(folder / one) == timeless(made / one)


def test_a_run_of_other_settings_is_not_taken_for_ours(made: Path, sentir: Sentir) -> None:
    (made / "plain.toml").write_text(PLAIN.replace("0.03", "0.02"))
    done = sentir(*command())
    assert done.status == 4
    assert "was trained with other settings: train.learning_rate was 0.03 and is 0.02 now" in (
        done.err
    )


def test_other_settings_get_a_folder_of_their_own(made: Path, sentir: Sentir) -> None:
    assert sentir(*command("--set", "train.epochs=1", "--seeds", "1", "--json")).status == 0
    assert (made / "runs" / "table-2" / "table.json").is_file()
    done = sentir(*command("--set", "train.epochs=1", "--out", "runs/table"))
    assert done.status == 4
    assert "runs/table exists already and is not empty" in done.err


def test_what_cannot_be_reproduced_is_said_before_anything_is_read(
    tmp_path: Path, sentir: Sentir
) -> None:
    recipes_in(tmp_path)
    for words, said in {
        ("reproduce", "emotion"): "describes one training, not the table of a report",
        ("train", "r1"): "Use it with: sentir reproduce r1 --data PATH",
        ("reproduce", "r1"): "Name your copy of it: sentir reproduce r1 --data PATH",
        ("reproduce", "r2"): 'there is no table "r2"; what can be reproduced is r1. A table of',
        ("reproduce", "rr1"): 'Did you mean "r1"?',
        ("reproduce", "r1", "--data", "moods.csv", "--set", "train.seed=3"): "with --seeds",
        ("reproduce", "r1", "--data", "moods.csv", "--set", "train.epoch=3"): "epochs",
    }.items():
        done = sentir(*words)
        assert done.status == 2, done.err
        assert said in done.err
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--data", "nope.csv"), "nope.csv"),
        (("--data", "moods.csv", "--text", "txet"), 'has no column "txet"'),
        (("--data", "moods.csv", "--set", "split.test=0"), "has no test rows, and a table is made"),
    ],
)
def test_unfit_data_is_refused_before_a_run_is_announced_or_a_folder_made(
    tmp_path: Path, sentir: Sentir, more: tuple[str, ...], said: str
) -> None:
    recipes_in(tmp_path)
    done = sentir("reproduce", "table.toml", "--seeds", "1", *OPTIONS, *more)
    assert done.status == 3
    assert done.err.startswith("error: ")
    assert said in done.err
    assert not (tmp_path / "runs").exists()


def test_ours_are_settings_that_exist(tmp_path: Path, sentir: Sentir) -> None:
    recipes_in(tmp_path)
    (tmp_path / "table.toml").write_text(TABLE.replace("batch_size", "batchsize"))
    done = sentir(*command())
    assert done.status == 2
    assert 'ours names train.batchsize, which is not a setting. Did you mean "batch_size"?' in (
        done.err
    )
