from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import pytest

from sentir.config.assignments import parse_assignment
from sentir.config.settings import RunConfig
from sentir.diagnose.remedies import STEPS
from sentir.diagnose.remedy_settings import remedy_settings
from sentir.report.language import language
from sentir.report.next_step import next_step, repeated

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport

NUMBERS = {"validation_rows": 200, "validation_rows_needed": 500}


def _settings(**sections: dict[str, Any]) -> dict[str, Any]:
    return RunConfig.model_validate(sections).model_dump(mode="json")


@pytest.mark.parametrize("code", STEPS)
@pytest.mark.parametrize(
    "sections",
    [
        {},
        {"model": {"hidden_size": [64, 32]}},
        {"model": {"cell": "bag", "pooling": "mean"}},
        {"model": {"cell": "multi_hot"}},
        {"model": {"cell": "multi_hot", "dense_size": [16, 16]}},
    ],
)
def test_what_a_step_sets_is_a_setting_that_training_takes(
    code: str, sections: dict[str, Any]
) -> None:
    for name, value in remedy_settings(code, _settings(**sections), NUMBERS).items():
        section, key = name.split(".")
        assigned = parse_assignment(f"{name}={value}")
        config = RunConfig.model_validate(
            {**sections, section: {**sections.get(section, {}), **assigned[section]}}
        )
        before = RunConfig.model_validate(sections)
        assert getattr(getattr(config, section), key) != getattr(getattr(before, section), key)


def test_what_is_done_already_is_not_offered_again() -> None:
    dropped = {"embedding_dropout": 0.3, "word_dropout": 0.1, "pooled_dropout": 0.5}
    assert remedy_settings("dropout", _settings(model=dropped), {}) == {}
    assert remedy_settings("weight_decay", _settings(train={"weight_decay": 0.01}), {}) == {}
    assert remedy_settings("clip_gradients", _settings(train={"clip_norm": 1.0}), {}) == {}


def test_a_net_over_words_held_is_made_smaller_and_dropped_in_its_dense_layers() -> None:
    bare = {"cell": "multi_hot", "dense_size": [512, 512], "word_dropout": 0.0}
    settings = _settings(model=bare)
    assert remedy_settings("smaller_net", settings, {}) == {"model.dense_size": "[256, 256]"}
    assert remedy_settings("larger_net", settings, {}) == {"model.dense_size": "[1024, 1024]"}
    assert remedy_settings("dropout", settings, {}) == {
        "model.word_dropout": "0.1",
        "model.dense_dropout": "0.5",
    }
    assert remedy_settings("smaller_net", _settings(model={"cell": "multi_hot"}), {}) == {}


def test_a_step_that_was_tried_gives_way_to_the_next(make_report: MakeReport) -> None:
    report = make_report()
    reasons = {"fit_reason": "gap", "course_reason": "at_rest"}
    report["verdict"] = {"fit": "overfit", "course": "good", "numbers": reasons}
    step = next_step(report, language("en"))
    assert step.code == "smaller_net"  # dropout and weight decay are set
    assert step.command.endswith("--set model.hidden_size=64")


def test_a_step_without_a_setting_is_said_alone(make_report: MakeReport) -> None:
    report = make_report()
    reasons = {"fit_reason": "small_gap", "course_reason": "at_rest"}
    report["verdict"] = {"fit": "good", "course": "good", "numbers": reasons}
    step = next_step(report, language("en"))
    assert (step.code, step.command) == ("look_at_worst", "")


def test_the_command_is_the_runs_own_without_its_folder_and_its_look_at_the_test_rows() -> None:
    command = "sentir train a.csv --out 'my runs/x' --set train.epochs=5 --test --lang es"
    assert repeated(command, {"model.hidden_size": "[64, 32]"}) == (
        "sentir train a.csv --set train.epochs=5 --lang es --set 'model.hidden_size=[64, 32]'"
    )
    assert repeated("sentir train a.csv --profile", {}) == "sentir train a.csv"
    assert repeated("sentir train a.csv --out=x --test", {}) == "sentir train a.csv"
    assert repeated("sentir train a.csv --out='my runs'/x --seed 1", {}) == (
        "sentir train a.csv --seed 1"
    )
    resumed = repeated("sentir resume runs/x", {"train.epochs": "20"})
    assert resumed == "sentir train ... --set train.epochs=20"
    assert shlex.split(resumed)[-1] == "train.epochs=20"


@pytest.mark.parametrize(
    "given",
    [
        "--set train.epochs=2",
        "--set=train.epochs=2",
        "--set 'train.epochs=2'",
        "--set train.epochs='2'",
        "--set train.epochs=2 --set=train.epochs=3",
    ],
)
def test_a_setting_that_was_given_is_replaced(given: str) -> None:
    command = f"sentir train a.csv {given} --set 'model.hidden_size=[8, 8]' --lang es"
    assert repeated(command, {"train.epochs": "4"}) == (
        "sentir train a.csv --set 'model.hidden_size=[8, 8]' --lang es --set train.epochs=4"
    )
    assert repeated(command, {"model.hidden_size": "16"}) == (
        f"sentir train a.csv {given} --lang es --set model.hidden_size=16"
    )
