"""Our side of the comparison: the step and the batches that `sentir train` uses.

    python own_training.py CASE FOLDER BATCH_SIZE [THREADS]

It reads a number of updates a line and answers with a JSON object: the seconds they took.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this file is a program: `benchmarks` must be found beside `src`

from sentir.runtime.threads import use_blas_threads  # noqa: E402 - after the path

use_blas_threads(1)  # as every command does, before NumPy

import numpy as np  # noqa: E402

from benchmarks.speed_cases import CASES, Ready, ready  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator


def losses(found: Ready, *, threads: int) -> Iterator[float]:
    """Yield the loss of one update after another, epochs without an end."""
    step = found.step(threads=threads)
    for epoch in itertools.count():
        for batch in found.batches.train(epoch):
            yield step.update(batch).loss


def main() -> None:
    """Answer each line of standard input."""
    name, folder, batch_size, *threads = sys.argv[1:]
    found = ready(CASES[name], Path(folder), batch_size=int(batch_size))
    updates = losses(found, threads=int(threads[0]) if threads else 0)
    for line in sys.stdin:
        start = time.perf_counter()
        done = list(itertools.islice(updates, int(line)))
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "loss": float(np.mean(done))}), flush=True)


if __name__ == "__main__":
    main()
