"""What `sentir reproduce` was asked for: a table and its rows, checked before any data is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.config.kinds import table_of
from sentir.config.recipes import load_recipe, shipped_recipes
from sentir.config.settings import known_keys
from sentir.errors import ConfigError, did_you_mean
from sentir.workflows.material import anchored
from sentir.workflows.request import of_recipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.config.recipes import Recipe
    from sentir.config.table_recipe import TableRecipe
    from sentir.workflows.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """What was asked for, checked: a table, and the request of each row by its recipe."""

    recipe: Recipe
    table: TableRecipe
    requests: Mapping[str, Mapping[int, Request]]
    sets: tuple[str, ...]

    def ours(self) -> list[dict[str, Any]]:
        """Return the settings that the report does not state, with their values here."""
        first = self.table.rows[0].recipe
        found = []
        for each in self.table.ours:
            recipe, (section, key) = each.recipe or first, each.setting.split(".")
            config = next(iter(self.requests[recipe].values())).config
            value = config.model_dump(mode="json")[section][key]
            found.append({"setting": each.setting, "recipe": recipe, "value": value})
        return found

    @property
    def source(self) -> str:
        """Return where the rows are."""
        first = next(iter(self.requests.values()))
        return anchored(next(iter(first.values())).config).data.source


def understand_table(
    name: str,
    *,
    data: str | None,
    seeds: int,
    reading: Mapping[str, str] | None = None,
    sets: Sequence[str] = (),
) -> Reproduction:
    """Return what `sentir reproduce NAME` means; nothing is read but recipes.

    Raises:
        ConfigError: no such table, an unfit setting, or nobody says where the data is.
    """
    recipe = _table_recipe(name)
    table = table_of(recipe)
    if any(assignment.partition("=")[0].strip() == "train.seed" for assignment in sets):
        raise ConfigError(
            "train.seed counts the runs of a table: 0, 1, ... Say how many with --seeds, and leave "
            "--set train.seed out."
        )
    rows = {row.recipe: load_recipe(row.recipe) for row in table.rows}
    for each in rows.values():
        if data is None and not each.settings.get("data", {}).get("source"):
            raise ConfigError(
                f"{each.source} does not say where the data is. "
                f"Name your copy of it: sentir reproduce {name} --data PATH."
            )
    stated = {"data": {**(reading or {}), **({"source": data} if data is not None else {})}}
    requests = {
        recipe: {
            seed: of_recipe(row, stated, [*sets, f"train.seed={seed}"]) for seed in range(seeds)
        }
        for recipe, row in rows.items()
    }
    for ours in table.ours:
        _check_setting(ours.setting, recipe.source)
    return Reproduction(recipe=recipe, table=table, requests=requests, sets=tuple(sets))


def _table_recipe(name: str) -> Recipe:
    shipped = shipped_recipes()
    if name not in shipped and not name.endswith(".toml"):
        tables = [each for each in shipped if load_recipe(each).kind == "table"]
        raise ConfigError(
            f'there is no table "{name}"; what can be reproduced is {", ".join(tables)}.'
            f"{did_you_mean(name, tables)} A table of your own is a path that ends in .toml."
        )
    return load_recipe(name)


def _check_setting(name: str, source: str) -> None:
    section, key = name.split(".")
    options = known_keys([section]) if section in known_keys([]) else []
    if key not in options:
        raise ConfigError(
            f"{source}: ours names {name}, which is not a setting."
            f"{did_you_mean(key, options)} Correct the recipe."
        )
