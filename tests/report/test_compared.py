from __future__ import annotations

import re
from copy import deepcopy
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from sentir.report.compared_page import compared_page
from sentir.report.compared_terminal import compared_text
from sentir.report.compared_words import (
    deciders,
    deciding_sentence,
    outcome_sentence,
    signed_points,
)
from sentir.report.language import NO_VALUE, language
from sentir.report.reach_words import reach_sentences
from sentir.report.rich_text import WIDTH
from tests.report.test_page import Outline

if TYPE_CHECKING:
    from sentir.report.compared_shape import Compared

ENGLISH, SPANISH = language("en"), language("es")
HOSTILE = "<script>alert(1)</script>\x1b[31m"


def history(best: float, epochs: int = 4) -> list[dict[str, Any]]:
    return [
        {
            "epoch": epoch, "step": 10 * epoch, "seconds": 1.5 * epoch, "learning_rate": 0.01,
            "train_loss": 1.5 / (1 + epoch), "val_loss": 1.6 / (1 + epoch),
            "train_score": best, "val_score": best * epoch / epochs,
        }
        for epoch in range(epochs + 1)
    ]  # fmt: skip


def side(name: str, title: str, best: float, seeds: list[int]) -> dict[str, Any]:
    return {
        "name": name,
        "title": title,
        "seeds": seeds,
        "score": {"value": best, "low": best - 0.02, "high": best + 0.02, "n": 2000},
        "parameters": 12_345,
        "bytes": 99_000,
        "runs": [
            {
                "run": f"runs/{title}", "seed": seed, "score": best, "kept_epoch": 3, "epochs": 4,
                "seconds": 6.0, "history": history(best),
            }
            for seed in seeds
        ],
    }  # fmt: skip


PAIR: dict[str, Any] = {
    "name": "A", "against": "B", "measure": "score", "seeds": [[0, 1, 2], [0, 1, 2]],
    "claim": "recipes", "effect": -0.012, "low": -0.031, "high": 0.007, "p": 0.16,
    "minimum_detectable_difference": 0.027, "rows": 2000, "adjusted_p": 0.16,
    "adjusted_low": -0.031, "adjusted_high": 0.007, "outcome": "tied",
    "would_decide": {"seeds": 9, "rows": None},
    "reach": {
        "A": {"target": 0.93, "reached": 0, "of": 3, "epochs": None, "seconds": None},
        "B": {"target": 0.92, "reached": 2, "of": 3, "epochs": 3.5, "seconds": 4.25},
    },
}  # fmt: skip


def compared(**changes: Any) -> Compared:
    found: dict[str, Any] = {
        "folder": "runs/compare",
        "kind": "compare",
        "part": "validation",
        "rows": 2000,
        "score": "accuracy",
        "one_recipe": False,
        "left_out": [],
        "sides": [side("A", "plain", 0.92, [0, 1, 2]), side("B", "dropout", 0.93, [0, 1, 2])],
        "differing": [{"setting": "model.pooled_dropout", "values": [0.0, 0.5]}],
        "comparisons": [deepcopy(PAIR)],
        "test_looks": [],
    }
    return {**found, **changes}  # type: ignore[typeddict-item]  # a test knows what it changes


def pair(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(PAIR), **changes}


def test_a_tie_is_a_result_and_says_what_would_decide_it() -> None:
    assert outcome_sentence(PAIR, ENGLISH) == (
        "A and B are tied: -1.2 points [-3.1 to 0.7] may be chance."
    )
    assert deciding_sentence(PAIR, ENGLISH) == (
        "A true difference of 2.7 points is found by such a comparison in 80 of 100 cases. "
        "If 1.2 points are the truth, about 9 seeds a side would decide it as often."
    )


def test_who_is_worse_is_told_from_the_better_one() -> None:
    lower = pair(effect=-0.04, adjusted_low=-0.06, adjusted_high=-0.02, outcome="worse")
    assert outcome_sentence(lower, ENGLISH) == "B is better than A: +4.0 points [2.0 to 6.0]."
    assert deciders(lower, ENGLISH) == NO_VALUE


@pytest.mark.parametrize(
    ("seeds", "rows", "said"),
    [
        (9, 14_321, "9 seeds a side or 14,000 rows"),
        (None, 812, "810 rows"),
        (None, None, NO_VALUE),
    ],
)
def test_what_would_decide_is_named(seeds: int | None, rows: int | None, said: str) -> None:
    assert deciders(pair(would_decide={"seeds": seeds, "rows": rows}), ENGLISH) == said


def test_where_nothing_alone_would_decide_that_is_said() -> None:
    undecidable = pair(would_decide={"seeds": None, "rows": None})
    assert "Neither more seeds nor more rows alone" in deciding_sentence(undecidable, ENGLISH)


def test_how_soon_the_others_best_is_reached_is_told_for_both() -> None:
    assert reach_sentences(PAIR, ENGLISH) == [
        "A never reaches the best validation accuracy that B had at any epoch (93.0\u00a0%).",
        "B reaches the best validation accuracy that A had at any epoch (92.0\u00a0%) after 3.5 "
        "epochs and 4.2 s (in 2 of 3 runs).",
    ]


