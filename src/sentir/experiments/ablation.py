"""One factor at a time: the variants that factors make of a base, and how they compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.config.variations import shown
from sentir.experiments.comparison import compared, sides_of, summary
from sentir.experiments.trial import Trial, config_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.cells.arrays import Ints
    from sentir.config.ablation_recipe import Factor
    from sentir.config.settings import RunConfig
    from sentir.experiments.comparison import Side
    from sentir.experiments.trial import TrialResult

BASE = "base"
"""Name of the variant that changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """What is to be trained.

    Attributes:
        settings: what each variant changes of the base, by its name; equal ones stand once.
        of_factor: names of the variants that the values of each factor make, in their order.
    """

    settings: Mapping[str, Mapping[str, Any]]
    of_factor: Sequence[Sequence[str]]

    def trials(self, seeds: Sequence[int]) -> list[Trial]:
        """Return every variant under every seed, seed by seed."""
        return [
            Trial(name=name, settings=settings, seed=seed)
            for seed in seeds
            for name, settings in self.settings.items()
        ]


def variants_of(base: RunConfig, factors: Sequence[Factor]) -> Variants:
    """Return the variants of the factors; a value that the base has already is the base itself.

    Raises:
        ConfigError: a setting does not exist, or a value does not fit.
    """
    seed = base.train.seed
    names: dict[str, str] = {config_of(Trial(name=BASE, seed=seed), base).model_dump_json(): BASE}
    settings: dict[str, Mapping[str, Any]] = {}
    of_factor = []
    for factor in factors:
        made = []
        for value in factor.values:
            change = {factor.setting: value}
            name = f"{factor.setting} = {shown(value)}"
            config = config_of(Trial(name=name, settings=change, seed=seed), base)
            name = names.setdefault(config.model_dump_json(), name)
            settings[name] = {} if name == BASE else change
            made.append(name)
        of_factor.append(made)
    return Variants(settings=settings, of_factor=of_factor)


def ablation_of(
    factors: Sequence[Factor], variants: Variants, results: Sequence[TrialResult]
) -> dict[str, Any]:
    """Return what the trials came to, as `comparison.json` holds it: numbers and codes only.

    `verdicts` are left empty: what judges curves stands above this room.

    Every value is held against the first of its factor; all p-values of a measure are corrected
    together, for all of them are looked at together.
    """
    sides = sides_of(results)
    pairs = [(sides[name], sides[names[0]]) for names in variants.of_factor for name in names[1:]]
    scores, losses = (compared(pairs, measure=measure) for measure in ("score", "loss"))
    entries = iter(zip(scores, losses, strict=True))
    listed = []
    for number, (factor, names) in enumerate(zip(factors, variants.of_factor, strict=True), 1):
        values: list[dict[str, Any]] = [
            {"value": value, "shown": shown(value), "variant": name}
            for value, name in zip(factor.values, names, strict=True)
        ]
        for value in values[1:]:
            value["score"], value["loss"] = next(entries)
        listed.append(
            {
                "number": number,
                "setting": factor.setting,
                "title": factor.title,
                "question": factor.question,
                "values": values,
            }
        )
    return {
        "factors": listed,
        "variants": {
            name: {**summary(side), **_curves(side), "verdicts": []} for name, side in sides.items()
        },
    }


def _curves(side: Side) -> dict[str, Any]:
    """Return the losses by epoch, means over seeds, as far as all seeds went."""
    histories = [result.history for result in side.results]
    length = min(map(len, histories), default=0)
    found: dict[str, Any] = {
        "epoch": [row.epoch for row in histories[0][:length]] if length else []
    }
    for key in ("train_loss", "val_loss"):
        lines = np.array(
            [[getattr(row, key) for row in rows[:length]] for rows in histories], np.float64
        )
        found[key] = lines.mean(axis=0).tolist() if length else []
    return {"curves": found}


def sample(rows: Ints, labels: Sequence[str], count: int, *, rng: np.random.Generator) -> Ints:
    """Return so many of the rows, rising, each class in its share and at least once.

    Args:
        rows: to choose from.
        labels: of every row of the table.
        count: how many; as many as there are classes at least.
        rng: decides which.
    """
    classes, of_row = np.unique([labels[row] for row in rows], return_inverse=True)
    exact = np.bincount(of_row) * count / rows.size
    wanted = np.maximum(np.floor(exact).astype(int), 1)
    by_remainder = np.argsort(wanted - exact, kind="stable")
    while wanted.sum() != count:
        short = wanted.sum() < count
        for place in by_remainder if short else by_remainder[::-1]:
            if wanted.sum() == count:
                break
            if short or wanted[place] > 1:
                wanted[place] += 1 if short else -1
    chosen = [
        rng.permutation(np.flatnonzero(of_row == place))[: wanted[place]]
        for place in range(classes.size)
    ]
    return np.sort(rows[np.concatenate(chosen)])
