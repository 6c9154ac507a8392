"""Commands measured as processes of their own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.bar import NotMeasuredError
from benchmarks.machine import busy_share, machine
from benchmarks.processes import person, spend

if TYPE_CHECKING:
    from pathlib import Path


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-S", "-c", code]


def test_work_counts_as_processor_time_and_rest_does_not(tmp_path: Path) -> None:
    work = spend(python("sum(range(3_000_000))"), cwd=tmp_path)
    rest = spend(python("import time; time.sleep(0.3)"), cwd=tmp_path)
    assert rest.wall_s >= 0.3
    assert work.cpu_s > rest.cpu_s


def test_the_memory_peak_is_the_commands_own_not_that_of_who_measures(tmp_path: Path) -> None:
    small = spend(python("pass"), cwd=tmp_path)
    large = spend(python("x = b'x' * 50_000_000"), cwd=tmp_path)
    assert small.peak_mb < 30  # this process holds NumPy and more
    assert 45 < large.peak_mb - small.peak_mb < 55


def test_the_output_comes_back(tmp_path: Path) -> None:
    assert spend(python("print('joy')"), cwd=tmp_path).output == "joy\n"


def test_a_failing_command_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(NotMeasuredError, match="ended with 3: no such run"):
        spend(
            python("import sys; print('no such run', file=sys.stderr); sys.exit(3)"), cwd=tmp_path
        )


def test_threads_are_left_to_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert not {"OMP_NUM_THREADS", "PYTHONDONTWRITEBYTECODE"} & person().keys()


def test_a_machine_is_described_without_its_name() -> None:
    described = machine(1)
    assert described["threads"] == 1
    assert described["cores"] >= 1
    share = busy_share()
    assert share is None or 0 <= share <= 1
