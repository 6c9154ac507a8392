"""What `sentir ablate` was asked for: a base, factors, seeds, checked before any data is read."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sentir.config.kinds import ablation_of
from sentir.config.recipes import load_recipe, shipped_recipes
from sentir.config.variations import check_variation, parse_variation
from sentir.errors import ConfigError
from sentir.experiments.ablation import Variants, variants_of
from sentir.workflows.request import of_recipe, understand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.config.ablation_recipe import AblationRecipe, Factor, NetReading
    from sentir.workflows.request import Request

KIND = "ablation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """What was asked for, checked.

    Attributes:
        request: the base.
        factors: what is varied.
        variants: what they make of it.
        seeds: of each variant.
        readings: what the author of a report says of some of the nets.
        rows: training rows to sample; 0 for all.
    """

    request: Request
    factors: tuple[Factor, ...]
    variants: Variants
    seeds: tuple[int, ...]
    readings: tuple[NetReading, ...] = ()
    rows: int = 0


def understand_ablation(
    subject: str,
    *,
    data: str | None = None,
    reading: Mapping[str, str] | None = None,
    sets: Sequence[str] = (),
    vary: Sequence[str] = (),
    **extent: int,
) -> Ablation:
    """Return what `sentir ablate SUBJECT` means, before any data is read.

    Args:
        subject: a recipe, of kind `ablation` too, or data.
        data: with it, `subject` is a recipe and this is where the rows are.
        reading: how to read the data.
        sets: settings of the base.
        vary: `SETTING=V1,V2`; with it the factors of an ablation recipe are left out.
        extent: `seeds`, how many of each variant, and `rows`, training rows to sample.

    Raises:
        ConfigError: an unknown setting, a value that does not fit, nothing to vary.
    """
    request, recipe = _base(subject, data=data, reading=reading or {}, sets=sets)
    own = tuple(recipe.factors) if recipe else ()
    factors = tuple(map(parse_variation, vary)) or own
    if not factors:
        raise ConfigError(
            f'nothing is to be varied of "{subject}". Say what, for example '
            "--vary model.hidden_size=16,32,64."
        )
    first, count = request.config.train.seed, extent.get("seeds", 1)
    return Ablation(
        request=request,
        factors=factors,
        variants=variants_of(request.config, factors),
        seeds=tuple(range(first, first + count)),
        rows=extent.get("rows", 0),
        readings=tuple(recipe.readings) if recipe and not vary else (),
    )


def _base(
    subject: str, *, data: str | None, reading: Mapping[str, str], sets: Sequence[str]
) -> tuple[Request, AblationRecipe | None]:
    is_known = subject in shipped_recipes() and not Path(subject).exists()
    is_recipe = data is not None or subject.endswith(".toml") or is_known
    recipe = load_recipe(subject) if is_recipe else None
    if recipe is None or recipe.kind != KIND:
        return understand(subject, data=data, reading=reading, sets=sets), None
    stated = ablation_of(recipe)
    for factor in stated.factors:
        check_variation(factor.setting, factor.values, origin=recipe.source)
    own = ("factors", "readings")
    settings = {key: value for key, value in recipe.settings.items() if key not in own}
    base = dataclasses.replace(recipe, kind="run", settings=settings)
    rows = {**reading, "source": data} if data is not None else dict(reading)
    request = of_recipe(base, {"data": rows}, sets, command="sentir ablate")
    return request, stated
