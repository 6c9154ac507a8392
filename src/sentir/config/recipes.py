"""Recipes: TOML files of settings, shipped or your own.

A recipe holds `kind`, `title`, `extends` (another recipe, of which it states only the difference)
and what its kind takes: a `run` the sections of `RunConfig`, a `table` those of `TableRecipe`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sentir.config.assignments import Settings, merge
from sentir.config.kinds import KINDS
from sentir.errors import ConfigError, did_you_mean

_RECIPE_KEYS = ("kind", "title", "extends")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A recipe read from a file: what it states itself, and all it states with what it extends."""

    name: str
    kind: str
    title: str
    source: str
    text: str
    settings: Settings


def shipped_recipes() -> dict[str, str]:
    """Return the text of every shipped recipe by its name."""
    folder = resources.files("sentir") / "shipped" / "recipes"
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return {
        file.name.removesuffix(".toml"): file.read_text("utf-8")
        for file in files
        if file.name.endswith(".toml")
    }


def load_recipe(name: str) -> Recipe:
    """Return a shipped recipe by its name, or the recipe in a `.toml` file.

    Raises:
        ConfigError: no such recipe, no TOML, an unknown kind, recipes that extend in a circle or
            one of another kind.
    """
    return _load(name, ())


def _load(name: str, seen: tuple[str, ...]) -> Recipe:
    if name in seen:
        circle = " -> ".join((*seen, name))
        raise ConfigError(f"recipes extend one another in a circle: {circle}. Remove one extends.")
    source, text = _recipe_text(name)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source} is not TOML: {error}. Correct that line.") from None
    kind = content.get("kind", "run")
    if kind not in KINDS:
        raise ConfigError(
            f'{source}: kind "{kind}" is unknown; expected one of {", ".join(KINDS)}.'
            f"{did_you_mean(str(kind), KINDS)}"
        )
    own = {key: value for key, value in content.items() if key not in _RECIPE_KEYS}
    title = str(content.get("title", ""))
    if parent_name := content.get("extends"):
        parent = _load(str(parent_name), (*seen, name))
        if parent.kind != kind:
            raise ConfigError(
                f"{source} is of kind {kind} and extends {parent_name}, which is of kind "
                f"{parent.kind}. Extend a recipe of its own kind."
            )
        own = merge(parent.settings, own)
    name = Path(name).stem
    return Recipe(name=name, kind=kind, title=title, source=source, text=text, settings=own)


def _recipe_text(name: str) -> tuple[str, str]:
    path = Path(name)
    if path.suffix == ".toml":
        try:
            return name, path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise ConfigError(f"recipe {name} cannot be read: {reason}. Check the path.") from None
    shipped = shipped_recipes()
    if name not in shipped:
        raise ConfigError(
            f'there is no recipe "{name}"; shipped are {", ".join(shipped)}.'
            f"{did_you_mean(name, shipped)} A recipe of your own is a path that ends in .toml."
        )
    return f"recipe {name}", shipped[name]
