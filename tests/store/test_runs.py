from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.errors import MachineError, RunError
from sentir.store.runs import create_run, list_runs, model_path, open_run

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.store.run_folder import RunFolder


def started(name: str, root: Path, minute: int) -> RunFolder:
    run = create_run(name, root=root)
    run.write_run({"state": "finished", "started": f"2026-01-02T03:{minute:02}:00Z"})
    return run


def test_a_folder_under_runs_that_is_no_run_is_told_from_none(tmp_path: Path) -> None:
    started("reviews", tmp_path, 1)
    (tmp_path / "reviews-what-if").mkdir()
    with pytest.raises(RunError, match=r"reviews-what-if is not a run: it holds no run\.json"):
        open_run("reviews-what-if", root=tmp_path)


def test_a_new_run_takes_the_next_free_name(tmp_path: Path) -> None:
    made = [create_run("emotion", root=tmp_path / "runs") for _ in range(3)]
    assert [run.name for run in made] == ["emotion", "emotion-2", "emotion-3"]
    assert all(run.path.is_dir() for run in made)


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("my texts.csv", "my-texts.csv"),
        ("../../etc", "etc"),
        ("", "-run"),
        ("latest", "latest-run"),
    ],
)
def test_a_name_is_made_fit_for_a_folder(tmp_path: Path, name: str, folder: str) -> None:
    assert create_run(name, root=tmp_path).path == tmp_path / folder


def test_a_folder_of_ones_own_is_made(tmp_path: Path) -> None:
    assert create_run("x", out=tmp_path / "a" / "b").path == tmp_path / "a" / "b"
    assert create_run("x", out=tmp_path / "a" / "b").path.is_dir()  # still empty, so free


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("keep me")
    with pytest.raises(RunError, match=r"exists already and is not empty.*--out.*sentir resume"):
        create_run("x", out=tmp_path)
    with pytest.raises(RunError, match=r"notes\.txt is a file\. Give --out a folder"):
        create_run("x", out=tmp_path / "notes.txt")


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(MachineError, match=r"cannot write .*a file where a folder is needed"):
        create_run("x", root=tmp_path / "runs")


def test_a_run_opens_by_path_by_name_and_as_the_latest(tmp_path: Path) -> None:
    late = started("b", tmp_path, 9)
    early = started("c", tmp_path, 1)
    assert open_run(early.path) == early
    assert open_run("c", root=tmp_path) == early
    assert open_run(early.path / "run.json") == early
    assert open_run("latest", root=tmp_path) == late


def test_a_damaged_run_is_listed_but_never_the_latest(tmp_path: Path) -> None:
    sound, damaged = started("sound", tmp_path, 1), started("damaged", tmp_path, 2)
    (damaged.path / "run.json").write_text("{")
    assert list_runs(root=tmp_path) == [damaged, sound]
    assert open_run("latest", root=tmp_path) == sound


def test_a_run_that_is_not_there_is_said_with_the_nearest(tmp_path: Path) -> None:
    started("emotion", tmp_path, 1)
    with pytest.raises(
        RunError, match=r'no run "emotoin".*Did you mean "emotion"\? sentir runs lists'
    ):
        open_run("emotoin", root=tmp_path)


def test_a_folder_that_is_no_run_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"is not a run: it holds no run\.json"):
        open_run(tmp_path)


def test_without_runs_there_is_no_latest(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"there is no run under .* yet\. Make one with sentir tr"):
        open_run("latest", root=tmp_path / "runs")
    with pytest.raises(RunError, match='there is no run ""'):
        open_run("", root=tmp_path / "runs")


def test_a_file_of_texts_in_the_place_of_a_model_names_the_run_that_was_meant(
    tmp_path: Path,
) -> None:
    started("reviews", tmp_path / "runs", 1)
    texts, renamed = tmp_path / "reviews.csv", tmp_path / "model.bin"
    texts.write_text("text,label\nHello.,joy\n")
    renamed.write_bytes(b"SENTIR01 and so on")
    with pytest.raises(RunError, match="is not a model file") as refused:
        model_path(texts, root=tmp_path / "runs")
    assert 'Did you mean "reviews"? If it holds texts' in str(refused.value)
    assert f"sentir train {texts}, then give latest." in str(refused.value)
    assert model_path(renamed, root=tmp_path / "runs") == renamed
