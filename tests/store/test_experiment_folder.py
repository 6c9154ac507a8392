from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.errors import RunError
from sentir.store.experiment_folder import ExperimentFolder
from sentir.store.experiment_folders import list_experiments, place_for

if TYPE_CHECKING:
    from pathlib import Path

PLAN = {"trials": [{"name": "base", "share": 0.1}], "rows": {"train": 10}}


def begun(path: Path, *, state: str = "running", plan: Any = None) -> ExperimentFolder:
    path.mkdir(parents=True)
    folder = ExperimentFolder(path)
    folder.write(
        {"kind": "ablation", "state": state, "command": "sentir ablate x", "plan": plan or PLAN}
    )
    return folder


def test_a_trial_comes_back_with_its_arrays(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x")
    folder.add(3, {"name": "base", "loss": float("nan")}, {"right": np.array([True, False])})
    folder.add(0, {"name": "wide"}, {"right": np.array([True, True])})
    assert folder.trials() == {
        3: {"number": 3, "name": "base", "loss": None},
        0: {"number": 0, "name": "wide"},
    }
    assert folder.arrays(3)["right"].tolist() == [True, False]


def test_a_line_that_a_killed_writer_began_is_passed_over_and_cut_off(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x")
    folder.add(0, {"name": "base"}, {})
    with (folder.path / "trials.jsonl").open("ab") as file:
        file.write(b'{"number": 1, "na')
    assert list(folder.trials()) == [0]
    folder.add(2, {"name": "third"}, {})
    assert list(folder.trials()) == [0, 2]


def test_an_experiment_whose_process_is_gone_reads_as_interrupted(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x")
    assert folder.read()["state"] == "interrupted"
    with folder.lock("sentir ablate x"):
        assert folder.read()["state"] == "running"


def test_a_second_writer_is_refused_with_the_command_of_the_first(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x")
    with (
        folder.lock("sentir ablate mine"),
        pytest.raises(RunError, match="sentir ablate mine"),
        folder.lock("sentir ablate yours"),
    ):
        pass


def test_the_same_plan_goes_on_with_the_folder_it_was_left_in(tmp_path: Path) -> None:
    begun(tmp_path / "x", plan={"trials": []})
    left = begun(tmp_path / "x-2")
    assert place_for("ablation", "x", PLAN, root=tmp_path).path == left.path
    assert place_for("ablation", "y", PLAN, root=tmp_path).path == tmp_path / "y"
    assert place_for("remedy", "x", PLAN, root=tmp_path).path == tmp_path / "x-3"


def test_a_finished_plan_is_carried_out_anew_in_a_folder_of_its_own(tmp_path: Path) -> None:
    begun(tmp_path / "x", state="finished")
    assert place_for("ablation", "x", PLAN, root=tmp_path).path == tmp_path / "x-2"


def test_what_comes_to_the_same_takes_its_finished_folder_again(tmp_path: Path) -> None:
    begun(tmp_path / "x", state="finished", plan={"trials": []})
    same = begun(tmp_path / "x-2", state="finished")
    found = place_for("ablation", "x", PLAN, takes_finished=True, root=tmp_path)
    assert found.path == same.path
    asked = place_for("ablation", "y", PLAN, out=same.path, takes_finished=True)
    assert asked.path == same.path


def test_experiments_are_listed_in_the_order_in_which_they_began(tmp_path: Path) -> None:
    for name, minute in (("late", 9), ("early", 1)):
        folder = begun(tmp_path / name, state="finished")
        folder.update(started=f"2026-01-02T03:{minute:02}:00Z")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "experiment.json").write_text("{")
    (tmp_path / "else").mkdir()
    assert [each.name for each in list_experiments(root=tmp_path)] == ["broken", "early", "late"]
    assert list_experiments(root=tmp_path / "nowhere") == []


def test_the_folder_asked_for_is_gone_on_with_only_for_the_same_plan(tmp_path: Path) -> None:
    out = tmp_path / "mine"
    begun(out)
    assert place_for("ablation", "x", PLAN, out=out).path == out
    with pytest.raises(RunError, match="it was begun with another plan: sentir ablate x"):
        place_for("ablation", "x", {"trials": [1]}, out=out)
    begun(tmp_path / "done", state="finished")
    with pytest.raises(RunError, match="the experiment in it is finished"):
        place_for("ablation", "x", PLAN, out=tmp_path / "done")
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "notes.txt").write_text("mine")
    with pytest.raises(RunError, match="not empty"):
        place_for("ablation", "x", PLAN, out=tmp_path / "else")


@pytest.mark.parametrize(("text", "said"), [
    ('{"format": 2, "state": "running", "plan": {}}', "newer sentir"),
    ('{"format": 1, "state": "resting", "plan": {}}', "damaged"),
    ('{"format": 1, "state": "running"}', "damaged"),
    ("{", "damaged"),
])  # fmt: skip
def test_a_damaged_record_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "experiment.json").write_text(text)
    with pytest.raises(RunError, match=said):
        ExperimentFolder(tmp_path).read()


def test_a_damaged_line_is_named(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x")
    (folder.path / "trials.jsonl").write_text('{"number": 0}\n{"name": "lost"}\n')
    with pytest.raises(RunError, match="line 2 is damaged: it lacks its number"):
        folder.trials()
    with pytest.raises(RunError, match="is missing"):
        folder.arrays(0)


def test_what_is_written_is_plain_json(tmp_path: Path) -> None:
    folder = begun(tmp_path / "x")
    folder.write_comparison({"effect": np.float64(0.5), "high": float("inf")})
    stored = json.loads((folder.path / "comparison.json").read_text())
    assert stored == {"format": 1, "effect": 0.5, "high": None}
    assert folder.read_comparison() == stored
