"""From a recipe and `--set` to one checked configuration: all problems listed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.assignments import Settings, merge, parse_assignment
from sentir.config.problems import problems
from sentir.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.config.recipes import Recipe
    from sentir.config.settings import RunConfig


def resolve(
    recipe: Recipe | None, sets: Sequence[str] = (), **sections: Settings | str
) -> RunConfig:
    """Return the configuration: defaults, then the recipe, then `sections`, then each `a.b=c`.

    Raises:
        ConfigError: lists every unknown key (with the nearest name) and every unfit value.
    """
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
    from pydantic import ValidationError

    from sentir.config.settings import RunConfig

    try:
        return RunConfig.model_validate(settings)
    except ValidationError as error:
        found = problems([dict(entry) for entry in error.errors()])
        count = "a problem" if len(found) == 1 else f"{len(found)} problems"
        lines = "\n".join(f"  {problem}" for problem in found)
        raise ConfigError(f"{count} in {origin}:\n{lines}\n{mend}") from None
