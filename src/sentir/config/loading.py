"""From a recipe and `--set` to one checked configuration: all problems listed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sentir.config.assignments import Settings, merge, parse_assignment
from sentir.config.kinds import check_kind
from sentir.config.problems import problems
from sentir.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from sentir.config.recipes import Recipe
    from sentir.config.settings import RunConfig

Checked = TypeVar("Checked", bound="BaseModel")


def resolve(
    recipe: Recipe | None, sets: Sequence[str] = (), **sections: Settings | str
) -> RunConfig:
    """Return the configuration: defaults, then the recipe, then `sections`, then each `a.b=c`.

    Raises:
        ConfigError: lists every unknown key (with the nearest name) and every unfit value; or the
            recipe is of another kind.
    """
    if recipe is not None:
        check_kind(recipe, "run")
    merged: Settings = merge({}, recipe.settings if recipe else {})
    merged = merge(merged, sections)
    for assignment in sets:
        merged = merge(merged, parse_assignment(assignment))
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
    from sentir.config.settings import RunConfig

    return checked(settings, RunConfig, origin=origin, mend=mend)


def checked(settings: Mapping[str, Any], kind: type[Checked], *, origin: str, mend: str) -> Checked:
    """Return these settings as the type of their kind.

    Raises:
        ConfigError: lists every problem.
    """
    from pydantic import ValidationError

    try:
        return kind.model_validate(settings)
    except ValidationError as error:
        found = problems([dict(entry) for entry in error.errors()], kind)
        count = "a problem" if len(found) == 1 else f"{len(found)} problems"
        lines = "\n".join(f"  {problem}" for problem in found)
        raise ConfigError(f"{count} in {origin}:\n{lines}\n{mend}") from None
