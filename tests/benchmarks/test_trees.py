"""Commands measured together with the processes they start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.bar import NotMeasuredError
from benchmarks.trees import spend_together

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
_HOLDING = "import time; x = b'x' * 40_000_000; time.sleep(0.5)"


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def test_memory_that_processes_hold_at_one_time_is_summed(tmp_path: Path) -> None:
    alone = spend_together(python(_HOLDING), cwd=tmp_path)
    starts = f"import subprocess, sys; c = [sys.executable, '-S', '-c', {_HOLDING!r}]; "
    both = spend_together(
        python(f"{starts}a = subprocess.Popen(c); b = subprocess.Popen(c); a.wait(); b.wait()"),
        cwd=tmp_path,
    )
    assert (alone.processes, both.processes) == (1, 3)
    assert both.peak_mb - alone.peak_mb > 40_000_000 / 2**20


def test_one_after_the_other_is_not_summed(tmp_path: Path) -> None:
    starts = f"import subprocess, sys; c = [sys.executable, '-S', '-c', {_HOLDING!r}]; "
    after = spend_together(
        python(f"{starts}subprocess.run(c); subprocess.run(c); print('joy')"), cwd=tmp_path
    )
    assert after.processes == 2
    assert after.peak_mb < 90
    assert after.output == "joy\n"


def test_a_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(NotMeasuredError, match="ended with 3: sorry"):
        spend_together(python("print('sorry'); raise SystemExit(3)"), cwd=tmp_path)
