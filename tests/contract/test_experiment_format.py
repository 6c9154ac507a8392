"""The folder of many trials as `docs/formats.md` says it, read by every later version."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sentir.experiments.trial import TrialResult
from sentir.report.ablation_terminal import ablation_text
from sentir.report.language import language
from sentir.report.remedy_names import OUTCOMES
from sentir.report.remedy_terminal import remedy_text
from sentir.report.what_if_terminal import what_if_text
from sentir.store import experiment_folder
from sentir.store.experiment_folder import ExperimentFolder
from tests.contract.test_formats import GOLDEN, section


@pytest.fixture
def folder(tmp_path: Path) -> ExperimentFolder:
    return ExperimentFolder(Path(shutil.copytree(GOLDEN / "ablation-1", tmp_path / "ablation")))


def test_an_experiment_of_version_one_is_read(folder: ExperimentFolder) -> None:
    assert experiment_folder.FORMAT == 1
    record = folder.read()
    assert (record["kind"], record["state"]) == ("ablation", "finished")
    lines = folder.trials()
    assert sorted(lines) == [0, 1, 2, 3, 4, 5]
    assert [trial["name"] for trial in record["plan"]["trials"]] == [
        lines[number]["name"] for number in range(6)
    ]
    found = TrialResult.from_json(lines[0], folder.arrays(0))
    assert found.is_finished
    assert found.right.shape == found.losses.shape == (12,)
    assert found.losses.mean() == pytest.approx(found.kept["val_loss"], rel=1e-5)
    assert [row.epoch for row in found.history] == [0, 1, 2]
    broken = TrialResult.from_json(lines[2], folder.arrays(2))
    assert broken.state == "failed"
    assert "rage" in broken.reason


def test_an_ablation_of_version_one_is_shown_with_keys_of_later(folder: ExperimentFolder) -> None:
    found = folder.read_comparison()
    found["of_later"] = found["factors"][0]["of_later"] = 1
    shown = ablation_text(found, language("en"))
    assert "model.hidden_size\nvalue" in shown
    assert "Tied with 4: 3." in shown
    assert "{rage=2} failed: " in shown


def test_the_document_names_every_key_of_an_experiment(folder: ExperimentFolder) -> None:
    text, record, lines = section("Experiment"), folder.read(), folder.trials()
    keys = [*record, *record["plan"], *record["plan"]["trials"][0], *record["plan"]["rows"]]
    keys += [*lines[0], *lines[0]["kept"], *folder.arrays(0), *record["plan"]["files"][0]]
    assert [key for key in keys if f"`{key}`" not in text] == []


def test_the_document_names_every_key_of_an_ablation(folder: ExperimentFolder) -> None:
    text, found = section("Comparison"), folder.read_comparison()
    factor, side = found["factors"][0], found["variants"]["base"]
    keys = [*found, *factor, *factor["values"][1], *factor["values"][1]["score"], *found["rows"]]
    keys += [*side, *side["last"], *side["curves"], *side["score"]]
    assert [key for key in keys if f"`{key}`" not in text] == []


def test_what_is_stored_is_what_the_trials_say(folder: ExperimentFolder) -> None:
    stored = folder.trials()[0]
    again = TrialResult.from_json(stored, folder.arrays(0)).to_json()
    assert {"number": 0, **again} == stored


def test_a_what_if_of_version_one_is_shown_with_keys_of_later() -> None:
    found = json.loads((GOLDEN / "what-if-1.json").read_text("utf-8"))
    found["of_later"] = found["change"]["of_later"] = found["asked"][0]["of_later"] = 1
    shown = " ".join(what_if_text(found, language("en")).split())
    assert 'hold "furious" and are taken away: anger' in shown
    assert "3 rows are added: joy 3." in shown
    assert "Over 3 seeds the answers are: " in shown
    assert "Validation accuracy: " in shown


def test_the_document_names_every_key_of_a_what_if() -> None:
    text = section("Comparison")
    found = json.loads((GOLDEN / "what-if-1.json").read_text("utf-8"))
    asked = found["asked"][0]
    keys = [*found, *found["change"], *asked, *asked["answers"], *asked["classes"]["joy"]]
    keys += [*asked["classes"]["joy"]["by_seed"], *found["before"], *found["score"]]
    assert [key for key in keys if f"`{key}`" not in text] == []


def test_remedies_of_version_one_are_shown_with_keys_of_later() -> None:
    found = json.loads((GOLDEN / "remedy-1.json").read_text("utf-8"))
    found["of_later"] = found["remedies"][0]["of_later"] = found["rows"]["of_later"] = 1
    shown = " ".join(remedy_text(found, language("en")).split())
    assert "Twice as many rows helped" in shown
    assert "Of what can be set, higher learning rate helped. To train with it" in shown
    assert "Left out, for the budget is spent: larger_net" in shown


def test_the_document_names_every_key_of_remedies() -> None:
    text = section("Comparison")
    found = json.loads((GOLDEN / "remedy-1.json").read_text("utf-8"))
    tried = found["remedies"][0]
    keys = [*found, *tried, *tried["score"], *tried["last"], *tried["last"]["gap"], *tried["side"]]
    keys += [*found["rows"], *found["base"], *found["left_out"][0], *found["applied"]]
    keys += ["least", "matters", *OUTCOMES]
    assert [key for key in keys if f"`{key}`" not in text] == []
