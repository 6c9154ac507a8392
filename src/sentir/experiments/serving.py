"""What a worker does with its orders: time a piece of a trial, or carry all of it out."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.config.loading import validate
from sentir.errors import SentirError
from sentir.experiments.attempt import Bench, run_trial
from sentir.experiments.piece import seconds_of
from sentir.experiments.trial import Trial, failed
from sentir.experiments.trial_data import TrialData
from sentir.store.atomic import write_whole
from sentir.store.documents import plain, read_document
from sentir.store.tensors import pack_arrays
from sentir.training.hooks import Hook

if TYPE_CHECKING:
    from sentir.experiments.trial import TrialResult
    from sentir.training.state import TrainState

DATA, CONFIG, ARRAYS = "data.json", "config.json", "arrays-{number}.safetensors"
"""What stands in the folder between a pool and its workers."""
_ORDERS, _ANSWERS = 0, 1  # the pool's pipes: a worker has no terminal


def serve(folder: str, *, threads: int) -> None:
    """Carry out orders until there are none; each answer is one line of JSON.

    Args:
        folder: holds the rows and the base settings; arrays are left in it.
        threads: that share an update of this worker.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches a whole group: the pool decides
    place = Path(folder)
    orders: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders, place), daemon=True).start()
    base = validate(read_document(place / CONFIG, mend=""), origin="the base settings")
    bench = Bench(base, TrialData.read(place / DATA))
    while True:
        order = orders.get()
        trial = Trial.from_json(order["trial"])
        if order["what"] == "time":
            _say({"seconds": _timed(bench, trial, threads)})
            continue
        result = _carried_out(bench, trial, threads)
        write_whole(place / ARRAYS.format(number=order["number"]), pack_arrays(result.arrays()))
        _say({"result": result.to_json()})


def _listen(orders: queue.SimpleQueue[dict[str, Any]], place: Path) -> None:
    """Pass orders on; at the end of input nobody wants an answer, so the whole process ends.

    That is the pool's own end, however it came about, so what it left behind is removed.
    """
    with os.fdopen(_ORDERS, encoding="utf-8") as lines:
        for line in lines:
            orders.put(json.loads(line))
    shutil.rmtree(place, ignore_errors=True)
    os._exit(0)


def _timed(bench: Bench, trial: Trial, threads: int) -> float | None:
    try:
        return seconds_of(bench, trial, threads=threads)
    except (SentirError, MemoryError):  # carrying it out will say why
        return None


def _carried_out(bench: Bench, trial: Trial, threads: int) -> TrialResult:
    try:
        return run_trial(bench, trial, threads=threads, hooks=[_Epochs()])
    except SentirError as error:
        return failed(trial, str(error))
    except MemoryError:
        return failed(trial, "this machine has not enough memory for it")


class _Epochs(Hook):
    """Tells of every measurement, so that time left can be reckoned."""

    def after_epoch(self, state: TrainState) -> None:
        _say({"epoch": state.epoch})


def _say(answer: dict[str, Any]) -> None:
    line = memoryview(json.dumps(plain(answer)).encode() + b"\n")
    while line:  # a pipe may take a part of it
        line = line[os.write(_ANSWERS, line) :]
