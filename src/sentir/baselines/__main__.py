"""`python -m sentir.baselines IN OUT`: fit the linear baseline on the rows in IN, write OUT.

Both are JSON. IN: `kind`, `labels`, `train` and `parts`, rows as `texts` and `targets`.
OUT: scores, decided classes, how it was fitted, or why not. The process is nice to others, and
ends when its standard input closes, as it does when the process that started it is killed; the
texts that were handed over in a temporary folder go with it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np

from sentir.baselines.linear import Rows, linear
from sentir.baselines.own_process import FOLDER
from sentir.store.atomic import write_whole
from sentir.tasks.task import make_task

NICE = 5


def main(source: str, target: str) -> None:
    """Read the request, fit, write the answer."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    request = json.loads(Path(source).read_bytes())
    found = linear(
        _rows(request["train"]),
        {name: _rows(part) for name, part in request["parts"].items()},
        task=make_task(request["kind"], request["labels"]),
    )
    write_whole(Path(target), json.dumps(found.to_json()).encode())


def _end_with_input(folder: Path) -> None:
    """End this process when its standard input ends: nobody waits for the answer any more."""
    sys.stdin.buffer.read()
    if folder.name.startswith(FOLDER):
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)


def _rows(stored: dict[str, Any]) -> Rows:
    return Rows(texts=stored["texts"], targets=np.array(stored["targets"], dtype=np.int64))


if __name__ == "__main__":
    given_in = Path(sys.argv[1]).parent
    threading.Thread(target=_end_with_input, args=[given_in], daemon=True).start()
    main(sys.argv[1], sys.argv[2])
