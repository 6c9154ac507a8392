"""Kinds of recipes: each has a checked type of its own and a command that takes it.

A new kind is a function that returns its type, and an entry in `KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentir.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from sentir.config.ablation_recipe import AblationRecipe
    from sentir.config.recipes import Recipe
    from sentir.config.table_recipe import TableRecipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a recipe of this kind is.

    Attributes:
        settings: returns the type that checks what it states; pydantic is loaded only then.
        what: what it describes, for messages.
        command: what takes it, `{name}` being the recipe.
    """

    settings: Callable[[], type[BaseModel]]
    what: str
    command: str


def _run() -> type[BaseModel]:
    from sentir.config.settings import RunConfig

    return RunConfig


def _table() -> type[BaseModel]:
    from sentir.config.table_recipe import TableRecipe

    return TableRecipe


def _ablation() -> type[BaseModel]:
    from sentir.config.ablation_recipe import AblationRecipe

    return AblationRecipe


KINDS: dict[str, Kind] = {
    "run": Kind(settings=_run, what="one training", command="sentir train {name} --data PATH"),
    "table": Kind(
        settings=_table,
        what="the table of a report",
        command="sentir reproduce {name} --data PATH",
    ),
    "ablation": Kind(
        settings=_ablation,
        what="a net of which settings are varied",
        command="sentir ablate {name} --data PATH",
    ),
}


def check_kind(recipe: Recipe, kind: str) -> None:
    """Check that a recipe is of the kind that a command takes.

    Raises:
        ConfigError: it is another; names the command that takes it.
    """
    if recipe.kind != kind:
        other = KINDS[recipe.kind]
        raise ConfigError(
            f"{recipe.source} describes {other.what}, not {KINDS[kind].what}. "
            f"Use it with: {other.command.format(name=recipe.name)}"
        )


def table_of(recipe: Recipe) -> TableRecipe:
    """Return what a recipe of kind `table` states, checked.

    Raises:
        ConfigError: another kind, an unknown key, an unfit value; all are listed.
    """
    from sentir.config.loading import checked
    from sentir.config.table_recipe import TableRecipe

    check_kind(recipe, "table")
    return checked(recipe.settings, TableRecipe, origin=recipe.source, mend="Correct the recipe.")


def ablation_of(recipe: Recipe) -> AblationRecipe:
    """Return what a recipe of kind `ablation` states, checked.

    Raises:
        ConfigError: another kind, an unknown key, an unfit value; all are listed.
    """
    from sentir.config.ablation_recipe import AblationRecipe
    from sentir.config.loading import checked

    check_kind(recipe, "ablation")
    return checked(
        recipe.settings, AblationRecipe, origin=recipe.source, mend="Correct the recipe."
    )
