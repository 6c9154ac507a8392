"""`test`, `diagnose`, `report`: judging a run that is finished."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from sentir.store.run_folder import RunFolder
from tests.workflow.samples import QUICK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.conftest import Sentir

KERAS = {
    "loss": [1.0, 0.7, 0.5, 0.4, 0.3, 0.2],
    "val_loss": [1.0, 0.8, 0.85, 0.95, 1.1, 1.3],
    "accuracy": [0.4, 0.6, 0.8, 0.9, 0.95, 0.99],
    "val_accuracy": [0.4, 0.55, 0.56, 0.54, 0.53, 0.52],
}


def test_each_look_at_the_test_rows_is_counted(finished: Path, sentir: Sentir) -> None:
    first = sentir("test", finished)
    assert first.status == 0
    assert "15 test rows" in first.out
    assert "These rows were looked at 1 time." in first.out
    second = sentir("test", finished, "--json")
    looks = json.loads((finished / "run.json").read_text())["test_looks"]
    assert len(looks) == 2
    assert looks == second.json["test_looks"]
    assert set(second.json["scores"]) == {"validation", "test"}
    assert (
        "Test rows" in (finished / "report.html").read_text()
        or "test rows" in (finished / "report.html").read_text()
    )


def test_a_test_leaves_scores_of_validation_rows_as_they_were(
    finished: Path, sentir: Sentir
) -> None:
    before = json.loads((finished / "run.json").read_text())
    assert sentir("test", finished).status == 0
    after = json.loads((finished / "run.json").read_text())
    assert after["scores"]["validation"] == before["scores"]["validation"]
    assert after["verdict"] == before["verdict"]
    assert after["command"] == before["command"]


def test_changed_data_is_refused_with_the_name_of_the_file(
    finished: Path, sentir: Sentir, moods: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "moods.csv"
    copy.write_text(moods.read_text().replace("lovely", "lively"))
    config = json.loads((finished / "config.json").read_text())
    config["data"]["source"] = str(copy)
    (finished / "config.json").write_text(json.dumps(config))
    done = sentir("test", finished)
    assert done.status == 4
    assert f"{copy}: moods.csv is not what the run {finished} was trained on" in done.err
    copy.unlink()
    gone = sentir("test", finished)
    assert gone.status == 3
    assert f"the run {finished} needs the data it was trained on: {copy} does not" in gone.err
    assert json.loads((finished / "run.json").read_text())["test_looks"] == []


def test_a_run_is_diagnosed_with_the_numbers_it_rests_on(finished: Path, sentir: Sentir) -> None:
    done = sentir("diagnose", finished, "--json")
    assert done.json == json.loads((finished / "run.json").read_text())["verdict"]
    lines = sentir("diagnose", finished).out.splitlines()
    assert [line.partition(":")[0] for line in lines[:3]] == ["Verdict", "Curves", "Next step"]
    spanish = sentir("diagnose", finished, "--lang", "es").out
    assert spanish.startswith("Veredicto")


def test_a_finished_run_has_one_next_step_wherever_it_is_asked_for(
    sentir: Sentir, moods: Path, tmp_path: Path
) -> None:
    trained = sentir("train", moods, *QUICK)
    assert trained.status == 0, trained.err
    summary, said = trained.out, sentir("diagnose", "latest").out.splitlines()
    step = said[2].removeprefix("Next step: ")
    assert f"Next step: {step}" in " ".join(summary.split())
    assert said[3:] == [line for line in summary.splitlines() if line.startswith("  sentir train")]


def test_a_history_of_a_run_is_diagnosed_as_a_file_too(finished: Path, sentir: Sentir) -> None:
    done = sentir("diagnose", finished / "history.jsonl", "--validation-rows", 15, "--json")
    assert done.status == 0
    assert done.json["course"] == sentir("diagnose", finished, "--json").json["course"]


@pytest.mark.parametrize("form", ["keras", "csv", "jsonl"])
def test_a_history_from_elsewhere_is_judged(form: str, sentir: Sentir, tmp_path: Path) -> None:
    names = {"loss": "train_loss", "accuracy": "train_score"}
    rows = [
        {names.get(key, key): values[epoch] for key, values in KERAS.items()} for epoch in range(6)
    ]
    path = tmp_path / {"keras": "h.json", "csv": "h.csv", "jsonl": "h.jsonl"}[form]
    if form == "keras":
        path.write_text(json.dumps(KERAS))
    elif form == "csv":
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, ["epoch", *rows[0]])
            writer.writeheader()
            writer.writerows({"epoch": n, **row} for n, row in enumerate(rows, 1))
    else:
        path.write_text("\n".join(json.dumps({"epoch": n, **r}) for n, r in enumerate(rows, 1)))
    done = sentir("diagnose", path, "--validation-rows", 2000, "--json")
    assert done.status == 0, done.err
    assert done.json["course"] == "overfit"
    assert done.json["numbers"]["turned_at"] == 2


def test_what_is_no_history_is_refused(sentir: Sentir, tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("a,b\n1,2\n")
    done = sentir("diagnose", "h.csv")
    assert done.status in {3, 4}
    assert "h.csv" in done.err
    nothing = sentir("diagnose", "nothing.csv")
    assert nothing.status == 4
    assert "nothing.csv" in nothing.err


def test_the_report_is_written_in_spanish_and_elsewhere(
    finished: Path, sentir: Sentir, tmp_path: Path
) -> None:
    english = (finished / "report.html").read_text()
    (finished / "report.html").unlink()
    assert sentir("report", finished, "--lang", "es").out == f"{finished / 'report.html'}\n"
    spanish = (finished / "report.html").read_text()
    assert '<html lang="es"' in spanish
    assert '<html lang="en"' in english
    assert sentir("report", finished, "--out", "other.html", "--lang", "en").status == 0
    assert (tmp_path / "other.html").read_text() == english
    assert sentir("report", finished, "--out", "no/such/other.html").status == 5


def test_a_path_is_named_as_it_must_be_typed(finished: Path, sentir: Sentir) -> None:
    spaced = finished.rename(finished.with_name("my run"))
    record = json.loads((spaced / "run.json").read_text())
    (spaced / "run.json").write_text(json.dumps({**record, "state": "interrupted"}))
    assert sentir("test", "my run").err.endswith("sentir resume 'my run'\n")
    assert "sentir resume 'my run'" in sentir("train", "shipped:everyday", "--out", "my run").err


def test_a_language_it_does_not_speak_is_refused(finished: Path, sentir: Sentir) -> None:
    done = sentir("report", finished, "--lang", "xx")
    assert done.status == 2
    assert "en" in done.err
    assert "es" in done.err


def test_an_unfinished_run_has_no_report_and_no_test(finished: Path, sentir: Sentir) -> None:
    record = json.loads((finished / "run.json").read_text())
    (finished / "run.json").write_text(json.dumps({**record, "state": "running", "verdict": None}))
    for command in ("test", "report"):
        done = sentir(command, finished)
        assert done.status == 4
        assert "is interrupted" in done.err
        assert f"sentir resume {finished}" in done.err
    assert sentir("diagnose", finished, "--json").json["course"]
    (finished / "history.jsonl").unlink()
    nothing = sentir("diagnose", finished)
    assert nothing.status == 4
    assert "has measured nothing yet" in nothing.err


def test_a_run_in_training_has_no_report_yet_and_is_not_to_be_resumed(
    finished: Path, sentir: Sentir
) -> None:
    record = json.loads((finished / "run.json").read_text())
    (finished / "run.json").write_text(json.dumps({**record, "state": "running"}))
    with RunFolder(finished).lock("sentir train"):
        done = sentir("report", finished)
    assert done.status == 4
    assert "cannot be reported yet: the run is still being trained; wait until" in done.err


def test_a_run_is_not_told_how_many_validation_rows_it_has(sentir: Sentir, finished: Path) -> None:
    refused = sentir("diagnose", finished, "--validation-rows", "50")
    assert refused.status == 2
    assert "--validation-rows is for a history from elsewhere" in refused.err
