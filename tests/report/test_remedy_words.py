"""Remedies in words: every code has its name and hypothesis, and all fits into 80 columns."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sentir.diagnose.proposals import CODES
from sentir.report.language import LANGUAGES, language
from sentir.report.remedy_advice import next_lines
from sentir.report.remedy_names import HYPOTHESES, NAMES
from sentir.report.remedy_page import remedy_page
from sentir.report.remedy_sentences import paragraph
from sentir.report.remedy_terminal import remedy_text

GOLDEN = Path(__file__).parents[1] / "contract" / "golden" / "remedy-1.json"


def found(**changes: Any) -> dict[str, Any]:
    return {**json.loads(GOLDEN.read_text("utf-8")), **changes}


def tried(**changes: Any) -> dict[str, Any]:
    (one,) = [each for each in found()["remedies"] if each["code"] == "higher_learning_rate"]
    return {**deepcopy(one), **changes}


def test_every_remedy_has_a_name_and_a_hypothesis() -> None:
    assert set(NAMES) == set(HYPOTHESES) == set(CODES)


@pytest.mark.parametrize("outcome", ["no_evidence", "few_seeds", "not_compared"])
@pytest.mark.parametrize("code", ["en", "es"])
def test_all_remedies_at_once_stay_within_80_columns(code: str, outcome: str) -> None:
    wide = {"effect": -0.123, "adjusted_low": -0.234, "adjusted_high": 0.345}
    every = [
        tried(code=each, outcome=outcome, score=tried()["score"] | wide,
              loss=tried()["loss"] | wide)
        for each in CODES
    ]  # fmt: skip
    shown = remedy_text(found(remedies=every, best=None), language(code))
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.count("[-23,4 a 34,5]" if code == "es" else "[-23.4 to 34.5]") == len(CODES)


@pytest.mark.parametrize("code", ["en", "es"])
def test_no_name_of_a_remedy_is_broken_within_a_word(code: str) -> None:
    every = [tried(code=each, outcome="no_evidence") for each in CODES]
    shown = remedy_text(found(remedies=every, best=None), language(code))
    names = {language(code).say(NAMES[each]) for each in CODES}
    for word in {word for name in names for word in name.split()}:
        assert word in shown.split("\n\n")[1]


def test_the_command_stands_on_one_line() -> None:
    shown = remedy_text(found(command="sentir train " + "a" * 90 + ".csv"), language("en"))
    _, command = next_lines(found(command="sentir train " + "a" * 90 + ".csv"), language("en"))
    assert command in shown.splitlines()


def test_one_seed_is_said_to_be_no_more() -> None:
    one = tried(outcome="few_seeds", score=tried()["score"] | {"seeds": [0]}, steadier=None)
    some = found(seeds=[0], remedies=[one], best=None)
    shown = " ".join(remedy_text(some, language("en")).split())
    assert "another seed may turn it round" in shown
    assert "1 seed cannot tell what the remedy does from what the seed does" in shown
    assert "Fewer than 3 seeds cannot tell" in shown
    assert "nor whether the last epoch is steadier: give --seeds 3 or more." in shown
    assert "No evidence" not in shown


def test_a_difference_too_small_to_matter_is_said_so_with_what_would() -> None:
    loss = {**tried()["loss"], "effect": -0.001, "adjusted_low": -0.0014, "adjusted_high": -0.0004,
            "least": 0.005, "matters": False}  # fmt: skip
    score = {**tried()["score"], "least": 0.001, "matters": False}
    small = tried(outcome="negligible", loss=loss, score=score)
    _, said = paragraph(small, language("en"))
    assert said[1] == (
        "Too small to matter (below 0.1 points, or 0.005 in loss): the validation loss fell by "
        "0.0010 [0.0004 to 0.0014]."
    )
    lines, command = next_lines(found(remedies=[small], best=None), language("en"))
    assert command == ""
    assert lines[0] == (
        "None of these settings is seen to help the kept weights by as much as matters, and "
        "without harm."
    )
    worse = {**loss, "outcome": "worse", "effect": 0.001, "adjusted_low": 0.0, "adjusted_high": 0.1}
    better = {**score, "outcome": "better", "matters": True}
    _, said = paragraph(tried(outcome="helped", loss=worse, score=better), language("en"))
    assert said[1].startswith("Helped: the validation score rose by 11.6 points")
    assert "Too small to matter" in said[1]


def test_of_several_that_helped_the_first_is_not_said_to_be_surely_better() -> None:
    several = [tried(), tried(code="dropout"), tried(code="l1"), tried(code="l2", outcome="mixed")]
    said, _ = next_lines(found(remedies=several), language("en"))
    assert said == [
        "Of what can be set, higher learning rate helped most here (dropout and L1 helped too; "
        "whether one is better than the other was not tested). To train with it:"
    ]


def test_a_fall_is_said_as_an_amount_with_its_ends_in_order() -> None:
    loss = {**tried()["loss"], "outcome": "worse", "effect": 0.02, "adjusted_low": 0.01,
            "adjusted_high": 0.03}  # fmt: skip
    score = {**tried()["score"], "outcome": "worse", "effect": -0.05, "adjusted_low": -0.08,
             "adjusted_high": -0.02}  # fmt: skip
    _, said = paragraph(tried(outcome="hurt", score=score, loss=loss), language("en"))
    assert (
        "Hurt: the validation score fell by 5.0 points [2.0 to 8.0] and the validation loss rose "
        "by 0.020 [0.010 to 0.030]." in said
    )


def test_a_remedy_that_failed_is_a_row_with_its_reason() -> None:
    pair = {"measure": "score", "outcome": "not_compared", "seeds": []}
    side = {**tried()["side"], "seeds": [], "failures": ["no memory", "no memory"]}
    broken = tried(outcome="not_compared", score=pair, loss=pair, steadier=None, side=side)
    shown = remedy_text(found(remedies=[broken], best=None), language("en"))
    assert "2 trainings failed: no memory" in shown
    assert "failed" in shown.splitlines()[5]


def test_the_command_to_type_is_the_run_s_own_with_the_new_setting() -> None:
    _, command = next_lines(found(), language("en"))
    assert command == "sentir train moods.csv --set train.epochs=3 --set train.learning_rate=0.06"


def test_a_steadier_end_is_told_from_help_for_the_weights_that_are_kept() -> None:
    calm = tried(outcome="no_evidence", steadier=True)
    said, command = next_lines(found(remedies=[calm], best=None), language("en"))
    assert command == ""
    assert said[0].startswith("No evidence that any of these settings helps")
    assert said[1].startswith("Steadier at the last epoch: higher learning rate.")


def test_the_page_shows_table_hypotheses_and_what_to_do_in_its_language() -> None:
    page = remedy_page(found(), language("es"), command="sentir remedy lazy").html
    assert page is not None
    assert '<html lang="es">' in page
    assert "tasa de aprendizaje mayor" in page
    assert "--set train.learning_rate=0.06" in page
    assert "Con pasos más grandes" in page


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_draws_every_effect_that_could_be_compared_around_0(code: str) -> None:
    speech, pair = language(code), {"outcome": "not_compared", "seeds": []}
    broken = tried(code="dropout", outcome="not_compared", score=pair, loss=pair, steadier=None)
    some = found(remedies=[*found()["remedies"], broken])
    page = remedy_page(some, speech, command="sentir remedy lazy")
    assert page.html is not None
    drawn = page.html.split("<figure>")[1].split("</figure>")[0]
    for each in ("more_data", "higher_learning_rate", "l1"):
        assert f">{speech.say(NAMES[each])}</text>" in drawn
    assert f">{speech.say(NAMES['dropout'])}</text>" not in drawn
    assert speech.say("Helped: {helped} of {n} tried", helped="2", n="4") in drawn
    assert "stroke: #009e73" in drawn, "both losses fell by as much as matters"
    assert "stroke: #d55e00" not in drawn


@pytest.mark.parametrize(("outcome", "title"), [
    ("negligible", "1 remedy tried, not seen to help"),
    ("few_seeds", "Too few seeds to say whether a remedy helps"),
])  # fmt: skip
def test_what_is_too_small_or_seen_under_few_seeds_is_drawn_grey(outcome: str, title: str) -> None:
    score = {**tried()["score"], "least": 0.001, "matters": False}
    loss = {**tried()["loss"], "least": 0.005, "matters": outcome == "few_seeds"}
    some = found(remedies=[tried(outcome=outcome, loss=loss, score=score)], best=None)
    page = remedy_page(some, language("en"), command="").html
    assert page is not None
    assert title in page
    assert "stroke: #8a8f98" in page
    assert "stroke: #009e73" not in page


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("no_evidence", "No evidence that twice as many rows help"),
        ("few_seeds", "give --seeds 3 or more"),
        ("helped", "Twice as many rows helped"),
    ],
)
def test_more_data_alone_has_a_next_step_too(outcome: str, said: str) -> None:
    alone = tried(code="more_data", settings={}, outcome=outcome, steadier=None)
    lines, command = next_lines(found(remedies=[alone], best=None), language("en"))
    assert [said in line for line in lines] == [True]
    assert not command


@pytest.mark.parametrize("least", [0.0013, 0.013, 0.13, 1.3])
def test_ticks_stand_where_they_say(least: float) -> None:
    loss = {**tried()["loss"], "effect": least, "adjusted_low": -least, "adjusted_high": 3 * least}
    page = remedy_page(found(remedies=[tried(loss=loss)]), language("en"), command="").html
    assert page is not None
    part = page.split('id="remedy-effects-axes_2"')[1]
    ticks = [float(text) for text in re.findall(r">([+-]?[\d.]+)</text>", part)]
    steps = np.diff(ticks)
    assert len(ticks) > 2
    assert steps == pytest.approx([steps[0]] * len(steps))


def test_a_page_on_which_nothing_could_be_compared_has_no_figure() -> None:
    pair = {"outcome": "not_compared", "seeds": []}
    broken = tried(outcome="not_compared", score=pair, loss=pair, steadier=None)
    page = remedy_page(found(remedies=[broken], best=None), language("en"), command="").html
    assert page is not None
    assert "<figure>" not in page
