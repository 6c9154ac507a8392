"""A report's table beside our runs: figures, differences between rows, readings borne out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.experiments.agreement import (
    READINGS_OF_CURVES,
    Agreement,
    agreement,
    agreement_on_difference,
    agreement_on_gaps,
    commonest,
)
from sentir.experiments.table_figures import figures_of
from sentir.statistics.comparison import difference_of
from sentir.statistics.families import corrected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.config.table_recipe import TableRecipe, TableRow
    from sentir.experiments.table_figures import Runs
    from sentir.statistics.comparison import Difference

_BETTER = {"accuracy": "higher", "log_loss": "lower"}


def table_rows(table: TableRecipe, runs: Mapping[str, Runs]) -> list[dict[str, Any]]:
    """Return each row of the table with its runs' figures, plain numbers only.

    Args:
        table: the report's side.
        runs: ours, by recipe.

    Returns:
        Of each row `recipe`, `title`, `said`, `seeds`, `figures` (see `figures_of`), `verdict`
        (the commonest; `verdicts` holds all), `against` (differences), `agreements`, `seconds`.
    """
    differences = _differences(table, runs)
    gaps = {row.recipe: _gap(runs[row.recipe]) for row in table.rows if row.figures.stated()}
    return [
        {
            "recipe": row.recipe,
            "title": row.title,
            "said": row.said,
            "seeds": list(runs[row.recipe].seeds),
            "figures": figures_of(row, runs[row.recipe], table.report),
            "verdict": dict(commonest(runs[row.recipe].verdicts)),
            "verdicts": [{k: v[k] for k in ("fit", "course")} for v in runs[row.recipe].verdicts],
            "against": differences.get(row.recipe),
            "agreements": [
                _agreement(reading, row, runs, differences, gaps).to_json()
                for reading in row.readings
            ],
            "seconds": [round(s, 1) for s in runs[row.recipe].seconds],
        }
        for row in table.rows
    ]


def _differences(table: TableRecipe, runs: Mapping[str, Runs]) -> dict[str, dict[str, Any]]:
    """Return each row less the row it is held against; p-values allow for their number (Holm)."""
    pairs = [(row.recipe, row.against) for row in table.rows if row.against]
    found: list[Difference] = []
    for one, other in pairs:
        found.append(difference_of(runs[one].right, runs[other].right))
        found.append(difference_of(runs[one].losses, runs[other].losses))
    numbers = iter([each.to_json() for each in corrected(found)])
    listed: dict[str, dict[str, Any]] = {}
    for one, other in pairs:
        listed[one] = {"recipe": other}
        for name in ("accuracy", "log_loss"):
            entry = next(numbers)
            listed[one][name] = {**entry, "outcome": _outcome(name, entry["outcome"])}
    return listed


def _outcome(name: str, direction: str) -> str:
    if direction == "tied":
        return "tied"
    return "better" if direction == _BETTER[name] else "worse"


def _gap(runs: Runs) -> float | None:
    gaps = [verdict["numbers"].get("loss_gap_at_end") for verdict in runs.verdicts]
    known = [gap for gap in gaps if gap is not None]
    return sum(known) / len(known) if known and len(known) == len(gaps) else None


def _agreement(
    reading: str,
    row: TableRow,
    runs: Mapping[str, Runs],
    differences: Mapping[str, Mapping[str, Any]],
    gaps: Mapping[str, float | None],
) -> Agreement:
    if reading in READINGS_OF_CURVES:
        return agreement(reading, runs[row.recipe].verdicts)
    if reading == "closest":
        return agreement_on_gaps(row.recipe, gaps)
    against: Sequence[Mapping[str, Any]] = [
        differences[row.recipe][name] for name in ("accuracy", "log_loss")
    ]
    return agreement_on_difference(reading, *against)
