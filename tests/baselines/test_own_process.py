from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.baselines import own_process
from sentir.baselines.linear import Linear, Rows, linear
from sentir.baselines.own_process import GIVEN, baseline_key, cached_linear, start_linear

if TYPE_CHECKING:
    from sentir.tasks.task import Task

pytest.importorskip("sklearn")


def test_the_key_changes_with_data_and_split_and_with_nothing_else() -> None:
    split = {"train": np.array([0, 1, 2]), "test": np.array([3])}
    key = baseline_key("abc", split)
    assert key == baseline_key("abc", {"test": np.array([3], np.int32), "train": split["train"]})
    assert key != baseline_key("abd", split)
    assert key != baseline_key("abc", {**split, "test": np.array([4])})
    assert key != baseline_key("abc", {"train": np.array([0, 1]), "test": np.array([2, 3])})


def test_a_process_of_its_own_gives_what_the_function_gives_and_keeps_it(
    tmp_path: Path, train: Rows, parts: dict[str, Rows], task: Task
) -> None:
    first = cached_linear(tmp_path / "kept", "key", train=train, parts=parts, task=task)
    here = linear(train, parts, task=task)
    assert first.scores == here.scores
    assert all((first.decided[part] == here.decided[part]).all() for part in parts)
    job = start_linear(tmp_path / "kept", "key", train=train, parts=parts, task=task)
    assert job.process is None
    assert job.is_done
    assert job.result().scores == first.scores


def kept_as(content: str, folder: Path) -> None:
    (folder / "key.json").write_text(content, encoding="utf-8")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"scores": {"test": 3}}'])
def test_a_damaged_file_is_computed_anew(
    content: str, tmp_path: Path, train: Rows, parts: dict[str, Rows], task: Task
) -> None:
    kept_as(content, tmp_path)
    with start_linear(tmp_path, "key", train=train, parts=parts, task=task) as job:
        assert job.process is not None


def test_a_part_that_was_not_kept_is_computed(
    tmp_path: Path, train: Rows, parts: dict[str, Rows], task: Task
) -> None:
    kept_as(json.dumps(Linear().to_json()), tmp_path)
    with start_linear(tmp_path, "key", train=train, parts=parts, task=task) as job:
        assert job.process is not None


def test_a_stopped_job_leaves_no_process_and_no_files(
    tmp_path: Path, train: Rows, parts: dict[str, Rows], task: Task
) -> None:
    job = start_linear(tmp_path, "key", train=train, parts=parts, task=task)
    process, folder = job.process, job.folder
    assert process is not None
    assert folder is not None
    job.stop()
    assert process.poll() is not None
    assert not (tmp_path / folder.name).exists()
    assert "stopped" in job.result().missing
    assert not list(tmp_path.iterdir())


def test_a_process_that_fails_is_a_reason_and_nothing_is_kept(
    tmp_path: Path, parts: dict[str, Rows], task: Task
) -> None:
    short = Rows(texts=["a", "b", "c"], targets=np.array([0, 1]))
    found = cached_linear(tmp_path, "key", train=short, parts=parts, task=task)
    assert found.missing.startswith("the linear baseline failed: ")
    assert not list(tmp_path.iterdir())


def test_without_scikit_learn_no_process_is_started(
    tmp_path: Path,
    train: Rows,
    parts: dict[str, Rows],
    task: Task,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own_process, "has_sklearn", lambda: False)
    job = start_linear(tmp_path, "key", train=train, parts=parts, task=task)
    assert job.process is None
    assert "not installed" in job.result().missing


def test_without_room_for_its_files_there_is_a_reason(
    tmp_path: Path,
    train: Rows,
    parts: dict[str, Rows],
    task: Task,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    found = cached_linear(tmp_path, "key", train=train, parts=parts, task=task)
    assert found.missing.startswith("the linear baseline cannot start: ")


def test_a_baseline_that_cannot_be_kept_is_given_all_the_same(
    tmp_path: Path, train: Rows, parts: dict[str, Rows], task: Task
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    found = cached_linear(tmp_path / "file", "key", train=train, parts=parts, task=task)
    assert found.scores["test"]["accuracy"].n == 150


STARTED = """
import sys, time
from pathlib import Path
import numpy as np
from sentir.baselines.linear import Rows
from sentir.baselines.own_process import start_linear
from sentir.tasks.task import make_task

words = np.random.default_rng(0).choice([f"w{i}" for i in range(5000)], (20_000, 40))
rows = Rows(texts=[" ".join(row) for row in words], targets=np.arange(20_000) % 2)
task = make_task("binary", ["a", "b"])
job = start_linear(Path(sys.argv[1]), "key", train=rows, parts={"test": rows}, task=task)
print(job.process.pid, job.folder.name, flush=True)
time.sleep(100)
"""


def test_when_its_starter_is_killed_the_process_ends_and_takes_the_texts_along(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", STARTED, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        pid, folder = starter.stdout.readline().split()
        assert (Path(folder) / GIVEN).exists()
        starter.kill()
    ends = time.monotonic() + 60
    while (Path(folder).exists() or _runs(int(pid))) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not Path(folder).exists()
    assert not _runs(int(pid))
    assert not (tmp_path / "key.json").exists()


def _runs(pid: int) -> bool:
    """Return whether a process still computes; one that only waits to be counted does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
