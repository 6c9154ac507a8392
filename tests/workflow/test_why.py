"""`sentir why` as a person types it: on a run, on a model file, on what is missing or changed."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

import sentir as api
from sentir.store.container import read_container, write_container
from sentir.store.model_file import MODEL_FILE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.conftest import Sentir

TEXT = "the lovely train was late"


def test_a_run_says_why_in_80_columns_with_rows_and_reasons(sentir: Sentir, finished: Path) -> None:
    done = sentir("why", finished, TEXT, "--lang", "en")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == TEXT
    said = " ".join(lines)
    assert "The answer is joy" in said
    assert "“lovely” speaks most for joy, by both methods" in said
    assert "all of them joy." in said
    assert any(line.startswith("  row ") and "lovely" in line for line in lines)
    assert "\x1b" not in done.out


def test_spanish_is_spoken(sentir: Sentir, finished: Path) -> None:
    done = sentir("why", finished, TEXT, "--lang", "es")
    assert "La respuesta es joy" in done.out
    assert "«lovely» es la palabra que más habla a favor de joy" in " ".join(done.out.split())


def test_json_holds_all_numbers_of_every_text(sentir: Sentir, finished: Path) -> None:
    first, second = sentir("why", finished, TEXT, "a furious house", "--json").json
    assert (first["label"], second["label"]) == ("joy", "anger")
    assert first["methods"]["agree"]
    assert first["words"][1]["text"] == "lovely"
    assert first["words"][1]["occlusion"]["odds"] > 0
    word = first["deciding"][0]
    assert (word["word"], word["places"]) == ("lovely", [1])
    assert word["rows"]["joy"] == sum(word["rows"].values()) > 3
    assert len(first["nearest"]["rows"]) == 10
    assert first["notes"] == []


def test_a_page_is_written_that_shows_the_words_and_obeys_none(
    sentir: Sentir, finished: Path, tmp_path: Path
) -> None:
    out = tmp_path / "why.html"
    done = sentir(
        "why", finished, f"{TEXT} <script>alert(1)</script>", "--html", out, "--lang", "en"
    )
    assert done.status == 0
    assert done.out.splitlines()[-1] == str(out)
    page = out.read_text("utf-8")
    assert "<script>" not in page
    assert "&lt;" in page
    assert 'class="word for' in page
    assert "http://" not in page
    assert "https://" not in page


def test_a_model_file_alone_says_that_rows_need_the_run(sentir: Sentir, finished: Path) -> None:
    done = sentir("why", finished / "model.sentir", TEXT, "--lang", "en")
    said = " ".join(done.out.split())
    assert "“lovely” stands" in said
    assert "times in training" in said
    assert "row " not in said.replace("rows", "").replace("training row", "")
    assert (
        "A model file holds no texts of its training rows: to see rows, ask the run it came from, "
        "as in sentir why runs/NAME ..."
    ) in said


def test_a_run_without_evidence_and_checkpoint_still_says_why(
    sentir: Sentir, finished: Path
) -> None:
    (finished / "evidence.safetensors").unlink()
    shutil.rmtree(finished / "checkpoint")
    (found,) = sentir("why", finished, TEXT, "--json").json
    assert [note["code"] for note in found["notes"]] == ["evidence_missing"]
    assert found["nearest"] is None
    assert found["deciding"][0]["examples"][0]["similarity"] is None
    said = " ".join(sentir("why", finished, TEXT, "--lang", "en").out.split())
    assert (
        "The run lacks its evidence file, so its nearest rows are not known. Train it again to "
        "have them."
    ) in said


def moved(finished: Path, source: Path) -> None:
    """Let the run's settings name another source, as where the data was moved."""
    config = json.loads((finished / "config.json").read_text("utf-8"))
    config["data"]["source"] = str(source)
    (finished / "config.json").write_text(json.dumps(config), "utf-8")


