"""Settings: defaults < recipe < --set, every problem listed at once."""

from pathlib import Path

import pytest

from sentir.config.assignments import parse_assignment
from sentir.config.kinds import KINDS
from sentir.config.loading import resolve
from sentir.config.recipes import load_recipe, shipped_recipes
from sentir.errors import ConfigError


def problems(*sets: str) -> str:
    with pytest.raises(ConfigError) as caught:
        resolve(None, sets)
    return str(caught.value)


@pytest.mark.parametrize("name", shipped_recipes())
def test_every_shipped_recipe_is_valid_and_titled(name: str) -> None:
    recipe = load_recipe(name)
    assert recipe.title
    KINDS[recipe.kind].settings().model_validate(recipe.settings)


def test_a_set_option_wins_over_the_recipe_and_the_recipe_over_the_default() -> None:
    recipe = load_recipe("emotion")
    assert resolve(None).text.min_count == 1
    assert resolve(recipe).text.min_count == 2
    assert resolve(recipe, ["text.min_count=3"]).text.min_count == 3


def test_a_recipe_states_only_its_difference_from_the_one_it_extends(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('extends = "emotion"\n[model]\ncell = "lstm"\n', "utf-8")
    config = resolve(load_recipe(str(path)))
    assert config.model.cell == "lstm"
    assert config.model.pooled_dropout == 0.5


def test_recipes_that_extend_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "round.toml"
    path.write_text(f'extends = "{path}"\n', "utf-8")
    with pytest.raises(ConfigError, match="in a circle"):
        load_recipe(str(path))


def test_every_problem_is_listed_with_the_nearest_name() -> None:
    said = problems("model.hiden_size=3", "trian.epochs=3", "model.cell=gruu", "train.epochs=x")
    assert said.startswith("4 problems in the settings:")
    assert 'model.hiden_size is not a setting. Did you mean "hidden_size"?' in said
    assert 'trian is not a setting. Did you mean "train"?' in said
    assert (
        "model.cell: should be 'multi_hot', 'bag', 'rnn', 'lstm' or 'gru' (given: 'gruu')" in said
    )
    assert "train.epochs: should be a valid integer (given: 'x')" in said


def test_a_setting_of_several_types_is_one_problem() -> None:
    assert problems("model.hidden_size=big").splitlines()[1:] == [
        "  model.hidden_size: should be a valid integer or a valid list (given: 'big')",
        "Correct the recipe, the settings or the --set option.",
    ]


def test_a_section_is_a_table_of_settings() -> None:
    assert "model: should be a table of settings, model.KEY=VALUE (given: 3)" in problems("model=3")


def test_a_key_with_no_near_name_is_answered_with_those_that_exist() -> None:
    assert "Known are: lowercase, min_count" in problems("text.zzz=1")


def test_a_key_without_its_section_is_answered_with_the_full_name() -> None:
    assert "epochs is not a setting. Did you mean train.epochs?" in problems("epochs=3")


def test_weight_decay_outside_adamw_is_explained_not_ignored() -> None:
    said = problems("train.weight_decay=0.01", "train.optimizer=adam")
    assert "with adam set l2" in said


def test_a_bag_has_no_last_state() -> None:
    assert "a bag has no last state" in problems("model.cell=bag", "model.pooling=last")


def test_no_rows_would_be_left_to_train_on() -> None:
    assert "must stay below 1" in problems("split.validation=0.5", "split.test=0.5")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a.b=3", 3),
        ("a.b=0.5", 0.5),
        ("a.b=[64, 32]", [64, 32]),
        ("a.b=true", True),
        ("a.b=gru", "gru"),
        ("a.b=.3", 0.3),
        ("a.b = -.5", -0.5),
        ("a.b=;", ";"),
        ("a.b={x = 1.5}", {"x": 1.5}),
    ],
)
def test_an_assignment_reads_its_value_as_toml_or_as_text(text: str, value: object) -> None:
    assert parse_assignment(text) == {"a": {"b": value}}


@pytest.mark.parametrize("text", ["model.cell", "=3", "model.=3", ""])
def test_what_is_no_assignment_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ConfigError, match=r"for example --set model.hidden_size=64"):
        parse_assignment(text)


def test_an_unknown_recipe_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r'Did you mean "emotion"\?'):
        load_recipe("emotions")


def test_a_recipe_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("kind = \n", "utf-8")
    with pytest.raises(ConfigError, match=r"bad.toml is not TOML: .*line 1"):
        load_recipe(str(path))
