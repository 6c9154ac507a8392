from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sentir.errors import RunError
from sentir.store.atomic import PARTIAL
from sentir.store.run_folder import RunFolder

if TYPE_CHECKING:
    from pathlib import Path

RUNNING = {"state": "running", "started": "2026-01-02T03:04:05Z", "seed": 0}
# Takes the lock of a run, says so, and waits to be killed.
HOLDER = """
import sys, time
from pathlib import Path
from sentir.store.run_folder import RunFolder
with RunFolder(Path(sys.argv[1])).lock("sentir train emotion"):
    print("locked", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    run = RunFolder(tmp_path / "emotion")
    run.path.mkdir()
    run.write_run(RUNNING)
    return run


def test_run_json_comes_back_with_its_format(run: RunFolder) -> None:
    with run.lock("sentir train"):
        assert run.read_run() == {"format": 1, **RUNNING}
    assert next(iter(json.loads((run.path / "run.json").read_text()))) == "format"


def test_a_change_keeps_the_other_keys(run: RunFolder) -> None:
    with run.lock("sentir train"):
        run.update_run(kept_epoch=3)
        assert run.read_run() == {"format": 1, **RUNNING, "kept_epoch": 3}


def test_a_running_run_whose_process_was_killed_reads_as_interrupted(run: RunFolder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(run.path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        assert run.state() == "running"
        with (
            pytest.raises(
                RunError,
                match=rf"is being written by process {holder.pid} \(sentir train emotion\)\. Wait",
            ),
            run.lock("sentir resume"),
        ):
            pass
        holder.send_signal(signal.SIGKILL)
    assert run.state() == "interrupted"
    with run.lock("sentir resume"):
        assert run.state() == "running"


def test_asking_for_the_state_does_not_release_the_lock(run: RunFolder) -> None:
    with run.lock("sentir train"):
        assert run.state() == run.state() == "running"


@pytest.mark.parametrize("state", ["finished", "failed", "interrupted"])
def test_another_state_is_what_was_written(run: RunFolder, state: str) -> None:
    run.update_run(state=state)
    assert run.state() == state


def test_the_next_writer_removes_what_a_killed_one_left(run: RunFolder) -> None:
    run.checkpoint_path.mkdir()
    for folder in (run.path, run.checkpoint_path):
        (folder / f".0123{PARTIAL}").write_bytes(b"half")
    with run.lock("sentir resume"):
        assert not list(run.path.rglob(f"*{PARTIAL}"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", r"run\.json line 1 is damaged"),
        ('{\n"format": 1,\n"state" }', r"run\.json line 3 is damaged"),
        ("[]", r"run\.json line 1 is damaged: expected a JSON object"),
        ('{"format": 1}', "state is 'None', expected one of running"),
        ('{"format": 0, "state": "running"}', "format is '0', expected 1"),
        ('{"format": 1, "state": "running", "scores": 3}', "scores is '3'"),
        ('{"format": 1, "state": "finished", "n": ' + "9" * 5000 + "}", r"run\.json is damaged"),
    ],
)
def test_a_damaged_run_json_is_named(run: RunFolder, text: str, problem: str) -> None:
    (run.path / "run.json").write_text(text)
    with pytest.raises(RunError, match=rf"(?s){problem}.*Get the file back from a copy, or start"):
        run.read_run()


def test_a_damaged_config_is_named_with_its_line(run: RunFolder) -> None:
    run.write("config", {"train": {"epochs": 3}})
    assert run.read("config") == {"train": {"epochs": 3}}
    (run.path / "config.json").write_bytes(b'{\n"train": \xff}')
    with pytest.raises(RunError, match=r"config\.json line 2 is damaged: it is not UTF-8"):
        run.read("config")
    (run.path / "config.json").unlink()
    with pytest.raises(RunError, match=r"config\.json is missing\. Get the file back"):
        run.read("config")


def test_a_newer_run_is_said(run: RunFolder) -> None:
    (run.path / "run.json").write_text('{"format": 2, "state": "done"}')
    with pytest.raises(RunError, match=r"made by a newer sentir \(format 2.*Update sentir"):
        run.read_run()
