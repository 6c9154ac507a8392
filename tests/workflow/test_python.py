"""The same use cases from Python: typed, silent, errors as exceptions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import sentir
from tests.workflow import interrupted
from tests.workflow.samples import rows, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.training.state import TrainState

QUICK: dict[str, Any] = {
    "train.threads": 1,
    "train.epochs": 3,
    "train.learning_rate": 0.03,
    "train.schedule": "constant",
    "model.hidden_size": 8,
    "model.embedding_size": 8,
    "baseline.linear": False,
}


def test_a_run_is_trained_judged_and_asked(
    moods: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = sentir.train(moods, settings=QUICK, out=tmp_path / "run")
    assert run.state == "finished"
    assert run.path == tmp_path / "run"
    assert run.scores["validation"]["accuracy"]["n"] == 15
    assert run.verdict == sentir.diagnose(run.path)
    assert [row.epoch for row in run.history()] == [0, 1, 2, 3]
    assert run.report()["model"]["labels"] == ["anger", "fear", "joy"]
    model = sentir.load(run.path)
    one = model("a wonderful day")
    assert isinstance(one, sentir.Prediction)
    among, nothing = model.predict(["a wonderful day", ""])
    assert (among.label, among.sure) == (one.label, one.sure)
    assert among.probabilities == pytest.approx(one.probabilities, abs=1e-5)
    assert nothing.label is None
    assert model("").label is None
    assert sentir.load(run.path / "model.sentir")("a wonderful day") == one
    assert run.model()("a wonderful day") == one
    assert sentir.test(run)["accuracy"]["n"] == 15
    assert sentir.test(run.path)["accuracy"] == run.scores["test"]["accuracy"]
    assert len(run.record["test_looks"]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_runs_are_opened_by_name_and_by_latest(moods: Path, tmp_path: Path) -> None:
    made = sentir.train(moods, settings=QUICK)
    assert str(made.path) == "runs/moods"
    assert sentir.open_run("latest").path == sentir.open_run("moods").path == made.path
    assert sentir.load("latest").labels == ("anger", "fear", "joy")


def test_a_recipe_takes_data_reading_and_settings(tmp_path: Path) -> None:
    data = write_csv(tmp_path / "a.csv", rows(), header=("what", "mood"))
    run = sentir.train(
        "emotion",
        data=data,
        reading={"text": "what", "label": "mood"},
        settings={**QUICK, "train.epochs": 1},
    )
    config = json.loads((run.path / "config.json").read_text())
    assert config["text"]["min_count"] == 2
    assert config["train"]["epochs"] == 1
    assert config["data"]["text"] == "what"


def test_an_interrupted_run_is_resumed_to_the_same_bits(
    few: Path, whole: dict[str, Any], tmp_path: Path
) -> None:
    interrupted.kill_at_write(
        interrupted.WRITES_BEFORE + 14, interrupted.train(few, "--out", "run")
    )
    stopped = sentir.open_run("run")
    for name in ("verdict", "scores"):
        with pytest.raises(
            sentir.SentirError, match=f"has no {name}: the run is interrupted.*sentir resume run"
        ):
            getattr(stopped, name)
    run = sentir.resume("run")
    assert run.state == "finished"
    assert interrupted.result(tmp_path / "run") == whole


def test_settings_are_varied_and_compared(moods: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = sentir.ablate(moods, {"model.cell": ["gru", "bag"]}, settings=QUICK, seeds=1)
    assert list(found["variants"]) == ["base", "model.cell = bag"]
    assert found["factors"][0]["values"][1]["score"]["claim"] == "models"
    assert capsys.readouterr() == ("", "")
    with pytest.raises(sentir.SentirError, match="nothing to compare"):
        sentir.ablate(moods, {"model.hidden_size": [8]})


def test_rows_are_supposed_away_and_answers_compared(
    moods: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = sentir.train(moods, settings=QUICK)
    found = sentir.what_if(run, drop_containing=["furious"], ask=["a furious dinner"], seeds=1)
    assert found["change"]["dropped"]["anger"] > 0
    assert found["asked"][0]["classes"]["anger"]["low"] is None
    assert capsys.readouterr() == ("", "")
    with pytest.raises(sentir.SentirError, match="nothing is to be changed"):
        sentir.what_if(run)


def test_remedies_are_tried_and_compared(moods: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = sentir.train(moods, settings=QUICK)
    found = sentir.remedy(run, only=["more_epochs"], seeds=1)
    (tried,) = found["remedies"]
    assert tried["settings"] == {"train.epochs": 6}
    assert tried["score"]["claim"] == "models"
    assert tried["steadier"] is None
    assert capsys.readouterr() == ("", "")
    with pytest.raises(sentir.SentirError, match="is no remedy"):
        sentir.remedy(run, only=["more_epoch"])


def test_progress_is_heard_by_who_listens(moods: Path) -> None:
    from sentir.workflows.progress import Progress

    class Heard(Progress):
        said: list[str]
        epochs: list[int]

        def __init__(self) -> None:
            self.said, self.epochs = [], []

        def say(self, line: str) -> None:
            self.said.append(line)

        def after_epoch(self, state: TrainState) -> None:
            self.epochs.append(state.epoch)

    heard = Heard()
    sentir.train(moods, settings=QUICK, progress=heard)
    assert heard.epochs == [0, 1, 2, 3]
    assert any("text from column text" in line for line in heard.said)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        ({"subject": "nothing.csv"}, 3, "neither a file or folder"),
        ({"subject": "nothing", "data": "nothing.csv"}, 2, 'no recipe "nothing"'),
        ({"subject": "demo", "settings": {"model.hiden_size": 3}}, 2, '"hidden_size"'),
        (
            {"subject": "demo", "settings": {"epochs": 3}},
            2,
            'Write SECTION.KEY, for example "train.epochs".',
        ),
        ({"subject": "demo", "settings": {"train.epochs": "3"}}, 2, "should be a valid integer"),
        ({"subject": "demo", "reading": {"txet": "a"}}, 2, 'Did you mean "text"?'),
    ],
)
def test_a_mistake_is_an_exception_with_the_message(
    arguments: dict[str, Any], status: int, said: str
) -> None:
    with pytest.raises(sentir.SentirError) as raised:
        sentir.train(**arguments)
    assert said in str(raised.value)
    assert raised.value.exit_status == status


def test_one_text_is_not_taken_for_a_list(finished: Path) -> None:
    with pytest.raises(sentir.SentirError, match="takes a list of texts"):
        sentir.load(finished).predict("a wonderful day")


def test_diagnose_stays_a_function_when_the_room_of_that_name_is_imported() -> None:
    import sentir.diagnose.verdict

    assert callable(sentir.diagnose)


def test_every_public_name_is_there() -> None:
    for name in sentir.__all__:
        assert getattr(sentir, name) is not None
        assert name in dir(sentir)
    with pytest.raises(AttributeError, match="no attribute 'tarin'"):
        sentir.tarin  # noqa: B018 - asking is the test
