"""Loss and score of rows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.tasks.task import make_task
from sentir.training.measures import measure

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats
    from sentir.text.sequences import Sequences
    from tests.training.conftest import MakeRun, SmallData

TASK = make_task("multiclass", ("anger", "fear", "joy"))


def answer(sequences: Sequences) -> Floats:
    """Answer by the last word of a text, as a net that has learned would."""
    logits = np.zeros((len(sequences), 3), np.float32)
    last = np.array([sequences.row(row)[-1] for row in range(len(sequences))]) - 2
    logits[np.arange(len(sequences)), last] = 2.0
    return logits


def test_batches_of_any_size_measure_the_same(make_run: MakeRun) -> None:
    data: SmallData = make_run().data
    whole = measure(answer, [data.batch(np.arange(40))], task=TASK)
    parts = measure(answer, [data.batch(np.arange(0, 3)), data.batch(np.arange(3, 40))], task=TASK)
    assert whole == parts
    assert whole.count == 40
    assert whole.score == 1.0
    assert whole.loss == pytest.approx(math.log(1 + 2 * math.exp(-2)))


def test_the_measured_loss_knows_no_smoothing_and_no_penalty(make_run: MakeRun) -> None:
    plain, held = make_run(), make_run(label_smoothing=0.3, l2=1.0, l1=1.0)
    assert plain.step.evaluate(plain.data.seen()) == held.step.evaluate(held.data.seen())


def test_measuring_drops_nothing_and_draws_nothing(make_run: MakeRun) -> None:
    run = make_run()
    before = run.step.dropout.bit_generator.state
    assert run.step.evaluate(run.data.seen()) == run.step.evaluate(run.data.seen())
    assert run.step.dropout.bit_generator.state == before


def test_of_no_rows_nothing_is_known() -> None:
    found = measure(answer, [], task=TASK)
    assert found.count == 0
    assert math.isnan(found.loss)


def test_answers_that_are_no_numbers_measure_as_no_number(make_run: MakeRun) -> None:
    data = make_run().data
    found = measure(lambda sequences: answer(sequences) * math.nan, data.seen(), task=TASK)
    assert math.isnan(found.loss)
    assert math.isnan(found.score)
    assert found.count == 20
