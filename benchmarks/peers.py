"""Programs that train side by side, a round at a time each, so that both meet the same machine."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bar import NotMeasuredError
from benchmarks.processes import person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

HERE = Path(__file__).parent
KERAS_PYTHON = "SENTIR_KERAS_PYTHON"
"""Names the interpreter of an environment that has Keras and TensorFlow, if there is one."""
COLLAPSED = 0.6
"""A round in which the peer is slower than this share of its own middle says nothing of us."""
_REST_S = 0.2  # threads that spin while they wait have gone to sleep by then


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Rounds of two programs, pair by pair.

    Attributes:
        own, peer: sequences a second, a number a round.
    """

    own: tuple[float, ...]
    peer: tuple[float, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the middles and how many times faster we are: the median of the pairs.

        Rounds in which the peer itself collapsed are left out and counted.
        """
        usual = statistics.median(self.peer)
        kept = [
            (own, peer)
            for own, peer in zip(self.own, self.peer, strict=True)
            if peer >= COLLAPSED * usual
        ]
        return {
            "own_sequences_a_second": round(statistics.median(own for own, _ in kept)),
            "peer_sequences_a_second": round(statistics.median(peer for _, peer in kept)),
            "times": round(statistics.median(own / peer for own, peer in kept), 3),
            "rounds": len(kept),
            "rounds_left_out": len(self.own) - len(kept),
        }


class Program:
    """A program that answers a number of updates with the seconds they took."""

    def __init__(self, command: Sequence[object], *, batch_size: int) -> None:
        self._batch_size = batch_size
        self._process = subprocess.Popen(
            [str(word) for word in command],
            env=person(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if self._process.stdin is None or self._process.stdout is None:
            raise NotMeasuredError("a program to compare with could not be spoken to")
        self._asking, self._answering = self._process.stdin, self._process.stdout

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()  # the end of its input ends it

    def pace(self, sequences: int) -> float:
        """Train about so many sequences and return how many a second.

        Raises:
            NotMeasuredError: the program ended.
        """
        updates = max(1, round(sequences / self._batch_size))
        seconds: float = self.ask(str(updates))["seconds"]
        return updates * self._batch_size / seconds

    def ask(self, line: str) -> dict[str, Any]:
        """Return the answer to a line.

        Raises:
            NotMeasuredError: the program ended.
        """
        with contextlib.suppress(BrokenPipeError):  # it ended: the answer will be empty
            self._asking.write(f"{line}\n")
            self._asking.flush()
        answer = self._answering.readline()
        if not answer:
            _, said = self._process.communicate()
            raise NotMeasuredError(f"a program to compare with ended: {said.strip()[-1500:]}")
        found: dict[str, Any] = json.loads(answer)
        return found


def side_by_side(own: Program, peer: Program, *, rounds: int, sequences: int) -> Pace:
    """Let both train in turns; a first turn of each warms up."""
    paces: list[tuple[float, float]] = []
    for _ in range(rounds + 1):
        time.sleep(_REST_S)
        ours = own.pace(sequences)
        time.sleep(_REST_S)
        paces.append((ours, peer.pace(sequences)))
    own_paces, peer_paces = zip(*paces[1:], strict=True)
    return Pace(own=own_paces, peer=peer_paces)


def own_program(name: str, folder: Path, *, batch_size: int) -> Program:
    """Return our training of a case."""
    command = (sys.executable, HERE / "own_training.py", name, folder, batch_size)
    return Program(command, batch_size=batch_size)


def torch_program(rows: Path, settings: dict[str, Any]) -> Program:
    """Return the plain PyTorch loop on the same rows."""
    command = (sys.executable, HERE / "plain_torch.py", rows, json.dumps(settings))
    return Program(command, batch_size=settings["batch_size"])


def keras_program(rows: Path, settings: dict[str, Any]) -> Program | None:
    """Return the same in Keras; None where no environment with it is named."""
    python = os.environ.get(KERAS_PYTHON)
    if not python:
        return None
    command = (python, HERE / "plain_keras.py", rows, json.dumps(settings))
    return Program(command, batch_size=settings["batch_size"])
