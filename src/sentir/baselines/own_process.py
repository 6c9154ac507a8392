"""The linear baseline in a process of its own: computed once per data and split, then kept.

It runs beside the training without taking its threads, and its memory is given back at its end.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from sentir.baselines.linear import NO_SKLEARN, Linear, has_sklearn
from sentir.errors import MachineError
from sentir.store.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.baselines.linear import Rows
    from sentir.statistics.arrays import Ints
    from sentir.tasks.task import Task

VERSION = 1
"""Counts up whenever the baseline itself changes: what was kept before is then computed anew."""
FOLDER = "sentir-baseline-"
"""How the names of the temporary folders begin through which the processes speak."""
GIVEN, ANSWER, COMPLAINT = "in.json", "out.json", "complaint.txt"
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def baseline_key(fingerprint: str, split: Mapping[str, Ints]) -> str:
    """Return the name under which the baseline of these rows is kept.

    Args:
        fingerprint: What identifies rows, texts and labels: the files' hashes, how they were read.
        split: Row numbers by part, train among them.
    """
    digest = hashlib.sha256(f"{VERSION}\n{fingerprint}\n".encode())
    for part in sorted(split):
        rows = np.ascontiguousarray(split[part], dtype="<i8")
        digest.update(f"{part} {rows.size}\n".encode() + rows.tobytes())
    return digest.hexdigest()[:32]


@dataclass(slots=True)
class LinearJob:
    """A baseline that is kept already, or being computed; as a context, it is stopped at its end.

    Attributes:
        path: Where it is kept; a file whose name starts with the key.
        process: What computes it; None where nothing does.
        folder: Holds the process' input and output; None where nothing is computed.
        kept: The answer, once it is known.
    """

    path: Path
    process: subprocess.Popen[bytes] | None = None
    folder: tempfile.TemporaryDirectory[str] | None = None
    kept: Linear | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def is_done(self) -> bool:
        """Return whether `result` would return at once."""
        return self.process is None or self.process.poll() is not None

    def result(self) -> Linear:
        """Wait for the baseline, keep it, and return it; a failure is a reason, not an error."""
        if self.process is not None and self.folder is not None:
            try:
                self.process.wait()
                self.kept = self._take(Path(self.folder.name))
            finally:
                self.stop()
        return self.kept or Linear(missing="the linear baseline was stopped before its end")

    def stop(self) -> None:
        """End the process, if it still runs, and remove its files."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        if self.folder is not None:
            self.folder.cleanup()
        self.process = self.folder = None

    def _take(self, folder: Path) -> Linear:
        found = _stored(folder / ANSWER)
        if found is None:
            complaint = (folder / COMPLAINT).read_text(encoding="utf-8", errors="replace")
            last = complaint.strip().rpartition("\n")[2]
            return Linear(
                missing=f"the linear baseline failed: {last or 'its process ended early'}"
            )
        if not found.missing:
            with contextlib.suppress(OSError, MachineError):  # what is not kept is computed again
                self.path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self.path, json.dumps(found.to_json()).encode())
        return found


def start_linear(
    cache: Path, key: str, *, train: Rows, parts: Mapping[str, Rows], task: Task
) -> LinearJob:
    """Return the kept baseline of this key, or start computing it beside whatever runs."""
    path = cache / f"{key}.json"
    kept = _stored(path)
    if kept is not None and set(kept.scores) >= set(parts):
        return LinearJob(path, kept=kept)
    if not has_sklearn():
        return LinearJob(path, kept=Linear(missing=NO_SKLEARN))
    request = json.dumps(_request(train, parts, task))
    try:
        return _started(path, request)
    except OSError as error:
        return LinearJob(path, kept=Linear(missing=f"the linear baseline cannot start: {error}"))


def _started(path: Path, request: str) -> LinearJob:
    folder = tempfile.TemporaryDirectory(prefix=FOLDER)
    inside = Path(folder.name)
    (inside / GIVEN).write_text(request, encoding="utf-8")
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    with (inside / COMPLAINT).open("wb") as complaint:
        process = subprocess.Popen(  # noqa: S603 - this Python and this package
            [sys.executable, "-m", "sentir.baselines", str(inside / GIVEN), str(inside / ANSWER)],
            stdin=subprocess.PIPE,  # it closes with this process, however that ends
            stdout=subprocess.DEVNULL,
            stderr=complaint,
            env=environment,
        )
    return LinearJob(path, process=process, folder=folder)


def cached_linear(
    cache: Path, key: str, *, train: Rows, parts: Mapping[str, Rows], task: Task
) -> Linear:
    """Return the baseline kept under this key, computing it first where there is none."""
    return start_linear(cache, key, train=train, parts=parts, task=task).result()


def _request(train: Rows, parts: Mapping[str, Rows], task: Task) -> dict[str, Any]:
    return {
        "kind": task.kind,
        "labels": list(task.labels),
        "train": _rows(train),
        "parts": {name: _rows(part) for name, part in parts.items()},
    }


def _rows(rows: Rows) -> dict[str, Any]:
    return {"texts": list(rows.texts), "targets": rows.targets.tolist()}


def _stored(path: Path) -> Linear | None:
    """Return the baseline in this file; None where it is missing or no longer readable."""
    try:
        return Linear.from_json(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
