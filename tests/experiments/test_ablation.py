from __future__ import annotations

import numpy as np
import pytest

from sentir.config.variations import parse_variation
from sentir.errors import ConfigError
from sentir.experiments.ablation import ablation_of, sample, variants_of
from tests.experiments import small
from tests.experiments.test_comparison import result


def test_a_value_that_the_base_has_is_the_base_and_trained_once() -> None:
    factors = [
        parse_variation("model.hidden_size=8,16"),  # the base has 8
        parse_variation("train.epochs=2,4"),  # and 2
        parse_variation("model.hidden_size=16,[8,8]"),
    ]
    found = variants_of(small.config(), factors)
    assert found.of_factor == [
        ["base", "model.hidden_size = 16"],
        ["base", "train.epochs = 4"],
        ["model.hidden_size = 16", "model.hidden_size = [8,8]"],
    ]
    assert found.settings["base"] == {}
    trials = found.trials([0, 1])
    assert len(trials) == 8
    assert [trial.seed for trial in trials] == [0] * 4 + [1] * 4


def test_the_base_is_not_trained_where_no_factor_has_it() -> None:
    found = variants_of(small.config(), [parse_variation("model.hidden_size=3,4")])
    assert list(found.settings) == ["model.hidden_size = 3", "model.hidden_size = 4"]


def test_a_value_of_the_wrong_kind_is_refused_with_what_fits() -> None:
    with pytest.raises(ConfigError, match=r"model\.hidden_size: should be") as caught:
        variants_of(small.config(), [parse_variation("model.hidden_size=8,big")])
    assert "given: 'big'" in str(caught.value)


def test_every_value_is_held_against_the_first_of_its_factor() -> None:
    factors = [parse_variation("train.epochs=2,4,8")]
    names = {"base": 0.8, "train.epochs = 4": 0.95, "train.epochs = 8": 0.8}
    results = [result(name, seed, share) for name, share in names.items() for seed in range(3)]
    found = ablation_of(factors, variants_of(small.config(), factors), results)
    first, second, third = found["factors"][0]["values"]
    assert "score" not in first
    assert second["score"]["against"] == third["score"]["against"] == "base"
    assert second["score"]["outcome"] == "better"
    assert third["score"]["outcome"] == "tied"
    assert found["variants"]["base"]["score"]["value"] == pytest.approx(0.8)


def test_a_sample_has_each_class_in_its_share_and_at_least_once() -> None:
    labels = ["a"] * 700 + ["b"] * 298 + ["c"] * 2
    rows = np.arange(1000)
    found = sample(rows, labels, 100, rng=np.random.default_rng(0))
    assert found.size == np.unique(found).size == 100
    counts = {name: sum(labels[row] == name for row in found) for name in "abc"}
    assert counts == {"a": 70, "b": 29, "c": 1}
    again = sample(rows, labels, 100, rng=np.random.default_rng(0))
    assert (found == again).all()
    assert sample(rows, labels, 1000, rng=np.random.default_rng(0)).tolist() == rows.tolist()
