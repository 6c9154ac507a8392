from __future__ import annotations

import numpy as np
import pytest

from sentir.errors import ConfigError, RunError
from sentir.experiments.attempt import Bench, run_trial
from sentir.experiments.trial import Trial, TrialResult, config_of
from sentir.experiments.trial_data import TrialData
from sentir.training.run import begin, kept_net, prepare, train
from sentir.training.state import TrainState
from tests.experiments import small


def test_a_trial_changes_its_settings_and_its_seed_and_nothing_else() -> None:
    base = small.config()
    changed = config_of(Trial(name="x", settings={"model.hidden_size": [4, 2]}, seed=7), base)
    assert changed.model.hidden_sizes == (4, 2)
    assert changed.train.seed == 7
    assert changed.train.epochs == base.train.epochs
    assert changed.text == base.text


def test_a_setting_that_does_not_exist_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="hidden_size") as caught:
        config_of(
            Trial(name="model.hiden_size = 3", settings={"model.hiden_size": 3}), small.config()
        )
    assert 'the settings of "model.hiden_size = 3"' in str(caught.value)


def test_a_trial_gives_the_bits_of_a_training_on_the_whole_table() -> None:
    table, split = small.table_and_split()
    config = small.config("train.seed=3", "model.pooled_dropout=0.4", "train.epochs=3")
    prepared = prepare(config, table, split)
    state = train(TrainState(step=begin(config, prepared, threads=1)), prepared, config)

    bench = Bench(small.config("model.pooled_dropout=0.4", "train.epochs=3"), small.data())
    found = run_trial(bench, Trial(name="same", seed=3))

    timeless = [(row.epoch, row.train_loss, row.val_loss, row.val_score) for row in state.history]
    assert [(r.epoch, r.train_loss, r.val_loss, r.val_score) for r in found.history] == timeless
    logits = kept_net(state, prepared).logits(prepared.sequences.take(split.validation))
    right = (
        prepared.task.decide(prepared.task.activate(logits)) == prepared.targets[split.validation]
    )
    assert (found.right == right).all()
    assert found.right.mean() == pytest.approx(found.kept["val_score"])
    assert found.losses.mean() == pytest.approx(found.kept["val_loss"], rel=1e-5)


def test_a_result_comes_back_from_its_json_and_its_arrays() -> None:
    bench = Bench(small.config("train.epochs=1"), small.data(asked=["we were delighted", ""]))
    found = run_trial(bench, Trial(name="base", seed=1))
    again = TrialResult.from_json(found.to_json(), found.arrays())
    assert again.to_json() == found.to_json()
    assert found.asked.shape == (2, 3)
    assert found.asked.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert found.model_bytes > 2 * found.parameters
    with pytest.raises(RunError, match="lacks 'kept'"):
        TrialResult.from_json(
            {
                "name": "x",
                "settings": {},
                "seed": 0,
                "rows": "",
                "history": [],
                "state": "finished",
                "reason": "",
            },
            {},
        )


def test_a_trial_whose_loss_is_never_finite_fails_with_the_update() -> None:
    sets = ("train.optimizer=sgd", "train.weight_decay=0.0", "train.learning_rate=1e300")
    found = run_trial(Bench(small.config(*sets), small.data()), Trial(name="wild"))
    assert found.state == "failed"
    assert "not finite at update" in found.reason


def test_other_training_rows_keep_vocabulary_and_validation_rows() -> None:
    data = small.data()
    some = TrialData(
        texts=data.texts, labels=data.labels, train=data.train, validation=data.validation,
        sets={"some": data.train[::2]},
    )  # fmt: skip
    bench = Bench(small.config("train.epochs=1"), some)
    trial = Trial(name="some", rows="some")
    whole = bench.prepared(bench.base, Trial(name="all"))
    fewer = bench.prepared(bench.base, trial)
    assert fewer.vocabulary is whole.vocabulary
    assert fewer.split.train.tolist() == data.train[::2].tolist()
    assert (fewer.split.validation == whole.split.validation).all()
    assert (
        run_trial(bench, trial).history[0].val_loss
        == run_trial(bench, Trial(name="all")).history[0].val_loss
    )  # the same first weights


def test_texts_are_read_again_only_where_settings_read_them_otherwise() -> None:
    bench = Bench(small.config(), small.data())
    first = bench.prepared(bench.base, Trial(name="a"))
    wider = config_of(Trial(name="b", settings={"model.hidden_size": 16}), bench.base)
    assert bench.prepared(wider, Trial(name="b")).sequences is first.sequences
    shorter = config_of(Trial(name="c", settings={"text.max_length": 2}), bench.base)
    assert bench.prepared(shorter, Trial(name="c")).sequences.lengths.max() == 2


def test_rows_written_for_other_processes_come_back(tmp_path: object) -> None:
    from pathlib import Path

    data = small.data(sets={"few": np.array([1, 2, 3])}, asked=["qué alegría"])
    path = Path(str(tmp_path)) / "data.json"
    data.write(path)
    again = TrialData.read(path)
    assert list(again.texts) == list(data.texts)
    assert list(again.labels) == list(data.labels)
    assert (again.train == data.train).all()
    assert (again.validation == data.validation).all()
    assert again.sets["few"].tolist() == data.sets["few"].tolist()
    assert list(again.asked) == ["qué alegría"]
