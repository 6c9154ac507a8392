"""Trials in parallel processes: threads shared out, each result given back as it comes.

    with Pool(base, data, jobs=2, cores=2) as pool:
        seconds = pool.times(trials)
        for number, result in pool.run(trials): ...

A process that dies takes its trial with it, which is then a failed one; another takes its place.
When the pool's own process dies, however it dies, the workers end with it.
"""

from __future__ import annotations

import queue
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from sentir.experiments.serving import ARRAYS, CONFIG, DATA
from sentir.experiments.trial import TrialResult, failed
from sentir.experiments.worker import Worker
from sentir.store.documents import write_document
from sentir.store.tensors import unpack_arrays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sentir.config.settings import RunConfig
    from sentir.experiments.trial import Trial
    from sentir.experiments.trial_data import TrialData

_GLANCE_S = 0.2
"""How often the pool looks up from waiting: to stop when asked, to say how long it will take."""


class Watch:
    """What a pool tells while trials run; this one tells nobody and never stops it."""

    def epoch(self, place: int, epoch: int) -> None:
        """Hear that the trial at this place of those to run has finished so many epochs."""

    def glance(self) -> None:
        """Be called a few times a second."""

    def asks_to_stop(self) -> bool:
        """Return whether no further trial should be begun and those under way be given up."""
        return False


class Pool:
    """Processes that wait for trials; as a context, they are gone at its end.

    Attributes:
        threads: that share an update of one process.
        workers: the processes there are.
        in_hand: of those at work, the place of what they work on.
    """

    def __init__(
        self, base: RunConfig, data: TrialData, *, jobs: int, cores: int, watch: Watch | None = None
    ) -> None:
        """Take the base of all trials and their rows.

        Args:
            base: settings that each trial changes some of.
            data: the rows.
            jobs: processes at once.
            cores: of the machine; each process gets its share of them as threads.
            watch: hears how it goes.
        """
        self.threads = max(1, cores // jobs)
        if isinstance(base.train.threads, int):
            self.threads = min(self.threads, base.train.threads)
        self._jobs = jobs
        self._watch = watch or Watch()
        self._room = TemporaryDirectory(prefix="sentir-trials-")
        self._folder = Path(self._room.name)
        self._answers: queue.Queue[tuple[Worker, Any]] = queue.Queue()
        self.workers: list[Worker] = []
        self.in_hand: dict[Worker, int] = {}
        try:
            write_document(self._folder / CONFIG, base.model_dump(mode="json"))
            data.write(self._folder / DATA)
        except BaseException:
            self._room.cleanup()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()
        self.workers.clear()
        self._room.cleanup()

    def times(self, trials: Sequence[Trial]) -> list[float | None]:
        """Return about how many seconds each trial takes; None where that could not be found out.

        As many are timed at once as will run at once, so that they are in each other's way as then.
        """
        found: list[float | None] = [None] * len(trials)
        for number, answer in self._each("time", trials):
            found[number] = answer.get("seconds")
        return found

    def run(self, trials: Sequence[Trial]) -> Iterator[tuple[int, TrialResult]]:
        """Yield each trial's place in `trials` and its result, as they come.

        It ends early when the watch asks for that; what was under way is then given up.
        """
        for number, answer in self._each("run", trials):
            if "result" not in answer:
                yield number, failed(trials[number], answer["gone"])
                continue
            path = self._folder / ARRAYS.format(number=number)
            arrays = unpack_arrays(path.read_bytes(), str(path), mend="Run the command again.")
            path.unlink()
            yield number, TrialResult.from_json(answer["result"], arrays)

    def _each(self, what: str, trials: Sequence[Trial]) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield what is answered to each order; one whose worker has gone is answered "gone"."""
        waiting = list(enumerate(trials))[::-1]
        in_hand = self.in_hand
        try:
            while waiting or in_hand:
                while waiting and len(in_hand) < self._jobs:
                    worker = self._idle() or self._hired()
                    in_hand[worker], trial = waiting.pop()
                    worker.order(what, trial, number=in_hand[worker])
                if (heard := self._heard()) is None:
                    return
                worker, answer = heard
                if worker not in in_hand:
                    continue
                if "epoch" in answer:
                    self._watch.epoch(in_hand[worker], answer["epoch"])
                    continue
                yield in_hand.pop(worker), answer
        finally:
            for worker in in_hand:  # what they still do is of no use to anybody
                self._dismiss(worker)
            in_hand.clear()

    def _heard(self) -> tuple[Worker, dict[str, Any]] | None:
        """Wait for an answer; None when the watch asks to stop."""
        while not self._watch.asks_to_stop():
            self._watch.glance()
            try:
                worker, answer = self._answers.get(timeout=_GLANCE_S)
            except queue.Empty:
                continue
            if answer is not None:
                return worker, answer
            if worker in self.workers:
                reason = worker.why_gone()
                self._dismiss(worker)
                return worker, {"gone": reason}
        return None

    def _idle(self) -> Worker | None:
        return next((worker for worker in self.workers if worker not in self.in_hand), None)

    def _hired(self) -> Worker:
        worker = Worker(self._folder, threads=self.threads, answers=self._answers)
        self.workers.append(worker)
        return worker

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        self.workers.remove(worker)
