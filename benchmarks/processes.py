"""Commands as processes of their own, from their start to their end: seconds, CPU, memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bar import NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Mapping

STARTER = Path(__file__).with_name("one_process.py")
# A person's environment: threads as the program chooses them, compiled modules kept.
_LEFT_OUT = {
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
    "PYTHONPATH",
    "LANGUAGE",
    "LC_ALL",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a command took, and what it printed.

    Attributes:
        wall_s: seconds from its start to its end.
        cpu_s: seconds of processor time, its own and the system's, its children's too.
        peak_mb: most memory at one time.
        output: its standard output.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float
    output: str = ""

    def to_json(self) -> dict[str, float]:
        """Return the numbers."""
        numbers = asdict(self)
        del numbers["output"]
        return {name: round(value, 3) for name, value in numbers.items()}


def sentir(*arguments: object) -> list[str]:
    """Return the command line of the program in this environment."""
    program = Path(sys.executable).with_name("sentir")
    return [str(program), *map(str, arguments)]


def spend(
    command: list[str],
    *,
    cwd: Path,
    cores: int = 0,
    environment: Mapping[str, str] | None = None,
) -> Spent:
    """Run a command to its end and return what it took.

    Args:
        command: the program's absolute path and its arguments.
        cwd: where it runs.
        cores: on how many cores it may run; 0 for all.
        environment: what is added to a person's environment.

    Raises:
        NotMeasuredError: it failed; with the end of what it said.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "taken.json"
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(STARTER), str(report), str(cores), *command],
            cwd=cwd,
            env={**person(), **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip()[-2000:]
            raise NotMeasuredError(f"{' '.join(command)} ended with {done.returncode}: {said}")
        return Spent(**json.loads(report.read_text("ascii")), output=done.stdout)


def person() -> dict[str, str]:
    """Return the environment of somebody who set nothing special."""
    return {**{k: v for k, v in os.environ.items() if k not in _LEFT_OUT}, "LANG": "C.UTF-8"}
