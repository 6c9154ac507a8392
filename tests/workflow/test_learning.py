"""What a whole training must come to: it learns what is there, and nothing that is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import sentir
from sentir.config.loading import resolve
from sentir.config.recipes import load_recipe, shipped_recipes
from sentir.data.sources.table import Table
from sentir.data.splits import Split
from sentir.training.run import begin, kept_net, prepare, train
from sentir.training.state import TrainState
from tests.workflow.samples import QUICK, rows, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.config.settings import RunConfig
    from sentir.training.run import Prepared
    from tests.workflow.conftest import Sentir


NO_DROPOUT = {"embedding_dropout": 0.0, "word_dropout": 0.0, "pooled_dropout": 0.0}


def table(texts: list[str], labels: list[str]) -> Table:
    n = len(texts)
    return Table(
        texts=texts, labels=labels, parts=[None] * n, file_index=[0] * n,
        lines=list(range(2, n + 2)), files=[],
    )  # fmt: skip


def trained(config: RunConfig, data: Table, split: Split) -> tuple[TrainState, Prepared]:
    prepared = prepare(config, data, split)
    state = TrainState(step=begin(config, prepared, threads=1))
    return train(state, prepared, config), prepared


@pytest.mark.parametrize(
    ("cell", "pooling"),
    [
        *((cell, "max") for cell in ("multi_hot", "bag", "rnn", "lstm", "gru")),
        ("bag", "flatten"),
        ("rnn", "flatten"),
    ],
)
@pytest.mark.parametrize("classes", [2, 4])
def test_a_net_learns_sixteen_rows_by_heart(cell: str, pooling: str, classes: int) -> None:
    rng = np.random.default_rng(classes)
    words = [f"word{n}" for n in range(30)]
    texts = [" ".join(rng.choice(words, size=rng.integers(3, 9))) for _ in range(16)]
    labels = [f"class{n % classes}" for n in range(16)]
    rows = np.arange(16)
    config = resolve(
        None,
        model={
            "cell": cell,
            "embedding_size": 16,
            "hidden_size": 16,
            "pooling": pooling,
            "dense_size": [16] if cell == "multi_hot" else [],
            **NO_DROPOUT,
        },
        train={
            "epochs": 80,
            "batch_size": 8,
            "learning_rate": 0.02,
            "label_smoothing": 0.0,
            "schedule": "constant",
            "weight_decay": 0.0,
        },
    )
    split = Split(train=rows, validation=rows, test=rows[:0])
    state, prepared = trained(config, table(texts, labels), split)
    assert (state.history[-1].train_loss or 1.0) < 0.01
    assert state.history[-1].train_score == 1.0
    logits = kept_net(state, prepared).logits(prepared.sequences)
    decided = prepared.task.decide(prepared.task.activate(logits))
    assert np.array_equal(decided, prepared.targets)


@pytest.mark.parametrize(
    "sets",
    [
        ("model.cell=multi_hot", "model.dense_size=[6,4]", "train.l2=0.001", "train.optimizer=adam",
         "train.l2_layers=[\"dense\"]", "train.weight_decay=0"),
        ("model.cell=multi_hot",),
        ("model.cell=bag", "model.pooling=flatten", "text.max_length=12"),
        ("model.cell=lstm", "model.pooling=flatten", "text.max_length=6", "model.dense_size=4"),
        ("model.cell=rnn", "model.pooling=last", "text.read_padding=true", "text.max_length=12"),
        ("model.recurrent_dropout=0.2", "model.input_dropout=0.2", "model.hidden_size=[4,3]"),
    ],
    ids=["multi_hot", "multi_hot alone", "flat bag", "flat lstm", "padding", "row dropout"],
)  # fmt: skip
def test_every_net_goes_from_a_file_to_an_answer(
    sentir: Sentir, tmp_path: Path, sets: tuple[str, ...]
) -> None:
    write_csv(tmp_path / "a.csv", rows(90))
    chosen = [word for one in sets for word in ("--set", one)]
    planned = sentir("train", "a.csv", *QUICK, *chosen, "--plan", "--json")
    assert planned.status == 0, planned.err
    done = sentir("train", "a.csv", "--out", "run", *QUICK, *chosen, "--json")
    assert done.status == 0, done.err
    answers = sentir("predict", "run", "a lovely day", "", "zzz", "--json")
    assert answers.status == 0, answers.err
    found = [json.loads(line) for line in answers.out.splitlines()]
    assert [answer["why_not"] for answer in found][1:] == ["empty", "no_known_word"]
    assert sum(found[0]["probabilities"].values()) == pytest.approx(1, abs=1e-4)
    again = sentir("report", "run", "--json")
    assert again.status == 0, again.err


def test_shuffled_labels_stay_at_chance(tmp_path: Path) -> None:
    data = rows(600)
    shuffled = np.random.default_rng(1).permutation([label for _, label in data])
    mixed = [(text, str(label)) for (text, _), label in zip(data, shuffled, strict=True)]
    settings: dict[str, Any] = {
        "train.threads": 1, "train.epochs": 8, "train.learning_rate": 0.03,
        "model.hidden_size": 8, "model.embedding_size": 8, "baseline.linear": False,
        "split.validation": 0.4, **{f"model.{name}": 0.0 for name in NO_DROPOUT},
    }  # fmt: skip
    run = sentir.train(write_csv(tmp_path / "mixed.csv", mixed), settings=settings)
    score = run.scores["validation"]["accuracy"]
    assert score["n"] >= 200
    assert score["low"] < 1 / 3 < score["high"]
    assert run.verdict.fit != "good"
    told = sentir.train(write_csv(tmp_path / "told.csv", data), settings=settings)
    assert told.scores["validation"]["accuracy"]["value"] > 0.9


@pytest.mark.parametrize("recipe", shipped_recipes())
def test_every_recipe_trains_an_epoch(recipe: str, sentir: Sentir, tmp_path: Path) -> None:
    if load_recipe(recipe).kind != "run":
        pytest.skip("not a recipe of one run")
    classes = ("joy", "anger")
    write_csv(tmp_path / "a.csv", rows(80, classes=classes))
    quick = ("--set", "train.epochs=1", "--set", "train.threads=1", *QUICK[-2:])
    done = sentir("train", recipe, "--data", "a.csv", "--out", "run", *quick, "--json")
    assert done.status == 0, done.err
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["kept_epoch"] == 1
    assert sentir("predict", "run", "a lovely day").status == 0


def test_the_history_is_that_of_the_nets_it_measured(tmp_path: Path) -> None:
    """Both losses of the kept epoch are those of the kept weights, with nothing dropped."""
    data = rows(120)
    config = resolve(
        None,
        model={
            "embedding_size": 8, "hidden_size": 8, "word_dropout": 0.3, "pooled_dropout": 0.5,
        },
        train={"epochs": 4, "learning_rate": 0.03, "label_smoothing": 0.0},
    )  # fmt: skip
    found = table([text for text, _ in data], [label for _, label in data])
    split = Split(train=np.arange(80), validation=np.arange(80, 120), test=np.arange(0))
    state, prepared = trained(config, found, split)
    assert state.best is not None
    row = state.history[state.best.epoch]
    net = kept_net(state, prepared)
    for part, loss, score in (
        (split.train, row.train_loss, row.train_score),
        (split.validation, row.val_loss, row.val_score),
    ):
        logits = net.logits(prepared.sequences.take(part)).astype(np.float64)
        targets = prepared.targets[part]
        shares = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        assert (logits.argmax(axis=1) == targets).mean() == pytest.approx(score)
        assert -shares[np.arange(part.size), targets].mean() == pytest.approx(loss, rel=1e-5)
