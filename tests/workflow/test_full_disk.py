"""Disks without room, folders without permission: clear errors, nothing half written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.workflow import interrupted
from tests.workflow.samples import QUICK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.workflow.conftest import Sentir

LITTLE_MEMORY = """
import resource, sys
from sentir.cli.main import main
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), resource.RLIM_INFINITY))
main(sys.argv[2:])
"""
SMALL_FILES_ONLY = """
import resource, sys
from sentir.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
main(sys.argv[2:])
"""


def limited(most_bytes: int, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command that cannot write a file of more bytes than these."""
    return subprocess.run(
        [sys.executable, "-c", SMALL_FILES_ONLY, str(most_bytes), *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.mark.parametrize(
    ("most_bytes", "file"),
    [(1000, "config.json"), (2000, "data.json"), (8000, "checkpoint"), (20_000, "report.html")],
)
def test_a_file_without_room_ends_the_training_clearly(
    most_bytes: int, file: str, few: Path, whole: dict[str, Any], sentir: Sentir, tmp_path: Path
) -> None:
    done = limited(most_bytes, interrupted.train(few, "--out", "run"))
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    message = done.stderr.splitlines()[-1]
    assert message.startswith(f"error: cannot write run/{file}")
    assert "no room is left on the disk" in message
    assert "Free some room" in message
    folder = tmp_path / "run"
    if file in {"config.json", "data.json"}:
        assert not folder.exists()
        return
    assert message.endswith(" Then go on with: sentir resume run")
    assert interrupted.leftovers(folder) == []
    assert sentir("runs", "--json").status == 0
    assert sentir("resume", "run").status == 0
    assert interrupted.result(folder) == whole


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Return a function that makes a small disk, or gives the one it made another size."""
    place = tmp_path / "disk"
    place.mkdir()

    def sized(size: str) -> Path:
        again = ["-o", f"remount,size={size}"] if place.is_mount() else ["-o", f"size={size}"]
        command = ["mount", "-t", "tmpfs", *again, "tmpfs", str(place)]
        if (
            shutil.which("mount") is None
            or subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode
        ):
            pytest.skip("no disk of its own can be made here: that takes root's permission")
        return place

    yield sized
    if place.is_mount():
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("size", ["4k", "24k", "48k", "100k", "140k"])
def test_a_training_on_a_full_disk_goes_on_where_there_is_room_again(
    size: str, disk: Callable[[str], Path], few: Path, whole: dict[str, Any], sentir: Sentir
) -> None:
    folder = disk(size) / "run"
    done = sentir(*interrupted.train(few, "--out", folder))
    assert done.status == 5, done.err
    assert "no room is left on the disk" in done.err
    assert interrupted.leftovers(disk(size)) == []
    disk("10m")
    if folder.exists():
        assert sentir("resume", folder).status == 0
    else:
        assert sentir(*interrupted.train(few, "--out", folder)).status == 0
    assert interrupted.result(folder) == whole


def test_a_folder_that_cannot_be_written_is_refused(sentir: Sentir, few: Path) -> None:
    for place in ("/proc/run", few / "run"):
        done = sentir("train", few, "--out", place, *QUICK)
        assert done.status == 5
        assert f"cannot write {place}" in done.err
    done = sentir("train", few, "--out", few, *QUICK)
    assert done.status == 4
    assert f"{few} is a file" in done.err


def test_too_little_memory_ends_the_training_clearly(few: Path) -> None:
    huge = ("--set", "model.hidden_size=8192", "--set", "model.embedding_size=4096")
    command = ["train", str(few), "--out", "run", *QUICK, *huge]
    done = subprocess.run(
        [sys.executable, "-c", LITTLE_MEMORY, str(600 * 2**20), *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 5, done.stderr
    assert "error: this machine has not enough memory for it. Choose a smaller" in done.stderr
    assert "Traceback" not in done.stderr


def without_privileges(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command for which the permissions of files count, whoever runs the tests."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if os.getuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write everywhere, and there is no setpriv to change that")
    return subprocess.run(
        [*(drop if os.getuid() == 0 else []), sys.executable, "-m", "sentir", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.fixture
def closed(tmp_path: Path, few: Path, finished: Path) -> Iterator[Path]:
    """Yield a folder with data and a run in it, that may be read only, as the working folder."""
    shutil.copy(few, tmp_path / "moods.csv")
    folders = [tmp_path, finished]
    for folder in folders:
        folder.chmod(0o555)
    yield tmp_path
    for folder in folders:
        folder.chmod(0o755)


def test_without_permission_it_says_so(closed: Path) -> None:
    for command, place in (
        (("train", "moods.csv", *QUICK), "runs/moods"),
        (("report", "finished"), "finished/report.html"),
        (("test", "finished"), "finished/"),
    ):
        done = without_privileges(*command)
        assert done.returncode == 5, done.stderr
        assert f"cannot write {place}" in done.stderr
        assert "you have no permission for it. Choose a folder of your own" in done.stderr
        assert "Traceback" not in done.stderr
    assert without_privileges("predict", "finished", "wonderful").returncode == 0
    assert without_privileges("diagnose", "finished").returncode == 0
    doctor = without_privileges("doctor")
    assert doctor.returncode == 0
    assert "cannot be written" in doctor.stdout


def test_data_that_may_not_be_read_is_refused(tmp_path: Path, few: Path) -> None:
    Path(shutil.copy(few, tmp_path / "moods.csv")).chmod(0)
    done = without_privileges("train", "moods.csv", *QUICK)
    assert done.returncode == 3, done.stderr
    assert "moods.csv cannot be read: Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
