from __future__ import annotations

from typing import Any

import pytest

from sentir.config.kinds import ablation_of
from sentir.config.recipes import load_recipe
from sentir.config.variations import parse_variation, shown
from sentir.errors import ConfigError


@pytest.mark.parametrize(("typed", "setting", "values"), [
    ("model.hidden_size=16,32,64", "model.hidden_size", [16, 32, 64]),
    ("model.hidden_size=[64,32], [32,16]", "model.hidden_size", [[64, 32], [32, 16]]),
    ("model.dense_activation = relu,tanh", "model.dense_activation", ["relu", "tanh"]),
    ("model.bidirectional=true,false", "model.bidirectional", [True, False]),
    ("model.pooled_dropout=0,.5", "model.pooled_dropout", [0, 0.5]),
    ('train.class_weights=none,{joy = 2.0, fear = 1.0}', "train.class_weights",
     ["none", {"joy": 2.0, "fear": 1.0}]),
])  # fmt: skip
def test_values_are_separated_by_commas_and_lists_stand_in_brackets(
    typed: str, setting: str, values: list[Any]
) -> None:
    found = parse_variation(typed)
    assert found.setting == setting
    assert found.values == values


@pytest.mark.parametrize(("typed", "said"), [
    ("model.hidden_size", "is not a variation"),
    ("=1,2", "is not a variation"),
    ("model.hidden_size=16", "nothing to compare it with"),
    ("model.hidden_size=", "a value is empty"),
    ("model.hidden_size=1,,2", "a value is empty"),
    ("model.hidden_size=[1,2", "a bracket is open"),
    ("model.hidden_size=1],2", "a bracket is open"),
    ("model.hidden_size=16,16", "the value 16 stands there twice"),
    ("train.seed=1,2", "give --seeds"),
    ("data.source=a,b", "All trials must see the same rows"),
    ("split.validation=0.1,0.2", "judged on the same rows"),
    ("predict.min_probability=0.1,0.2", "changes nothing in the net"),
])  # fmt: skip
def test_what_would_compare_nothing_is_refused_with_the_mend(typed: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_variation(typed)
    assert said in str(caught.value)


def test_values_are_shown_as_they_are_typed() -> None:
    values = [16, [64, 32], "tanh", True, 0.002, 1e-5, {"joy": 2.0}]
    assert [shown(value) for value in values] == [
        "16", "[64,32]", "tanh", "true", "0.002", "1e-05", "{joy=2}",
    ]  # fmt: skip


def test_a_reading_of_a_net_that_is_not_trained_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'kind = "ablation"\ntitle = "x"\n'
        '[[factors]]\nsetting = "model.hidden_size"\nvalues = [1, 2]\n'
        '[[readings]]\nsetting = "model.hidden_size"\nvalue = 3\nreadings = ["overfitting"]\n'
    )
    with pytest.raises(ConfigError, match=r"a reading is of model\.hidden_size = 3"):
        ablation_of(load_recipe(str(path)))


def test_an_ablation_recipe_is_not_trained_but_named_with_its_command() -> None:
    from sentir.config.loading import resolve

    with pytest.raises(ConfigError, match="sentir ablate r5-exercises --data PATH"):
        resolve(load_recipe("r5-exercises"))
