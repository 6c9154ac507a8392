"""`sentir train` from a file to a judged run."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.workflow.samples import QUICK, rows, write_csv, write_jsonl, write_labelled_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workflow.conftest import Sentir

FILES_OF_A_RUN = {
    "checkpoint", "config.json", "data.json", "evidence.safetensors", "history.jsonl",
    "model.sentir", "report.html", "report.json", "run.json",
}  # fmt: skip


def _class_files(folder: Path) -> Path:
    folder.mkdir()
    for label in {label for _, label in rows()}:
        texts = [text for text, each in rows() if each == label]
        (folder / f"{label}.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
    return folder


def _polarity_files(folder: Path) -> Path:
    folder.mkdir()
    for ending in ("joy", "fear"):
        texts = [text for text, each in rows() if each == ending]
        (folder / f"film.{ending}").write_text("\n".join(texts) + "\n", encoding="utf-8")
    return folder


def _split_files(folder: Path) -> Path:
    folder.mkdir()
    data = rows()
    write_labelled_lines(folder / "train.txt", data[:100])
    write_labelled_lines(folder / "val.txt", data[100:130])
    write_labelled_lines(folder / "test.txt", data[130:])
    return folder


def _parquet(path: Path) -> Path:
    from pyarrow import parquet, table

    texts, labels = zip(*rows(), strict=True)
    parquet.write_table(table({"text": texts, "label": labels}), path)
    return path


FORMS: dict[str, Callable[[Path], Path]] = {
    "csv": lambda folder: write_csv(folder / "moods.csv", rows()),
    "tsv": lambda folder: write_csv(folder / "moods.tsv", rows(), delimiter="\t"),
    "semicolons": lambda folder: write_csv(folder / "moods.csv", rows(), delimiter=";"),
    "packed": lambda folder: write_csv(folder / "moods.csv.gz", rows()),
    "jsonl": lambda folder: write_jsonl(folder / "moods.jsonl", rows()),
    "json": lambda folder: write_jsonl(folder / "moods.json", rows()),
    "parquet": lambda folder: _parquet(folder / "moods.parquet"),
    "labelled lines": lambda folder: write_labelled_lines(folder / "moods.txt", rows()),
    "split files": lambda folder: _split_files(folder / "moods"),
    "a file per class": lambda folder: _class_files(folder / "moods"),
    "endings as classes": lambda folder: _polarity_files(folder / "moods"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_data_becomes_a_judged_run(form: str, sentir: Sentir, tmp_path: Path) -> None:
    data = FORMS[form](tmp_path)
    done = sentir("train", data, "--out", "run", *QUICK, "--json")
    assert done.status == 0, done.err
    assert set(done.json["parts"]) == {"validation"}
    record = json.loads((tmp_path / "run" / "data.json").read_text())
    total = 100 if form == "endings as classes" else 150
    assert sum(file["rows"] for file in record["files"]) == total
    assert sum(len(part) for part in record["split"].values()) == total


def test_a_run_folder_holds_the_files_of_the_format_and_no_others(finished: Path) -> None:
    assert {path.name for path in finished.iterdir()} - {".lock"} == FILES_OF_A_RUN
    assert [path.name for path in (finished / "checkpoint").iterdir()] == ["state.sentirck"]


def test_the_record_of_a_run_says_what_was_done(finished: Path, moods: Path) -> None:
    record = json.loads((finished / "run.json").read_text())
    assert record["state"] == "finished"
    assert record["command"].startswith(f"sentir train {moods} --out run --set")
    assert record["score"] == "accuracy"
    assert record["environment"]["threads"] == 1
    assert record["seed"] == 0
    assert record["test_looks"] == []
    assert set(record["scores"]) == {"validation"}
    assert set(record["scores"]["validation"]["accuracy"]) == {"value", "low", "high", "n"}
    assert record["baselines"]["majority"]["validation"]["accuracy"]["n"] == 15
    history = [json.loads(line) for line in (finished / "history.jsonl").read_text().splitlines()]
    assert [row["epoch"] for row in history] == list(range(7))
    losses = {row["epoch"]: row["val_loss"] for row in history if row["epoch"]}
    assert record["kept_epoch"] == min(losses, key=lambda epoch: losses[epoch])


def test_the_summary_names_verdict_scores_and_files(sentir: Sentir, moods: Path) -> None:
    done = sentir("train", moods, *QUICK)
    assert done.status == 0
    for said in ("Verdict: ", "Curves: ", "15 validation rows", "largest class", "Next step: "):
        assert said in done.out
    assert "Model:  runs/moods/model.sentir" in done.out
    assert "Report: runs/moods/report.html" in done.out


def test_progress_on_standard_error_is_a_line_of_json_per_event(
    sentir: Sentir, moods: Path
) -> None:
    done = sentir("train", moods, *QUICK)
    notes = [event["note"] for event in done.events if "note" in event]
    assert "moods.csv: columns split at comma; text from column text; label from column label" in (
        notes
    )
    assert [event["epoch"] for event in done.events if "epoch" in event] == [0, 1, 2]
    assert {"epochs": 2, "updates_per_epoch": 2, "finished": 0} in done.events


def test_a_terminal_shows_a_line_per_epoch_and_plain_words(moods: Path) -> None:
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "sentir", "train", moods, "--lang", "es", *QUICK],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # Linux ends a terminal nobody writes to with an error
            while piece := os.read(keyboard, 4096):
                shown += piece
        assert process.stdout is not None
        assert "Veredicto: " in process.stdout.read().decode()
        assert process.wait(60) == 0
    os.close(keyboard)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert "Traceback" not in text
    assert "{" not in text
    assert "150 filas" in text
    assert [line.split()[0] for line in text.splitlines() if re.match(r" +\d .* s", line)] == [
        "0", "1", "2",
    ]  # fmt: skip


def test_runs_get_the_next_free_name(sentir: Sentir, moods: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert sentir("train", moods, *QUICK, "--set", "train.epochs=1").status == 0
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["moods", "moods-2"]


def test_a_folder_that_is_taken_is_not_written_over(sentir: Sentir, moods: Path) -> None:
    assert sentir("train", moods, "--out", "here", *QUICK).status == 0
    again = sentir("train", moods, "--out", "here", *QUICK)
    assert again.status == 4
    assert "here exists already and is not empty" in again.err
    assert "sentir resume here" in again.err


def test_a_plan_trains_nothing_and_writes_nothing(
    sentir: Sentir, moods: Path, tmp_path: Path
) -> None:
    done = sentir("train", moods, "--plan", *QUICK, "--json")
    assert done.status == 0
    assert done.json["rows"] == {"train": 120, "validation": 15, "test": 15}
    assert done.json["batches_per_epoch"] == 2
    assert done.json["updates"] == 4
    assert done.json["parameters"] > 0
    # what this very process took, and a little more: pytest's own memory is in it
    assert 50 * 2**20 < done.json["memory_bytes"] < 4000 * 2**20
    assert done.json["audit"]["rows"] == 150
    assert list(tmp_path.iterdir()) == []


def test_a_plan_reads_as_sentences(sentir: Sentir, moods: Path, tmp_path: Path) -> None:
    done = sentir("train", moods, "--plan", *QUICK)
    assert done.status == 0
    assert "120" in done.out
    assert "150 rows" in done.out
    assert list(tmp_path.iterdir()) == []


def test_words_are_counted_without_padding_and_unknown(
    sentir: Sentir, moods: Path, tmp_path: Path
) -> None:
    ten = (*QUICK, "--set", "text.max_words=10")
    assert "Vocabulary: 10 words." in sentir("train", moods, "--plan", *ten).out
    assert sentir("train", moods, "--out", "ten", *ten).status == 0
    assert json.loads((tmp_path / "ten" / "report.json").read_text())["model"]["words"] == 10


def test_a_column_can_state_the_parts(sentir: Sentir, tmp_path: Path) -> None:
    parts = ["train"] * 100 + ["dev"] * 30 + ["test"] * 20
    data = [(*row, part) for row, part in zip(rows(), parts, strict=True)]
    write_csv(tmp_path / "a.csv", data, header=("text", "label", "fold"))  # type: ignore[arg-type]  # a third column
    done = sentir("train", "a.csv", "--split", "fold", "--out", "run", *QUICK, "--json")
    assert done.status == 0, done.err
    split = json.loads((tmp_path / "run" / "data.json").read_text())["split"]
    assert split == {
        "train": list(range(100)),
        "validation": list(range(100, 130)),
        "test": list(range(130, 150)),
    }


def test_columns_encoding_and_delimiter_can_be_stated(sentir: Sentir, tmp_path: Path) -> None:
    data = [(text, "x", label) for text, label in rows()]
    path = tmp_path / "a.csv"
    write_csv(path, data, header=("what", "who", "mood"), delimiter="|")  # type: ignore[arg-type]  # a third column
    path.write_bytes(path.read_text().replace("late", "señor").encode("latin-1"))
    options = ("--text", "what", "--label", "mood", "--delimiter", "|", "--encoding", "latin-1")
    done = sentir("train", path, *options, "--out", "run", *QUICK, "--json")
    assert done.status == 0, done.err
    (file,) = json.loads((tmp_path / "run" / "data.json").read_text())["files"]
    assert (file["text_column"], file["label_column"], file["delimiter"]) == ("what", "mood", "|")
    report = json.loads((tmp_path / "run" / "config.json").read_text())
    assert report["data"]["encoding"] == "latin-1"


@pytest.mark.parametrize("choice", ["skip", "quarantine"])
def test_rows_that_cannot_be_read_are_counted(choice: str, sentir: Sentir, tmp_path: Path) -> None:
    data = rows()
    data[3] = (data[3][0], "")
    data[77] = (data[77][0], "")
    write_csv(tmp_path / "a.csv", data)
    refused = sentir("train", "a.csv", *QUICK)
    assert refused.status == 3
    assert "2 of 150 rows cannot be used: a.csv line 5: it has no label" in refused.err
    assert "--on-bad-row skip" in refused.err
    done = sentir("train", "a.csv", "--on-bad-row", choice, "--out", "run", *QUICK, "--json")
    assert done.status == 0, done.err
    record = json.loads((tmp_path / "run" / "data.json").read_text())
    assert record["bad_rows"] == 2
    assert record["files"][0]["rows"] == 148
    assert sum(len(part) for part in record["split"].values()) == 148
    aside = tmp_path / "run" / "quarantine.jsonl"
    assert aside.exists() == (choice == "quarantine")
    if choice == "quarantine":
        kept = [json.loads(line) for line in aside.read_text().splitlines()]
        assert [(row["file"], row["line"]) for row in kept] == [("a.csv", 5), ("a.csv", 79)]


def test_the_test_rows_can_be_scored_at_once(sentir: Sentir, moods: Path, tmp_path: Path) -> None:
    done = sentir("train", moods, "--test", "--out", "run", *QUICK, "--json")
    assert done.status == 0
    assert done.json["scores"]["test"]["accuracy"]["n"] == 15
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert len(record["test_looks"]) == 1


def test_two_classes_are_one_output(sentir: Sentir, tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", rows(100, classes=["joy", "fear"]))
    done = sentir("train", "a.csv", "--out", "run", *QUICK, "--json")
    assert done.json["model"]["task"] == "binary"
    answer = sentir("predict", "run", "wonderful", "--json").json
    assert set(answer["probabilities"]) == {"joy", "fear"}


def test_the_same_seed_gives_the_same_bits(sentir: Sentir, moods: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two", "three"):
        seed = ("--set", "train.seed=1") if name == "three" else ()
        assert sentir("train", moods, "--out", name, *QUICK, *seed).status == 0
        made.append((tmp_path / name / "evidence.safetensors").read_bytes())
    assert made[0] == made[1]
    assert made[0] != made[2]


def test_a_profile_says_what_an_update_consists_of_and_is_kept(
    sentir: Sentir, moods: Path, tmp_path: Path
) -> None:
    shown = sentir("train", moods, "--out", "run", "--profile", *QUICK)
    assert shown.status == 0, shown.err
    assert "Part of an update" in shown.out
    assert "layers, backward" in shown.out
    kept = json.loads((tmp_path / "run" / "run.json").read_text())["profile"]
    assert kept["updates"] > 0
    assert sum(kept["milliseconds"].values()) == pytest.approx(kept["update_milliseconds"], 0.01)
    printed = sentir("train", moods, "--profile", "--lang", "es", *QUICK, "--json")
    assert set(printed.json["profile"]) == set(kept)
    assert "profile" not in sentir("train", moods, *QUICK, "--json").json
