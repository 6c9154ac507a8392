"""The machine a result was measured on, without its name, and how busy it was with other things."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.runtime.threads import physical_cores
from sentir.training.machine import machine_record

if TYPE_CHECKING:
    from benchmarks.bar import Place

QUIET = 0.25
"""Share of the cores that others may use while something is measured."""
_LOOK_S = 1.0
_FIELDS = 8  # of a line of /proc/stat: user to steal; guests are counted in user already


def machine(threads: int) -> dict[str, Any]:
    """Return cores, processor, memory, versions, and the threads of the matrix products."""
    record = machine_record(threads or physical_cores())
    return {
        "cores": physical_cores(),
        "processor": _processor(),
        "memory_gb": _memory_gb(),
        "system": platform.system(),
        **{key: record[key] for key in ("python", "numpy", "blas", "threads")},
    }


def conditions(place: Place) -> dict[str, float | None]:
    """Return how busy others keep the machine; wait for them first as long as there is patience."""
    end = time.monotonic() + place.patience_s
    busy = busy_share()
    while busy is not None and busy > QUIET and time.monotonic() < end:
        time.sleep(5)
        busy = busy_share()
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    return {"load": load, "busy": busy}


def busy_share() -> float | None:
    """Return the share (0..1) of the cores in use while this process sleeps; None if unknown."""
    first = _ticks()
    time.sleep(_LOOK_S)
    second = _ticks()
    if first is None or second is None or second[1] == first[1]:
        return None
    return round(1 - (second[0] - first[0]) / (second[1] - first[1]), 2)


def _ticks() -> tuple[int, int] | None:
    """Return the ticks in which the cores rested, and all ticks."""
    try:
        with Path("/proc/stat").open(encoding="ascii") as file:
            numbers = [int(word) for word in file.readline().split()[1 : 1 + _FIELDS]]
    except OSError:
        return None
    return numbers[3] + numbers[4], sum(numbers)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("ascii", errors="replace").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (ValueError, OSError, AttributeError):
        return None
