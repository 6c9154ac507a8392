"""A report's figures beside our runs."""

from __future__ import annotations

import numpy as np
import pytest

from sentir.config.table_recipe import TableRecipe
from sentir.experiments.table import table_rows
from sentir.experiments.table_figures import Runs, figures_of, held
from sentir.statistics.next_run import NextRun, next_run

N = 400


def runs(recipe: str, accuracy: float, *, seeds: int = 3, loss: float = 0.5) -> Runs:
    """Return runs that have about this accuracy, their rows drawn anew for each seed."""
    rng = np.random.default_rng(round(1000 * accuracy))
    right = rng.random((seeds, N)) < accuracy
    gap = {"loss_gap_at_end": loss}
    return Runs(
        recipe=recipe, seeds=tuple(range(seeds)), right=right,
        losses=np.where(right, loss / 2, 2.0), kept_epochs=(3, 4, 5)[:seeds],
        seconds=(1.0,) * seeds,
        verdicts=tuple({"fit": "good", "course": "overfit", "numbers": gap} for _ in range(seeds)),
    )  # fmt: skip


def table(**report: object) -> TableRecipe:
    facts = {"name": "X", "rows": "drawn", "test_rows": N, **report}
    row = {"recipe": "a", "title": "a", "figures": {"accuracy": 0.8, "kept_epoch": 4}}
    other = {"recipe": "b", "title": "b", "readings": ["better", "closest"], "against": "a",
             "figures": {"accuracy": 0.9}}  # fmt: skip
    return TableRecipe.model_validate({"report": facts, "rows": [row, other]})


EXPECTED = NextRun(mean=0.9, sd=0.01, half=0.02, seeds=3, n=N)


@pytest.mark.parametrize(
    ("figure", "outcome", "place"),
    [
        (0.9, "reproduced", "inside"),
        (0.92, "reproduced", "inside"),
        (0.9201, "near", "above"),
        (0.861, "near", "below"),
        (0.859, "differs", "below"),
    ],
)
def test_a_figure_is_reproduced_near_or_differs(figure: float, outcome: str, place: str) -> None:
    found = held(figure, "accuracy", EXPECTED, table().report)
    assert (found["outcome"], found["place"], found["reasons"]) == (outcome, place, [])


def test_a_figure_stands_for_all_that_round_to_it() -> None:
    report = table(digits=2).report
    assert held(0.92, "accuracy", EXPECTED, report)["outcome"] == "reproduced"
    barely = NextRun(mean=0.9, sd=0.01, half=0.016, seeds=3, n=N)
    assert held(0.92, "accuracy", barely, report)["outcome"] == "reproduced"
    assert held(0.92, "accuracy", barely, table(digits=4).report)["outcome"] == "near"


@pytest.mark.parametrize(
    ("facts", "seeds", "reasons"),
    [
        ({"rows": "other"}, 3, ["other_rows"]),
        ({"rows": "other", "test_rows": 0}, 3, ["other_rows", "rows_unknown"]),
        ({"test_rows": 0}, 3, ["rows_unknown"]),
        ({}, 1, ["one_seed"]),
    ],
)
def test_what_cannot_be_compared_says_why_and_still_where_it_lies(
    facts: dict[str, object], seeds: int, reasons: list[str]
) -> None:
    chosen = table(**facts)
    found = figures_of(chosen.rows[0], runs("a", 0.8, seeds=seeds), chosen.report)["accuracy"]
    assert (found["outcome"], found["reasons"]) == ("not_comparable", reasons)
    assert found["place"] == (None if seeds == 1 else "inside")


def test_an_epoch_has_no_rows_to_be_unknown() -> None:
    chosen = table(test_rows=0)
    found = figures_of(chosen.rows[0], runs("a", 0.8), chosen.report)["kept_epoch"]
    assert (found["outcome"], found["mean"], found["values"]) == ("reproduced", 4.0, [3, 4, 5])


def test_few_rows_of_the_report_widen_the_interval_and_its_own_rows_narrow_it() -> None:
    ours = runs("a", 0.8)
    widths = []
    for facts in ({"test_rows": 22}, {"test_rows": N}, {"rows": "same"}):
        chosen = table(**facts)
        found = figures_of(chosen.rows[0], ours, chosen.report)["accuracy"]
        widths.append(found["high"] - found["low"])
    assert widths == sorted(widths, reverse=True)
    assert widths[1] == pytest.approx(2 * next_run(ours.right.astype(float), rows=N).half)


def test_a_row_stands_beside_the_row_it_is_held_against() -> None:
    ours = {"a": runs("a", 0.6), "b": runs("b", 0.95, loss=0.1)}
    first, second = table_rows(table(), ours)
    assert first["against"] is None
    assert second["against"]["recipe"] == "a"
    assert second["against"]["accuracy"]["outcome"] == "better"
    assert second["against"]["log_loss"]["outcome"] == "better"
    assert second["against"]["accuracy"]["effect"] == pytest.approx(
        ours["b"].right.mean() - ours["a"].right.mean()
    )
    assert [each["outcome"] for each in second["agreements"]] == ["agrees", "agrees"]
    assert first["verdicts"] == [{"fit": "good", "course": "overfit"}] * 3


def test_equal_recipes_are_tied() -> None:
    one = runs("a", 0.8)
    _, second = table_rows(table(), {"a": one, "b": one})
    assert second["against"]["accuracy"]["outcome"] == "tied"
    assert second["agreements"][0]["outcome"] == "parts"
