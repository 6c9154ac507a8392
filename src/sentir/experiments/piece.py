"""How long a trial takes, from a short piece of it."""

from __future__ import annotations

import dataclasses
import itertools
import time
from typing import TYPE_CHECKING

import numpy as np

from sentir.experiments.trial import config_of
from sentir.training.run import begin

if TYPE_CHECKING:
    from sentir.experiments.attempt import Bench
    from sentir.experiments.trial import Trial
    from sentir.training.run import Prepared
    from sentir.training.step import Step

_PIECE_S = 0.5
_LEAST_UPDATES = 3
_MEASURED_ROWS = 256


def seconds_of(bench: Bench, trial: Trial, *, threads: int) -> float:
    """Return about how many seconds a trial takes: a few updates and a measurement, timed.

    Early stopping is not foreseen, so that it is an upper bound where a trial has that.
    """
    config = config_of(trial, bench.base)
    began = time.perf_counter()
    prepared = bench.prepared(config, trial)
    preparing = time.perf_counter() - began
    step = begin(config, prepared, threads=threads)
    measured = prepared.batches.seen_count + prepared.split.validation.size
    epoch = prepared.batches.updates_per_epoch * _update_s(step, prepared)
    measuring = measured * _measured_row_s(step, prepared)
    return preparing + config.train.epochs * (epoch + measuring) + measuring


def _update_s(step: Step, prepared: Prepared) -> float:
    batches = itertools.chain.from_iterable(map(prepared.batches.train, itertools.count()))
    step.update(next(batches))  # buffers are made at the first
    began, done = time.perf_counter(), 0
    while done < _LEAST_UPDATES or time.perf_counter() - began < _PIECE_S:
        step.update(next(batches))
        done += 1
    return (time.perf_counter() - began) / done


def _measured_row_s(step: Step, prepared: Prepared) -> float:
    rows = prepared.split.train
    rng = np.random.default_rng(0)
    some = rng.choice(rows, min(rows.size, _MEASURED_ROWS), replace=False)
    batches = dataclasses.replace(prepared.batches, train_rows=some)
    began = time.perf_counter()
    step.evaluate(batches.seen())
    return (time.perf_counter() - began) / some.size
