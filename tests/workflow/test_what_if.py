"""`sentir what-if`: what a change of the training rows does, and what it leaves as it was."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.workflow.samples import CLASSES, QUICK, rows, write_csv, write_labelled_lines

if TYPE_CHECKING:
    from tests.workflow.conftest import Sentir

ASK = "my furious dinner"
WITHOUT = ("--drop-containing", "furious", "--ask", ASK)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "trials.jsonl").read_text().splitlines()]


def test_an_answer_falls_when_the_rows_that_taught_it_are_gone(
    sentir: Sentir, finished: Path
) -> None:
    done = sentir("what-if", finished, *WITHOUT, "--seeds", "3", "--json")
    assert done.status == 0, done.err
    found = done.json
    assert found == json.loads(Path("runs/finished-what-if/comparison.json").read_text())
    dropped = found["change"]["dropped"]
    assert dropped["anger"] > 3
    assert dropped["joy"] == dropped["fear"] == 0
    anger = found["asked"][0]["classes"]["anger"]
    assert anger["high"] < 0
    assert anger["after"] < anger["before"]
    assert found["seeds"] == [0, 1, 2]
    trained = [(line["name"], line["seed"]) for line in lines(Path("runs/finished-what-if"))]
    assert sorted(trained) == [(n, s) for n in ("as it is", "changed") for s in (0, 1, 2)]
    (listed,) = sentir("runs", "--json").json
    assert (listed["kind"], listed["of"]) == ("what_if", [str(finished)])


def test_the_trial_of_the_run_s_own_seed_repeats_the_run(sentir: Sentir, finished: Path) -> None:
    done = sentir("what-if", finished, *WITHOUT, "--seeds", "1", "--json")
    assert done.status == 0, done.err
    own = next(line for line in lines(Path("runs/finished-what-if")) if line["name"] == "as it is")
    history = [json.loads(x) for x in (finished / "history.jsonl").read_text().splitlines()]
    assert [row["val_loss"] for row in own["history"]] == [row["val_loss"] for row in history]


def test_in_spanish_it_is_a_table_and_sentences_of_80_columns(
    sentir: Sentir, finished: Path
) -> None:
    done = sentir("what-if", finished, *WITHOUT, "--seeds", "2", "--jobs", "1", "--lang", "es")
    assert done.status == 0, done.err
    assert max(map(len, done.out.splitlines())) <= 80
    assert "sin las filas que contienen «furious»" in " ".join(done.out.split())
    assert "Menos de 3 semillas no acotan nada" in done.out
    assert "y se quitan: anger" in done.err
    page = Path("runs/finished-what-if/report.html").read_text("utf-8")
    assert 'lang="es"' in page
    assert ASK in page


def test_rows_can_be_added_in_the_data_s_own_columns(
    sentir: Sentir, finished: Path, tmp_path: Path
) -> None:
    more = [(f"a furious dinner number {number}", "joy") for number in range(30)]
    leaked = next(row for row in rows() if "furious" in row[0])
    judged = json.loads((finished / "data.json").read_text())["split"]
    text = rows()[judged["validation"][0]][0]
    write_csv(tmp_path / "more.csv", [*more, (text, leaked[1])])
    done = sentir("what-if", finished, "--add", "more.csv", "--ask", ASK, "--seeds", "3", "--json")
    assert done.status == 0, done.err
    found = done.json
    assert found["change"]["added"] == {"anger": 0, "fear": 0, "joy": 30}
    assert found["change"]["left_out"] == 1
    assert found["asked"][0]["classes"]["joy"]["low"] > 0


def test_a_class_that_loses_all_its_rows_is_said(sentir: Sentir, finished: Path) -> None:
    words = [part for word in CLASSES["fear"] for part in ("--drop-containing", word)]
    done = sentir("what-if", finished, *words, "--ask", "scared", "--seeds", "1")
    assert done.status == 0, done.err
    assert "The class fear loses all its training rows" in " ".join(done.out.split())


def test_lines_of_text_and_label_are_added_to_a_run_on_such_lines(
    sentir: Sentir, tmp_path: Path
) -> None:
    write_labelled_lines(tmp_path / "moods.txt", rows())
    write_labelled_lines(tmp_path / "more.txt", [("old house; my street", "fear")])
    assert sentir("train", "moods.txt", *QUICK, "--out", "lined").status == 0
    change = ("--add", "more.txt", "--drop-containing", "my street")
    done = sentir("what-if", "lined", *change, "--seeds", "1", "--json")
    assert done.status == 0, done.err
    found = done.json["change"]
    assert found["added"] == {"anger": 0, "fear": 1, "joy": 0}
    split = json.loads(Path("lined/data.json").read_text())["split"]
    hold = [rows()[row][1] for row in split["train"] if "my street" in rows()[row][0]]
    assert {label: count for label, count in found["dropped"].items() if count} == Counter(hold)
    assert hold


@pytest.mark.parametrize(("more", "status", "said"), [
    ((), 2, "nothing is to be changed"),
    (("--drop-containing", "unicorn"), 3, 'holds "unicorn". Check its spelling'),
    (("--drop-containing", "furious", "--drop-containing", "unicorn"), 3, 'holds "unicorn"'),
    (("--drop-containing", "furiou"), 3, "--substring takes those away"),
    (("--drop-containing", "..."), 3, 'holds "..."'),
    (("--drop-containing", " "), 2, "holds no word"),
    (("--add", "nowhere.csv"), 3, "nowhere.csv does not exist"),
    (("--drop-containing", "a", "--substring", "--drop-containing", "e"), 3, "nothing would be"),
    (("--substring", "--add", "more.csv"), 2, "--substring says how --drop-containing reads"),
    (("--drop-containing", "furious", "--ask", "  "), 2, 'ask "  " holds no word'),
])  # fmt: skip
def test_what_cannot_be_supposed_is_said_before_anything_runs(
    sentir: Sentir, finished: Path, more: tuple[str, ...], status: int, said: str
) -> None:
    done = sentir("what-if", finished, *more)
    assert done.status == status
    assert said in done.err
    assert not Path("runs").exists()


def test_an_unknown_class_among_added_rows_is_named_with_its_line(
    sentir: Sentir, finished: Path, tmp_path: Path
) -> None:
    write_csv(tmp_path / "more.csv", [("a dinner", "joy"), ("a street", "angr")])
    done = sentir("what-if", finished, "--add", "more.csv")
    assert done.status == 3
    assert 'more.csv line 3: label "angr" is not one of the 3 classes' in done.err
    assert 'Did you mean "anger"?' in done.err


def test_rows_to_add_need_the_columns_of_the_run_s_data(
    sentir: Sentir, finished: Path, tmp_path: Path
) -> None:
    write_csv(tmp_path / "more.csv", [("a dinner", "joy")], header=("text", "mood"))
    done = sentir("what-if", finished, "--add", "more.csv")
    assert done.status == 3
    assert "more.csv lacks a column of the run's data" in done.err
    assert 'text "text", label "label"' in done.err


def test_a_model_file_is_no_run(sentir: Sentir, finished: Path) -> None:
    done = sentir("what-if", finished / "model.sentir", *WITHOUT)
    assert done.status == 4
    assert "model.sentir is a model file, not a run. Give the folder of the run" in done.err


def test_a_run_whose_data_was_changed_is_refused(
    sentir: Sentir, finished: Path, tmp_path: Path
) -> None:
    config = json.loads((finished / "config.json").read_text())
    config["data"]["source"] = str(write_csv(tmp_path / "moods.csv", rows(30)))
    (finished / "config.json").write_text(json.dumps(config))
    done = sentir("what-if", finished, *WITHOUT)
    assert done.status == 4
    assert "its SHA-256 differs" in done.err
