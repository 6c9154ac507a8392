from __future__ import annotations

import os
import signal

import pytest

from sentir.experiments.attempt import Bench, run_trial
from sentir.experiments.pool import Pool, Watch
from sentir.experiments.trial import Trial
from tests.experiments import small

TRIALS = [
    Trial(name="base"),
    Trial(name="wide", settings={"model.hidden_size": 12}),
    Trial(name="short", settings={"text.max_length": 3}, seed=1),
]


class Killer(Watch):
    """Kills the process that carries out the trial at this place, once."""

    def __init__(self, place: int) -> None:
        self.place = place
        self.pool: Pool | None = None

    def epoch(self, place: int, epoch: int) -> None:
        del epoch
        if place == self.place and self.pool is not None:
            worker = next(worker for worker, at in self.pool.in_hand.items() if at == place)
            os.kill(worker.pid, signal.SIGKILL)


class StopAfter(Watch):
    def __init__(self) -> None:
        self.finished = 0

    def asks_to_stop(self) -> bool:
        return self.finished == 1


def test_trials_side_by_side_come_to_what_they_come_to_alone() -> None:
    base, data = small.config(), small.data()
    with Pool(base, data, jobs=2, cores=2) as pool:
        seconds = pool.times(TRIALS)
        found = dict(pool.run(TRIALS))
    assert all(each is not None and each > 0 for each in seconds)
    bench = Bench(base, data)
    for place, trial in enumerate(TRIALS):
        alone = run_trial(bench, trial)
        assert found[place].trial == trial
        assert found[place].kept == alone.kept
        assert (found[place].losses == alone.losses).all()
        assert (found[place].right == alone.right).all()


def test_a_process_that_is_killed_fails_its_trial_and_no_other() -> None:
    watch = Killer(place=0)
    with Pool(small.config("train.epochs=30"), small.data(), jobs=1, cores=1, watch=watch) as pool:
        watch.pool = pool
        found = dict(pool.run([Trial(name="victim"), Trial(name="next")]))
    assert found[0].state == "failed"
    assert found[0].reason == (
        "its process was killed by the system or a person, perhaps for want of memory (signal 9)"
    )
    assert found[1].is_finished


def test_a_trial_that_cannot_be_trained_fails_with_the_reason_of_the_error() -> None:
    bad = Trial(name="bad", settings={"train.class_weights": {"rage": 2.0}})
    with Pool(small.config(), small.data(), jobs=1, cores=1) as pool:
        assert pool.times([bad]) == [None]
        found = dict(pool.run([bad, Trial(name="good")]))
    assert "rage" in found[0].reason
    assert found[1].is_finished


def test_a_pool_asked_to_stop_gives_up_what_is_under_way_and_leaves_no_process() -> None:
    watch = StopAfter()
    found, pids = [], list[int]()
    with Pool(small.config("train.epochs=5"), small.data(), jobs=1, cores=1, watch=watch) as pool:
        for place, _ in pool.run([Trial(name=f"{n}", seed=n) for n in range(5)]):
            found.append(place)
            watch.finished += 1
            pids = [worker.pid for worker in pool.workers]
    assert found == [0]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(("cores", "jobs", "asked", "threads"), [
    (4, 2, '"auto"', 2), (2, 2, '"auto"', 1), (8, 1, "3", 3), (2, 4, '"auto"', 1),
])  # fmt: skip
def test_cores_are_shared_out_among_the_processes(
    cores: int, jobs: int, asked: str, threads: int
) -> None:
    with Pool(small.config(f"train.threads={asked}"), small.data(), jobs=jobs, cores=cores) as pool:
        assert pool.threads == threads
