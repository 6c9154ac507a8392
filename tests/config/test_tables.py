"""Recipes of kind table: a report's figures, checked like any settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.config.kinds import table_of
from sentir.config.loading import resolve
from sentir.config.recipes import load_recipe
from sentir.config.table_recipe import in_language
from sentir.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """
kind = "table"
title = "A table"
[report]
name = "X"
rows = "drawn"
test_rows = 22
[[rows]]
recipe = "r1-plain"
title = "plain"
figures = {accuracy = 0.64}
[[rows]]
recipe = "r1-both"
title = {en = "both", es = "ambos"}
"""


def written(folder: Path, text: str) -> str:
    path = folder / "table.toml"
    path.write_text(text, "utf-8")
    return str(path)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        table_of(load_recipe(written(folder, text)))
    return str(caught.value)


def test_the_table_of_r1_holds_its_four_variants() -> None:
    table = table_of(load_recipe("r1"))
    figures = {row.recipe: row.figures.stated() for row in table.rows if row.figures.stated()}
    assert list(figures) == ["r1-plain", "r1-dropout", "r1-weight-decay", "r1-both"]
    assert figures["r1-weight-decay"] == {"accuracy": 0.9398, "log_loss": 0.0935, "kept_epoch": 7}
    for row in table.rows:
        assert load_recipe(row.recipe).kind == "run"


def test_the_variants_of_r1_differ_from_the_plain_net_in_what_their_names_say() -> None:
    plain, dropout, decay, both = (
        resolve(load_recipe(name)).model_dump()
        for name in ("r1-plain", "r1-dropout", "r1-weight-decay", "r1-both")
    )

    def changed(config: dict[str, dict[str, object]]) -> dict[str, object]:
        return {
            f"{section}.{key}": value
            for section in ("text", "model", "train")
            for key, value in config[section].items()
            if value != plain[section][key]
        }

    dropped = {"model.pooled_dropout": 0.5, "model.dense_dropout": 0.5}
    assert changed(dropout) == dropped
    assert changed(decay) == {"train.l2": 1e-5}
    assert changed(both) == {**dropped, "train.l2": 1e-5}


def test_a_table_says_itself_in_one_language_or_in_each(tmp_path: Path) -> None:
    one, other = table_of(load_recipe(written(tmp_path, TABLE))).rows
    assert in_language(one.title, "es") == "plain"
    assert (in_language(other.title, "es"), in_language(other.title, "fr")) == ("ambos", "both")


def test_every_problem_of_a_table_is_listed_with_its_place(tmp_path: Path) -> None:
    text = TABLE.replace("accuracy", "acuracy").replace('"drawn"', '"drwan"')
    said = refused(tmp_path, text.replace('title = "plain"', "title = 3"))
    assert said.startswith("3 problems in")
    assert 'rows.1.figures.acuracy is not a setting. Did you mean "accuracy"?' in said
    assert "report.rows: should be 'same', 'drawn' or 'other' (given: 'drwan')" in said
    assert "rows.1.title: should be a valid string or a valid dictionary (given: 3)" in said


def test_a_row_is_held_against_another_row_only(tmp_path: Path) -> None:
    said = refused(tmp_path, TABLE.replace('title = "plain"', 'title = "a"\nagainst = "r1-bth"'))
    assert '"r1-bth" is the recipe of no row' in said
    assert 'Did you mean "r1-both"?' in said


def test_better_says_than_what(tmp_path: Path) -> None:
    text = TABLE.replace('title = "plain"', 'title = "plain"\nreadings = ["better"]')
    assert "rows.1: better needs `against`, the recipe of another row" in refused(tmp_path, text)


def test_a_recipe_has_one_row(tmp_path: Path) -> None:
    said = refused(tmp_path, TABLE.replace("r1-both", "r1-plain"))
    assert "two rows have the recipe r1-plain" in said


def test_a_table_is_not_trained_and_a_run_is_no_table() -> None:
    with pytest.raises(ConfigError, match="Use it with: sentir reproduce r1 --data PATH"):
        resolve(load_recipe("r1"))
    with pytest.raises(ConfigError, match="Use it with: sentir train emotion --data PATH"):
        table_of(load_recipe("emotion"))


def test_an_unknown_kind_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'kind "tabel" is unknown.* Did you mean "table"\?'):
        load_recipe(written(tmp_path, TABLE.replace('"table"', '"tabel"')))


def test_a_recipe_extends_its_own_kind_only(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Extend a recipe of its own kind"):
        load_recipe(written(tmp_path, TABLE.replace("title", 'extends = "demo"\ntitle', 1)))
