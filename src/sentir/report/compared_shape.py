"""The shape of a comparison of runs, as `comparison.json` holds it: numbers and codes only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from sentir.report.shape import Score


class RunRow(TypedDict):
    """One run: its score on the rows of the comparison, and how its training went."""

    run: str
    seed: int
    score: float
    kept_epoch: int | None
    epochs: int
    seconds: float | None
    history: list[dict[str, Any]]


class SideRow(TypedDict):
    """What is compared: a recipe with its seeds, or a single model."""

    name: str
    title: str
    seeds: list[int]
    score: Score
    parameters: int
    bytes: int
    runs: list[RunRow]


class Compared(TypedDict):
    """A comparison of runs; `comparisons` has an entry for every pair of sides."""

    folder: str
    kind: str
    part: str
    rows: int
    score: str
    one_recipe: bool
    left_out: list[str]
    sides: list[SideRow]
    differing: list[dict[str, Any]]
    comparisons: list[dict[str, Any]]
    test_looks: list[int]
