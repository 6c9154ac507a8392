from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sentir.cli import trial_lines
from sentir.cli.trial_lines import LiveTrials, TrialJson, finished_line, standing_line
from sentir.experiments.trial import Trial, TrialResult, failed
from sentir.report.language import language
from sentir.workflows.trial_progress import Standing

if TYPE_CHECKING:
    from sentir.workflows.trial_progress import TrialProgress

EN, ES = language("en"), language("es")
WIDE = Trial(name="model.hidden_size = 64", seed=1)
STANDING = Standing(done=3, of=12, under_way=((WIDE, 0.4),), left_s=200.0)
DONE = TrialResult(trial=WIDE, kept={"val_score": 0.8123, "val_loss": 0.51234}, seconds=75.0)


def test_the_live_line_says_how_many_are_done_and_what_is_under_way() -> None:
    assert standing_line(STANDING, EN) == (
        "3 of 12 trials done, 3 min left · 40\u00a0% model.hidden_size = 64"
    )
    assert standing_line(STANDING, ES).startswith("3 de 12 ensayos hechos, quedan 3 min")


def test_a_live_line_too_long_for_a_terminal_is_cut_and_shows_that() -> None:
    both = Standing(done=3, of=12, under_way=((WIDE, 0.4), (WIDE, 0.2)), left_s=200.0)
    line = standing_line(both, EN)
    assert line.endswith("40\u00a0% model.hidden_size = 64, 20\u00a0% model.hi…")
    assert len(line) == 77


def test_a_finished_trial_is_a_line_with_score_loss_and_time() -> None:
    assert finished_line(DONE, STANDING, EN) == (
        "[3/12] model.hidden_size = 64, seed 1: 81.2\u00a0% right, loss 0.512, 1 min"
    )


def test_a_failed_trial_is_a_line_that_says_why() -> None:
    line = finished_line(failed(WIDE, "no memory"), STANDING, EN)
    assert line == "[3/12] model.hidden_size = 64, seed 1: failed: no memory"


@pytest.mark.parametrize("kind", [TrialJson, LiveTrials])
def test_whatever_shows_trials_writes_on_standard_error_alone(
    kind: type[TrialProgress], capsys: pytest.CaptureFixture[str]
) -> None:
    progress = kind() if kind is TrialJson else kind(EN)  # type: ignore[call-arg]  # those two
    progress.say("a note [with brackets]")
    progress.begin(STANDING)
    progress.glance(STANDING)
    progress.finished(DONE, STANDING)
    progress.end()
    shown = capsys.readouterr()
    assert shown.out == ""
    if isinstance(progress, TrialJson):
        note, begun, done = (json.loads(line) for line in shown.err.splitlines())
        assert note == {"note": "a note [with brackets]"}
        assert begun == {"trials": 12, "done": 3, "left_s": 200.0}
        assert (done["name"], done["seed"], done["done"]) == (WIDE.name, 1, 3)
        assert "history" not in done
    else:
        assert "a note [with brackets]" in shown.err
        assert "[3/12]" in shown.err


def test_where_nobody_looks_on_a_long_trial_gives_a_line_a_minute(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = TrialJson()
    progress.glance(STANDING)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(trial_lines, "_EVERY_S", 0.0)
    progress.glance(STANDING)
    assert json.loads(capsys.readouterr().err) == {"trials": 12, "done": 3, "left_s": 200.0}
