"""Run one command and write down what it took. Started by `processes.py`; not for import.

The memory peak that the system reports of a process begins with that of the one that started it.
So the starter must be small: this file imports nothing large.

    python -I -S one_process.py REPORT.json CORES COMMAND...      CORES 0: all
"""

import json
import os
import sys
import time

report, cores, *command = sys.argv[1:]
if int(cores):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(cores)])
start = time.perf_counter()
process = os.posix_spawn(command[0], command, os.environ)
_, status, usage = os.wait4(process, 0)
taken = {
    "wall_s": time.perf_counter() - start,
    "cpu_s": usage.ru_utime + usage.ru_stime,
    "peak_mb": usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
}
with open(report, "w", encoding="ascii") as file:  # noqa: PTH123 - pathlib is a large import
    json.dump(taken, file)
sys.exit(os.waitstatus_to_exitcode(status))
