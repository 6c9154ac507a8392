from __future__ import annotations

import math
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.errors import MachineError, RunError
from sentir.store.atomic import PARTIAL
from sentir.store.checkpoint import CHECKPOINT_NAME, read_checkpoint, write_checkpoint

if TYPE_CHECKING:
    from pathlib import Path

# Writes checkpoint after checkpoint; in each, all numbers are equal and say which one it is.
WRITER = """
import itertools, sys
from pathlib import Path
import numpy as np
from sentir.store.checkpoint import write_checkpoint
for number in itertools.count():
    write_checkpoint(Path(sys.argv[1]), {"numbers": np.full(200_000, number)}, {"number": number})
    print(number, flush=True)
"""


def test_a_checkpoint_comes_back_bit_for_bit(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    arrays = {
        "single": rng.normal(size=(3, 4)).astype(np.float32),
        "double": np.array([0.1, np.nan, np.inf, -0.0]),
        "whole": np.array([2**63 - 1]),
        "bytes": np.arange(5, dtype=np.uint8),
        "scalar": np.array(1.5),
        "turned": rng.normal(size=(3, 4)).T,
        "none": np.empty((0, 7), np.float32),
    }
    meta = {"best": math.inf, "epoch": 3, "generator": rng.bit_generator.state, "tenth": 0.1}
    write_checkpoint(tmp_path / "checkpoint", arrays, meta)
    back = read_checkpoint(tmp_path / "checkpoint")
    assert back is not None
    assert back.meta == meta
    assert set(back.arrays) == set(arrays)
    for name, array in arrays.items():
        assert back.arrays[name].dtype == array.dtype
        assert back.arrays[name].shape == array.shape
        assert back.arrays[name].tobytes() == array.tobytes()
        assert back.arrays[name].flags.writeable


def test_a_run_without_checkpoint_has_none(tmp_path: Path) -> None:
    assert read_checkpoint(tmp_path / "checkpoint") is None


def test_a_writer_killed_at_any_time_leaves_a_whole_checkpoint(tmp_path: Path) -> None:
    wait = random.Random(0)  # noqa: S311 - not a secret
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            written = int(writer.stdout.readline())
            time.sleep(wait.uniform(0, 0.05))
            writer.send_signal(signal.SIGKILL)
            written = max([written, *map(int, writer.stdout.read().split())])
        back = read_checkpoint(tmp_path)
        assert back is not None
        assert back.meta["number"] in {written, written + 1}
        assert set(back.arrays["numbers"].tolist()) == {back.meta["number"]}


def test_what_a_killed_writer_left_is_passed_over_and_removed(tmp_path: Path) -> None:
    write_checkpoint(tmp_path, {}, {"epoch": 1})
    (tmp_path / f".0123{PARTIAL}").write_bytes(b"half")
    back = read_checkpoint(tmp_path)
    assert back is not None
    assert back.meta == {"epoch": 1}
    write_checkpoint(tmp_path, {}, {"epoch": 2})
    assert [path.name for path in tmp_path.iterdir()] == [CHECKPOINT_NAME]


def test_a_damaged_checkpoint_is_refused(tmp_path: Path) -> None:
    write_checkpoint(tmp_path, {"a": np.arange(9)}, {})
    path = tmp_path / CHECKPOINT_NAME
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    with pytest.raises(RunError, match=r"damaged or cut short.*Start the run anew"):
        read_checkpoint(tmp_path)


def test_a_model_file_is_no_checkpoint(tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT_NAME).write_bytes(b"SENTIR01" + bytes(100))
    with pytest.raises(RunError, match="is not a checkpoint"):
        read_checkpoint(tmp_path)


def test_a_checkpoint_where_a_file_is_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_bytes(b"")
    with pytest.raises(MachineError, match="cannot write"):
        write_checkpoint(tmp_path / "checkpoint", {}, {})
