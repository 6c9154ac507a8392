"""From a recipe and `--set` to one checked configuration: all problems listed at once.

A recipe is a TOML file: `kind`, `title`, `extends` (another recipe, of which it states only the
difference) and the sections of `RunConfig`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.config.names import full_names
from sentir.errors import ConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.config.settings import RunConfig

Settings = dict[str, Any]

_KINDS = ("run",)
_RECIPE_KEYS = ("kind", "title", "extends")
_BARE_FRACTION = re.compile(r"[+-]?\.\d+")  # what people write and TOML does not read


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
        ConfigError: no such recipe, no TOML, an unknown kind, or recipes that extend in a circle.
    """
    return _load(name, ())


def resolve(
    recipe: Recipe | None, sets: Sequence[str] = (), **sections: Settings | str
) -> RunConfig:
    """Return the configuration: defaults, then the recipe, then `sections`, then each `a.b=c`.

    Raises:
        ConfigError: lists every unknown key (with the nearest name) and every unfit value.
    """
    merged: Settings = _merge({}, recipe.settings if recipe else {})
    merged = _merge(merged, sections)
    for assignment in sets:
        merged = _merge(merged, parse_assignment(assignment))
    return validate(merged, origin=recipe.source if recipe else "the settings")


def validate(
    settings: Mapping[str, Any],
    *,
    origin: str,
    mend: str = "Correct the recipe, the settings or the --set option.",
) -> RunConfig:
    """Return the checked configuration of these settings; `origin` names them in messages.

    Raises:
        ConfigError: lists every problem.
    """
    from pydantic import ValidationError

    from sentir.config.settings import RunConfig

    try:
        return RunConfig.model_validate(settings)
    except ValidationError as error:
        problems = _problems([dict(entry) for entry in error.errors()])
        count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        lines = "\n".join(f"  {problem}" for problem in problems)
        raise ConfigError(f"{count} in {origin}:\n{lines}\n{mend}") from None


def parse_assignment(assignment: str) -> Settings:
    """Return `model.cell=lstm` as `{"model": {"cell": "lstm"}}`; values are TOML, else text."""
    key, equals, value = assignment.partition("=")
    parts = key.strip().split(".")
    if not equals or not all(parts):
        raise ConfigError(
            f'--set "{assignment}" is not an assignment. Write SECTION.KEY=VALUE, '
            "for example --set model.hidden_size=64."
        )
    try:
        parsed: Any = tomllib.loads(f"value = {value.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = float(value) if _BARE_FRACTION.fullmatch(value.strip()) else value.strip()
    for part in reversed(parts):
        parsed = {part: parsed}
    return dict(parsed)


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
    if kind not in _KINDS:
        raise ConfigError(
            f'{source}: kind "{kind}" is unknown; expected one of {", ".join(_KINDS)}.'
        )
    own = {key: value for key, value in content.items() if key not in _RECIPE_KEYS}
    title = str(content.get("title", ""))
    if parent_name := content.get("extends"):
        parent = _load(str(parent_name), (*seen, name))
        own = _merge(parent.settings, own)
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


def _merge(below: Mapping[str, Any], above: Mapping[str, Any]) -> Settings:
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merge(merged[key], value)
        else:
            merged[key] = value
    return merged


def _problems(entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a line per setting; one that may be of several types is asked for any of them."""
    unknown = [_unknown(entry["loc"]) for entry in entries if entry["type"] == "extra_forbidden"]
    unfit: dict[str, list[Mapping[str, Any]]] = {}
    for entry in entries:
        if entry["type"] != "extra_forbidden":
            unfit.setdefault(".".join(map(str, entry["loc"][:2])), []).append(entry)
    return [*(_unfit(place, entries) for place, entries in unfit.items()), *unknown]


def _unknown(place: Sequence[str]) -> str:
    from sentir.config.settings import known_keys

    options = known_keys(place[:-1])
    if len(place) == 1 and (full := full_names(place[0])):
        return f"{place[0]} is not a setting. Did you mean {' or '.join(full)}?"
    hint = did_you_mean(place[-1], options) or f" Known are: {', '.join(options)}."
    return f"{'.'.join(place)} is not a setting.{hint}"


def _unfit(place: str, entries: Sequence[Mapping[str, Any]]) -> str:
    first, *others = (
        f"should be a table of settings, {place}.KEY=VALUE"
        if entry["type"] == "model_type"
        else str(entry["msg"]).removeprefix("Value error, ").replace("Input should", "should")
        for entry in entries
    )
    message = " or ".join([first, *(other.removeprefix("should be ") for other in others)])
    value = entries[0]["input"]
    return f"{place}: {message}{'' if isinstance(value, dict) else f' (given: {value!r})'}"
