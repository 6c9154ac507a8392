"""A command with all the processes it starts: how much memory they hold together, and when."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bar import NotMeasuredError
from benchmarks.processes import person

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVERY_S = 0.05
_PROCESSES = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What a command and its processes took.

    Attributes:
        wall_s: seconds from its start to its end.
        peak_mb: most memory of all of them at one time; what they share counts in each.
        processes: how many there were at that time.
        output: its standard output.
    """

    wall_s: float
    peak_mb: float
    processes: int
    output: str


def spend_together(command: list[str], *, cwd: Path) -> Together:
    """Run a command to its end, looking at the memory of its processes 20 times a second.

    Raises:
        NotMeasuredError: it failed, or the system does not say what processes hold.
    """
    if not (_PROCESSES / "self" / "statm").exists():
        raise NotMeasuredError("the memory of several processes is read from /proc, as on Linux")
    with (cwd / "said.txt").open("w+", encoding="utf-8") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=cwd, env=person(), stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        most: tuple[float, int] = (0.0, 0)
        while process.poll() is None:
            held = [_held_mb(each) for each in _family(process.pid)]
            most = max(most, (sum(held), len(held)))
            time.sleep(_EVERY_S)
        wall_s = time.perf_counter() - start
        said.seek(0)
        output = said.read()
    if process.returncode:
        raise NotMeasuredError(
            f"{' '.join(command)} ended with {process.returncode}: {output.strip()[-2000:]}"
        )
    return Together(wall_s=wall_s, peak_mb=most[0], processes=most[1], output=output)


def _family(process: int) -> Iterator[int]:
    """Yield a process and all that come from it; one that has ended meanwhile has none."""
    yield process
    for tasks in (_PROCESSES / str(process) / "task").glob("*/children"):
        try:
            children = tasks.read_text("ascii").split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _held_mb(process: int) -> float:
    try:
        pages = int((_PROCESSES / str(process) / "statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
