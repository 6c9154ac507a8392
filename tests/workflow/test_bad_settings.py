"""Commands and settings that are wrong: exit status 2, and a message that says what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workflow.samples import QUICK, rows, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.conftest import Sentir


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("train",), "Missing argument 'DATA|RECIPE'"),
        (("predict",), "Missing argument 'MODEL'"),
        (("test",), "Missing argument 'RUN'"),
        (("resume",), "Missing argument 'RUN'"),
        (("report",), "Missing argument 'RUN'"),
        (("diagnose",), "Missing argument 'RUN|HISTORY'"),
        (("audit",), "Missing argument 'DATA'"),
        (("train", "a.csv", "b.csv"), "unexpected extra argument"),
        (("train", "a.csv", "--sett", "x"), "No such option: --sett"),
        (("train", "a.csv", "--out"), "Option '--out' requires an argument"),
        (("diagnose", "a.csv", "--validation-rows", "many"), "valid integer"),
        (("tarin", "a.csv"), "No such command 'tarin'"),
        (("--nope",), "No such option: --nope"),
    ],
)
def test_a_wrong_command_is_said_in_a_line(
    command: tuple[str, ...], said: str, sentir: Sentir
) -> None:
    done = sentir(*command)
    assert done.status == 2
    assert done.err.startswith("error: ")
    assert said in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("--epochs", "3"), "Settings are given with --set train.epochs=3\n"),
        (("--hidden-size=8",), "Settings are given with --set model.hidden_size=8\n"),
        (("--set", "train.epochs=3", "model.cell=gru"), "of its own: --set model.cell=gru\n"),
    ],
)
def test_a_setting_typed_as_something_else_is_told_its_option(
    command: tuple[str, ...], said: str, sentir: Sentir
) -> None:
    done = sentir("train", "a.csv", *command)
    assert done.status == 2
    assert said in done.err


def test_the_program_alone_shows_its_help(sentir: Sentir) -> None:
    done = sentir()
    assert done.status == 2
    assert "train" in done.out
    assert "error" not in done.out + done.err


@pytest.mark.parametrize(
    ("assignment", "said"),
    [
        ("model.hiden_size=8", 'model.hiden_size is not a setting. Did you mean "hidden_size"?'),
        ("modle.cell=gru", 'modle is not a setting. Did you mean "model"?'),
        ("model.hidden_size=big", "should be a valid integer or a valid list (given: 'big')"),
        ("train.epochs=0", "train.epochs: should be greater than or equal to 1 (given: 0)"),
        ("train.epochs=2.5", "train.epochs: should be a valid integer"),
        (
            "model.cell=gur",
            "model.cell: should be 'multi_hot', 'bag', 'rnn', 'lstm' or 'gru' (given: 'gur')",
        ),
        ("model=3", "model: should be a table of settings, model.KEY=VALUE (given: 3)"),
        ("model.cell", '--set "model.cell" is not an assignment. Write SECTION.KEY=VALUE'),
        ("train.task=binary", "task binary needs exactly two labels, but there are 3"),
        ("train.class_weights.joyy=2.0", '"joyy" is not one of the classes (anger, fear, joy). '
         'Did you mean "joy"?'),
        ("train.momentum=0.5", "momentum belongs to sgd; adamw has its own"),
        ("data.on_bad_row=maybe", "data.on_bad_row: should be 'fail', 'skip' or 'quarantine'"),
        ("data.encoding=klingon", '"klingon" is not a text encoding'),
        ("data.delimiter=abc", 'the delimiter must be one character or "tab", not "abc"'),
    ],
)  # fmt: skip
def test_an_unfit_setting_is_refused_before_a_run_is_made(
    assignment: str, said: str, sentir: Sentir, tmp_path: Path
) -> None:
    write_csv(tmp_path / "a.csv", rows())
    done = sentir("train", "a.csv", *QUICK, "--set", assignment)
    assert done.status == 2
    assert said in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_all_problems_are_said_at_once(sentir: Sentir, moods: Path) -> None:
    sets = ("train.epochs=-3", "model.cell=gur", "text.max_lenght=3")
    options = [part for each in sets for part in ("--set", each)]
    done = sentir("train", moods, *options)
    assert done.status == 2
    assert "3 problems in the settings:" in done.err
    for said in ("train.epochs", "model.cell", 'Did you mean "max_length"?'):
        assert said in done.err


def test_a_language_that_is_not_spoken_is_refused_before_any_work(
    sentir: Sentir, moods: Path, tmp_path: Path
) -> None:
    done = sentir("train", moods, "--lang", "xx", *QUICK)
    assert done.status == 2
    assert 'there is no language "xx"; expected one of en, es' in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_recipe_that_cannot_be_read_is_refused(sentir: Sentir, tmp_path: Path) -> None:
    missing = sentir("train", "mine.toml")
    assert missing.status == 2
    assert "recipe mine.toml cannot be read: No such file or directory" in missing.err
    (tmp_path / "mine.toml").write_text("epochs = \n")
    broken = sentir("train", "mine.toml")
    assert broken.status == 2
    assert "mine.toml is not TOML: Invalid value (at line 1" in broken.err
    (tmp_path / "mine.toml").write_bytes(b"\xff\xfe")
    assert "it is not UTF-8 text" in sentir("train", "mine.toml").err


def test_a_training_that_breaks_says_so_and_is_marked(sentir: Sentir, moods: Path) -> None:
    done = sentir("train", moods, *QUICK, "--set", "train.learning_rate=1e38", "--out", "run")
    assert done.status == 4
    assert "no weights could be kept: the loss was not finite at update " in done.err
    assert "Lower train.learning_rate, or set train.clip_norm=1" in done.err
    (run,) = sentir("runs", "--json").json or [{"state": "failed"}]
    assert run["state"] == "failed"
    refused = sentir("predict", "run", "x")
    assert refused.status == 4
    assert "run has no model file: the run is failed" in refused.err


def test_a_plan_of_a_huge_network_is_made_without_the_network(sentir: Sentir, moods: Path) -> None:
    huge = ("--set", "model.hidden_size=8192", "--set", "model.embedding_size=4096")
    done = sentir("train", moods, "--plan", *huge, "--json")
    assert done.status == 0
    assert done.json["parameters"] > 600_000_000
    assert done.json["memory_bytes"] > 9e9
