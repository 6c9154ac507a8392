"""A process that carries out trials, as the pool sees it: orders in, answers out, one at a time."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import queue
    from pathlib import Path

    from sentir.experiments.trial import Trial

_SIGNALLED = {9: "killed by the system or a person, perhaps for want of memory", 15: "asked to end"}


class Worker:
    """One process; what it says comes to the pool's queue as `(worker, answer)`.

    The answer None says that the process has ended.
    """

    def __init__(
        self, folder: Path, *, threads: int, answers: queue.Queue[tuple[Worker, Any]]
    ) -> None:
        """Start the process; it reads the rows before its first order."""
        self._complaint: IO[bytes] = TemporaryFile(dir=folder)  # noqa: SIM115 - `end` closes it
        self._answers = answers
        self._process = subprocess.Popen(  # noqa: S603 - this Python and this package
            [sys.executable, "-m", "sentir.experiments", str(folder), str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaint,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid

    def order(self, what: str, trial: Trial, *, number: int = 0) -> None:
        """Ask for a trial: to "time" it or to "run" it. One that is gone answers None."""
        line = json.dumps({"what": what, "number": number, "trial": trial.to_json()})
        stream = self._process.stdin
        with contextlib.suppress(BrokenPipeError):
            if stream is not None:
                stream.write(line + "\n")
                stream.flush()

    def end(self) -> None:
        """End the process at once and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._complaint):
            with contextlib.suppress(BrokenPipeError):
                if stream is not None:
                    stream.close()

    def why_gone(self) -> str:
        """Return why the process has ended, in words."""
        status = self._process.wait()
        if status < 0:
            reason = _SIGNALLED.get(-status, "ended by the system")
            return f"its process was {reason} (signal {-status})"
        self._complaint.seek(0)
        said = self._complaint.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
        return f"its process ended with status {status}" + (f": {said[:300]}" if said else "")

    def _listen(self) -> None:
        stream = self._process.stdout
        if stream is not None:
            with stream:
                for line in stream:
                    self._answers.put((self, json.loads(line)))
        self._answers.put((self, None))
