from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sentir.errors import MachineError
from sentir.store.atomic import PARTIAL, read_bounded, remove_leftovers, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

# Room for 100 kB only: the kernel's own limit on the size of a file, as a full disk would stop it.
FULL_DISK = """
import resource, sys
from pathlib import Path
from sentir.errors import MachineError
from sentir.store.atomic import write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write_whole(Path(sys.argv[1]), b"new" * 100_000)
except MachineError as error:
    print(error)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_written_file_holds_its_pieces_one_after_the_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", b"one ", memoryview(b"two"))
    assert (tmp_path / "file").read_bytes() == b"one two"
    assert names(tmp_path) == ["file"]


def test_a_written_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_whole(tmp_path / "whole", b"")
    plain, whole = ((tmp_path / name).stat().st_mode for name in ("plain", "whole"))
    assert stat.S_IMODE(plain) == stat.S_IMODE(whole)


def test_a_full_disk_is_said_and_the_old_file_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    said = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert f"cannot write {path}: no room is left on the disk" in said
    assert "Free some room, or choose another folder" in said
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


@pytest.fixture
def nobody() -> Iterator[None]:
    """Be a user without rights of the superuser, who may write everywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


@pytest.mark.usefixtures("nobody")
def test_a_folder_without_permission_is_said() -> None:
    with pytest.raises(
        MachineError,
        match=r"cannot write /no_such_file: you have no permission.*folder of your own",
    ):
        write_whole(Path("/no_such_file"), b"")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=r"its folder does not exist\. Make the folder first"):
        write_whole(tmp_path / "none" / "file", b"")


def test_a_file_where_a_folder_is_needed_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(MachineError, match=r"a file where a folder is needed\. Choose another"):
        write_whole(tmp_path / "file" / "inner", b"")


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(MachineError, match="cannot write /dev/full: it is not an ordinary file"):
        write_whole(Path("/dev/full"), b"")


def test_through_a_link_the_file_it_names_is_written(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder" / "file")
    write_whole(tmp_path / "link", b"text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "file").read_bytes() == b"text"


def test_only_leftovers_of_a_killed_writer_are_removed(tmp_path: Path) -> None:
    for name in (f".0123{PARTIAL}", ".hidden", f"a{PARTIAL}"):
        (tmp_path / name).write_bytes(b"")
    remove_leftovers(tmp_path)
    assert names(tmp_path) == [".hidden", f"a{PARTIAL}"]


def test_a_file_over_its_bound_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert read_bounded(tmp_path / "file", 5) == b"12345"
    assert read_bounded(tmp_path / "file", 4) is None
    with pytest.raises(MachineError, match="cannot read /dev/zero: it is not an ordinary file"):
        read_bounded(Path("/dev/zero"), 1000)
