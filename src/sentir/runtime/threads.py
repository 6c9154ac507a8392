"""How many threads NumPy's matrix products use; it must be said before NumPy is imported.

A matrix library waits for its threads by spinning, so that on a busy machine a second one makes
the work ten times slower. Every command asks for one, and training shares its work out among
threads of its own, which wait without spinning. This module imports no NumPy: it must come first.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def use_blas_threads(count: int) -> None:
    """Ask the matrix library for this many threads, as long as NumPy is not imported yet.

    Where it is imported already, threadpoolctl does the same if it is installed.
    """
    for variable in _VARIABLES:
        os.environ[variable] = str(count)
    if "numpy" in sys.modules:
        try:
            from threadpoolctl import threadpool_limits
        except ModuleNotFoundError:
            return
        threadpool_limits(limits=count)


def physical_cores() -> int:
    """Return the number of physical cores this process may use, at least 1."""
    allowed = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    if not allowed:
        return os.cpu_count() or 1
    cores = {_core_of(processor) for processor in allowed}
    return len(cores)


def _core_of(processor: int) -> str:
    # Two logical processors of one core list the same siblings.
    siblings = Path(f"/sys/devices/system/cpu/cpu{processor}/topology/thread_siblings_list")
    try:
        return siblings.read_text("ascii").strip()
    except OSError:
        return str(processor)
