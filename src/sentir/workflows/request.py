"""What the user asked to train: data, a shipped recipe or a `.toml`, as one configuration."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.config.loading import resolve
from sentir.config.recipes import load_recipe, shipped_recipes
from sentir.data.sources.hub_names import HUB, hub_hint, hub_name
from sentir.data.sources.shipped import SHIPPED
from sentir.errors import ConfigError, DataError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.config.recipes import Recipe
    from sentir.config.settings import RunConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A checked configuration, the name its run gets, and what is to be said about it.

    `is_profiled`: whether to measure where the time of training goes, for `run.json`.
    """

    config: RunConfig
    name: str
    notes: tuple[str, ...] = ()
    is_profiled: bool = False


def understand(
    subject: str,
    *,
    data: str | None = None,
    reading: Mapping[str, str] | None = None,
    sets: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
) -> Request:
    """Return what `sentir train SUBJECT` means.

    Args:
        subject: A path to data, the name of a shipped recipe, or a path to a recipe (`.toml`).
        data: With it, `subject` is a recipe and this is where the rows are.
        reading: How to read the data: keys of the section `data` (text, label, split, ...).
        sets: Assignments such as `model.cell=lstm`; they win over everything else.
        settings: The same by section, `{"model": {"cell": "lstm"}}`.

    Raises:
        ConfigError: no such recipe, an unfit setting, or a recipe without data.
        DataError: neither a path nor a recipe has this name.
    """
    stated: dict[str, Any] = dict(settings or {})
    stated["data"] = {**stated.get("data", {}), **(reading or {})}
    recipes = shipped_recipes()
    if data is not None:
        stated["data"]["source"] = data
        return of_recipe(load_recipe(subject), stated, sets)
    if subject.endswith(".toml"):
        return of_recipe(load_recipe(subject), stated, sets)
    if subject.startswith((SHIPPED, HUB)) or Path(subject).exists():
        note = f'"{subject}" is a path here and a recipe too: the path is taken.'
        stated["data"]["source"] = subject
        config = resolve(None, sets, **stated)
        return Request(
            config=config, name=_name_of(subject), notes=(note,) if subject in recipes else ()
        )
    if subject in recipes:
        return of_recipe(load_recipe(subject), stated, sets)
    meant = did_you_mean(subject, [*recipes, *_beside(subject)])
    raise DataError(
        f'"{subject}" is neither a file or folder here nor a shipped recipe '
        f"({', '.join(recipes)}).{meant}{hub_hint(subject)} Check the path."
    )


def _beside(subject: str) -> list[str]:
    """Return what stands in the folder of a path, each as the path would be typed."""
    folder = Path(subject).parent
    try:
        return [str(folder / path.name) for path in folder.iterdir()]
    except (OSError, ValueError):  # a name that no file can have among them
        return []


def of_recipe(
    recipe: Recipe,
    stated: Mapping[str, Any],
    sets: Sequence[str],
    *,
    command: str = "sentir train",
) -> Request:
    """Return what a recipe means with settings stated by section and by assignment.

    Raises:
        ConfigError: an unfit setting, or nobody says where the data is; `command` names its own.
    """
    config = resolve(recipe, sets, title=recipe.title, **stated)
    if not config.data.source:
        raise ConfigError(
            f"{recipe.source} does not say where the data is. "
            f"Name your copy of it: {command} {recipe.name} --data PATH."
        )
    return Request(config=config, name=recipe.name)


def _name_of(path: str) -> str:
    """Return the bare name of a file or folder: `reviews` for `data/reviews.csv.gz`."""
    if path.startswith(HUB):
        return hub_name(path).dataset.rpartition("/")[2]
    name = path.removeprefix(SHIPPED) if path.startswith(SHIPPED) else Path(path).resolve().name
    return name.split(".")[0] or "run"
