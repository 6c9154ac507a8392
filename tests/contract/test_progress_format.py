"""The events on standard error, as `docs/formats.md` says them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from sentir.cli.progress import JsonLines
from sentir.cli.trial_lines import TrialJson
from sentir.experiments.trial import Trial, TrialResult
from sentir.store.histories import HistoryRow
from sentir.training.state import TrainState
from sentir.workflows.trial_progress import Standing
from tests.contract.test_formats import section

if TYPE_CHECKING:
    import pytest

STANDING = Standing(done=1, of=2, under_way=(), left_s=3.0)


def test_the_document_names_every_key_of_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    one, many = JsonLines(), TrialJson()
    one.say("a note")
    one.begin(epochs=2, updates_per_epoch=3, finished=0)
    many.begin(STANDING)
    own = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [key for event in own for key in event if f"`{key}`" not in section("Progress")] == []
    row = HistoryRow(epoch=1, train_loss=1.0, val_loss=2.0)
    one.after_epoch(TrainState(step=cast("Any", None), history=[row]))
    many.finished(TrialResult(trial=Trial(name="base")), STANDING)
    epoch, trial = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert [key for key in epoch if f"`{key}`" not in section("History")] == []
    assert {"name", "trials", "done", "left_s"} <= trial.keys()
    known = section("Progress") + section("Experiment")
    assert [key for key in trial if f"`{key}`" not in known] == []