def test_a_changed_source_shows_rows_without_texts(
    sentir: Sentir, finished: Path, moods: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "moods.csv"
    changed.write_bytes(moods.read_bytes() + b"one more lovely row,joy\n")
    moved(finished, changed)
    (found,) = sentir("why", finished, TEXT, "--json").json
    assert found["notes"] == [{"code": "source_changed", "detail": "moods.csv"}]
    assert {row["text"] for row in found["nearest"]["rows"]} == {None}
    assert found["deciding"][0]["rows"] is None
    said = " ".join(sentir("why", finished, TEXT, "--lang", "en").out.split())
    assert (
        "The run's data is no longer what it was trained on, so rows stand here without their "
        "texts. (moods.csv)"
    ) in said


def test_a_source_that_is_gone_shows_rows_without_texts(
    sentir: Sentir, finished: Path, tmp_path: Path
) -> None:
    moved(finished, tmp_path / "gone.csv")
    said = " ".join(sentir("why", finished, TEXT, "--lang", "en").out.split())
    assert "The run's data is not where it was, so rows stand here without their texts." in said
    assert "gone.csv does not exist." in said


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_has_nothing_to_explain(sentir: Sentir, finished: Path, text: str) -> None:
    done = sentir("why", finished, text, "--lang", "en")
    assert done.status == 0
    assert done.out.strip() == "There is no word in this text, so there is nothing to explain."


def test_unknown_words_are_no_reasons(sentir: Sentir, finished: Path) -> None:
    said = " ".join(sentir("why", finished, "xyzzy plugh", "--lang", "en").out.split())
    assert "Not sure: the model knows none of these words." in said
    assert "2 of its words are unknown to the model: “xyzzy” and “plugh”." in said
    assert "speaks most" not in said


def test_of_twenty_thousand_words_it_says_how_many_are_read(sentir: Sentir, finished: Path) -> None:
    done = sentir("why", finished, "lovely rain " * 10_000, "--lang", "en")
    assert done.status == 0
    assert "of the 20,000 words." in " ".join(done.out.split())


def test_what_is_no_model_is_refused(sentir: Sentir, moods: Path, tmp_path: Path) -> None:
    done = sentir("why", moods, TEXT)
    assert done.status == 4
    assert f"{moods} is not a model file: it does not begin with SENTIR01." in done.err
    assert sentir("why", tmp_path / "none", TEXT).status == 4


def test_a_model_of_another_task_is_refused_with_the_tasks_there_are(
    sentir: Sentir, finished: Path, tmp_path: Path
) -> None:
    members = read_container(finished / "model.sentir", MODEL_FILE)
    manifest = json.loads(members["manifest.json"])
    manifest["task"]["kind"] = "regression"
    other = tmp_path / "other.sentir"
    changed = {**members, "manifest.json": json.dumps(manifest).encode()}
    write_container(other, MODEL_FILE, changed)
    done = sentir("why", other, TEXT)
    assert done.status == 4
    assert 'there is no task "regression"; expected one of auto, binary, multiclass.' in done.err


def test_damaged_settings_of_a_run_are_named(sentir: Sentir, finished: Path) -> None:
    (finished / "config.json").write_text('{"data": 3}', "utf-8")
    done = sentir("why", finished, TEXT)
    assert done.status == 4
    assert "config.json is damaged: data is '3'." in done.err


def test_rows_that_are_not_there_are_damage(sentir: Sentir, finished: Path) -> None:
    data = json.loads((finished / "data.json").read_text("utf-8"))
    data["split"]["train"][0] = 10**6
    (finished / "data.json").write_text(json.dumps(data), "utf-8")
    done = sentir("why", finished, TEXT)
    assert done.status == 4
    assert "data.json is damaged: split names training rows that are not there." in done.err


def test_a_program_asks_why_by_run_path_or_file(finished: Path) -> None:
    run = api.open_run(finished)
    found = api.why(run, TEXT)
    assert isinstance(found, api.Explanation)
    assert found.label == "joy"
    assert api.why(str(finished), TEXT).to_json() == found.to_json()
    assert api.why(finished / "model.sentir", TEXT).notes[0].code == "rows_need_run"