def test_one_epoch_is_no_epochs() -> None:
    reach = {"target": 0.5, "reached": 1, "of": 1, "epochs": 1.0, "seconds": 2.0}
    found = pair(reach={"A": reach, "B": {**reach, "target": None}})
    assert reach_sentences(found, ENGLISH)[0].endswith("after 1 epoch and 2.0 s.")
    assert reach_sentences(found, SPANISH)[0].endswith("tras 1 época y 2,0 s.")


def test_the_claim_is_said_in_the_terminal() -> None:
    several = " ".join(compared_text(compared(), ENGLISH).split())
    assert "2 recipes compared on 2,000 validation rows" in several
    assert "what is said holds for the recipes" in several
    sides = [side("A", "plain", 0.92, [0]), side("B", "dropout", 0.93, [0])]
    single = compared_text(compared(sides=sides, comparisons=[pair(claim="models")]), ENGLISH)
    assert "2 models compared on" in single
    assert "another seed may turn it round" in " ".join(single.split())


def test_several_pairs_are_said_to_be_corrected() -> None:
    text = " ".join(compared_text(compared(comparisons=[pair()] * 3), ENGLISH).split())
    assert "allow for there being 3 pairs (Holm)" in text


def test_a_table_of_many_pairs_says_what_its_columns_mean() -> None:
    text = " ".join(compared_text(compared(comparisons=[pair()] * 6), ENGLISH).split())
    assert "Found from: the true difference in points" in text


@pytest.mark.parametrize("speech", [ENGLISH, SPANISH], ids=["en", "es"])
def test_no_line_of_the_terminal_is_wider_than_80_columns(speech: Any) -> None:
    names = ["a-long-name-of-a-run-that-was-given-by-hand", "plain", "c" * 90]
    sides = [side(letter, name, 0.9, [0, 1, 2]) for letter, name in zip("ABC", names, strict=True)]
    settings = [{"setting": "train.learning_rate", "values": [0.001, 0.01, [64, 32]]}]
    wide = compared(sides=sides, differing=settings, comparisons=[pair()] * 3)
    for line in compared_text(wide, speech).splitlines():
        assert len(line) <= WIDTH


def test_looks_at_test_rows_are_said() -> None:
    text = " ".join(compared_text(compared(part="test", test_looks=[1, 3]), ENGLISH).split())
    assert "counts as a look at the test rows of each run" in text
    assert "looked at 3 times by now" in text


def test_what_was_left_out_is_named() -> None:
    text = compared_text(compared(left_out=["runs/plain-2"]), ENGLISH)
    assert "Left out, for a run of the same recipe and seed is there already" in text
    assert "runs/plain-2" in text


@pytest.mark.parametrize("speech", [ENGLISH, SPANISH], ids=["en", "es"])
def test_the_page_is_whole_and_needs_nothing_from_outside(speech: Any) -> None:
    pytest.importorskip("matplotlib")
    sides = [side("A", HOSTILE, 0.92, [0, 1]), side("B", "dropout", 0.93, [4])]
    made = compared_page(compared(sides=sides), speech)
    assert made.html is not None
    assert made.notes == ()
    outline = Outline(made.html)
    assert outline.outside == []
    assert len(outline.labelled) == 1
    assert "script" not in outline.tags
    assert len(set(outline.ids)) == len(outline.ids)


def test_many_sides_and_an_exploded_run_can_be_drawn() -> None:
    pytest.importorskip("matplotlib")
    from sentir.report.figures.compared_curves import compared_curves

    sides = [side(f"S{n}", f"run-{n}", 0.5, [0]) for n in range(9)]
    sides[0]["runs"][0]["history"][2] |= {"val_loss": None, "val_score": None}
    sides[1]["runs"][0]["history"][3]["val_loss"] = 1e6
    drawn = compared_curves(compared(sides=sides), ENGLISH)
    assert drawn.count("run-") == 9


@pytest.mark.parametrize("rise", [0.008, 0.05, 0.2, 0.9])
def test_the_scores_stand_where_their_axis_says(rise: float) -> None:
    sides = [side(name, name, 0.93, [0]) for name in ("A", "B")]
    for each in sides:
        for row in each["runs"][0]["history"]:
            row["val_score"] = 0.05 + rise * row["epoch"] / 4
    page = compared_page(compared(sides=sides), ENGLISH).html
    assert page is not None
    part = page.split('id="compared-curves-axes_2"')[1].split("matplotlib.axis_4")[-1]
    ticks = [float(text) for text in re.findall(r">([\d.]+)\u00a0%</text>", part)]
    assert len(ticks) > 2
    assert len({round(high - low, 4) for low, high in pairwise(ticks)}) == 1


def test_a_side_of_two_seeds_that_bound_nothing_has_no_interval() -> None:
    wide = side("B", "gru-0", 0.5, [0, 1])
    wide["score"] |= {"low": 0.0, "high": 1.0}
    found = compared(sides=[side("A", "lstm-0", 0.93, [0, 1, 2]), wide])

    page = compared_page(found, ENGLISH).html
    for shown in (compared_text(found, ENGLISH), page or ""):
        assert "so few seeds bound nothing" in " ".join(shown.split())
        assert "[91.0 to 95.0]" in shown
        assert "[0.0 to 100.0]" not in shown


def test_a_difference_that_shows_as_nothing_has_no_sign() -> None:
    assert signed_points(0.0004, ENGLISH) == "0.0"
    assert signed_points(0.004, ENGLISH) == "+0.4"
    assert signed_points(-0.004, ENGLISH) == "-0.4"
