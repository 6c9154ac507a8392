from __future__ import annotations

import copy
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sentir.report.ablation_page import ablation_page
from sentir.report.ablation_sentences import factor_sentences
from sentir.report.ablation_terminal import ablation_text
from sentir.report.ablation_words import amount, cells, file_size, variant_name
from sentir.report.duration_words import duration
from sentir.report.language import language

GOLDEN = Path(__file__).parents[1] / "contract" / "golden" / "ablation-1" / "comparison.json"
EN, ES = language("en"), language("es")


@pytest.fixture
def found() -> dict[str, Any]:
    return dict(json.loads(GOLDEN.read_text("utf-8")))


def told(found: dict[str, Any], **changes: Any) -> list[str]:
    """The sentences on the first factor, whose second value came to this against the first."""
    factor = copy.deepcopy(found["factors"][0])
    factor["values"][1]["score"] |= changes
    return factor_sentences(found, factor, EN)


def test_a_better_value_is_said_with_its_corrected_interval(found: dict[str, Any]) -> None:
    numbers = {"effect": 0.05, "adjusted_low": 0.01, "adjusted_high": 0.09}
    assert told(found, outcome="better", **numbers)[0] == (
        "3 is better than 4 by 5.0 points [1.0 to 9.0]."
    )


def test_a_worse_value_is_said_by_how_much_worse_it_is(found: dict[str, Any]) -> None:
    numbers = {"effect": -0.05, "adjusted_low": -0.09, "adjusted_high": -0.01}
    assert told(found, outcome="worse", **numbers)[0] == (
        "3 is worse than 4 by 5.0 points [1.0 to 9.0]."
    )


def test_a_tie_says_what_would_have_been_found(found: dict[str, Any]) -> None:
    assert told(found, outcome="tied", minimum_detectable_difference=0.031)[0] == (
        "Tied with 4: 3. A true difference of 3.1 points would be found four times in five, "
        "a smaller one less often."
    )


def test_what_only_the_loss_tells_apart_is_said_too(found: dict[str, Any]) -> None:
    factor = copy.deepcopy(found["factors"][0])
    factor["values"][1]["loss"] |= {
        "outcome": "better", "effect": -0.02, "adjusted_low": -0.03, "adjusted_high": -0.01,
    }  # fmt: skip
    assert "By log loss 3 is better than 4 (-0.020 [-0.030 to -0.010])." in factor_sentences(
        found, factor, EN
    )


def test_size_and_time_are_told_where_they_change(found: dict[str, Any]) -> None:
    small, large = found["variants"]["model.hidden_size = 3"], found["variants"]["base"]
    small |= {"parameters": 1_200, "model_bytes": 300_000, "seconds": 4.0}
    large |= {"parameters": 2_400_000, "model_bytes": 5_200_000, "seconds": 90.0}
    assert (
        "From 3 to 4: 1.2 k to 2.40 M parameters, a file of 0.30 MB to 5.2 MB. Training takes "
        "4 s with 3 and 2 min with 4."
    ) in told(found)
    small |= {"parameters": 2_400_000, "seconds": 89.0}
    assert "The size stays. Time hardly changes." in told(found)


def test_losses_that_part_after_the_kept_epoch_are_told(found: dict[str, Any]) -> None:
    found["variants"]["base"]["last"]["loss"] = 0.78
    found["variants"]["model.hidden_size = 3"]["last"]["loss"] = 0.3
    assert "Validation loss after the last epoch: 0.780 with 4 and 0.300 with 3." in told(found)
    found["variants"]["base"]["last"]["loss"] = 0.31
    assert not any("last epoch" in sentence for sentence in told(found))


def test_with_epochs_it_is_said_which_were_kept(found: dict[str, Any]) -> None:
    found["factors"][0]["setting"] = "train.epochs"
    found["variants"]["base"] |= {"kept_epochs": [2, 3], "loss": 0.5}
    found["variants"]["base"]["last"]["loss"] = 0.9
    sentence = next(s for s in told(found) if s.startswith("Weights kept"))
    assert "of 4: epoch 2/3, loss 0.500, at the end 0.900" in sentence


def test_a_value_that_failed_has_dashes_and_its_reason(found: dict[str, Any]) -> None:
    factor = found["factors"][1]
    broken = factor["values"][1]
    assert cells(found, broken, EN)[:2] == ["–", "–"]  # noqa: RUF001 - as tables print it
    assert cells(found, broken, EN)[-1] == "failed"
    assert factor_sentences(found, factor, EN)[-1].startswith("{rage=2} failed: ")


def test_a_value_beside_a_first_that_failed_is_not_called_failed(found: dict[str, Any]) -> None:
    factor = found["factors"][0]
    first, second = factor["values"][:2]
    found["variants"][first["variant"]] |= {"seeds": [], "seconds": None}
    second["score"] = {"outcome": "not_compared"}
    assert cells(found, first, EN)[-1] == "failed"
    assert cells(found, second, EN)[-1] == "–"  # noqa: RUF001 - as tables print it


def test_a_difference_of_losses_that_shows_as_nothing_is_not_told(found: dict[str, Any]) -> None:
    factor = copy.deepcopy(found["factors"][0])
    factor["values"][1]["loss"] |= {
        "outcome": "worse", "effect": 3e-4, "adjusted_low": 1e-4, "adjusted_high": 5e-4,
    }  # fmt: skip
    assert not any("log loss" in sentence for sentence in factor_sentences(found, factor, EN))


@pytest.mark.parametrize("speech", [EN, ES])
def test_in_a_terminal_no_line_is_wider_than_80_columns(found: dict[str, Any], speech: Any) -> None:
    found["factors"][0]["values"][1]["shown"] = "[1024,512,512,256]"
    assert max(map(len, ablation_text(found, speech).splitlines())) <= 80


@pytest.mark.parametrize("speech", [EN, ES])
def test_the_page_has_both_figures_every_value_and_nothing_from_elsewhere(
    found: dict[str, Any], speech: Any
) -> None:
    found["title"] = "<b>mine</b>"
    made = ablation_page(found, speech, command="sentir ablate x --vary a=<1>")
    assert made.html is not None
    assert made.html.count("<svg") == 2
    assert "&lt;b&gt;mine" in made.html
    assert "--vary a=&lt;1&gt;" in made.html
    assert not re.findall(r'(?:src|href)="(?!#)', made.html)
    for factor in found["factors"]:
        for value in factor["values"]:
            assert f"<code>{value['shown']}</code>" in made.html
    assert not made.notes


@pytest.mark.parametrize("reach", [0.005, 0.02, 0.05, 0.2])
def test_the_losses_stand_where_their_axis_says(found: dict[str, Any], reach: float) -> None:
    for variant in found["variants"].values():
        epochs = len(variant["curves"]["val_loss"])
        variant["curves"]["val_loss"] = [
            1.8 - reach * place / (epochs - 1) for place in range(epochs)
        ]
    page = ablation_page(found, EN, command="sentir ablate x").html
    assert page is not None
    part = page.split("matplotlib.axis_2")[-1]
    ticks = [float(text) for text in re.findall(r">(1\.\d+)</text>", part)]
    steps = [round(high - low, 4) for low, high in pairwise(ticks)]
    assert len(ticks) > 2
    assert len(set(steps)) == 1


def test_each_seed_has_its_own_losses(found: dict[str, Any]) -> None:
    verdicts = found["variants"]["base"]["verdicts"]
    for place, verdict in enumerate(verdicts):
        verdict["numbers"]["val_loss"], verdict["last_loss"] = 7.125 + place, 8.125 + place
    page = ablation_page(found, EN, command="sentir ablate x").html
    assert page is not None
    for place in range(len(verdicts)):
        assert f"{7 + place}.125" in page
        assert f"{8 + place}.125" in page


def test_with_many_variants_each_factor_has_a_figure_of_its_own(found: dict[str, Any]) -> None:
    for number in range(8):
        found["variants"][f"more {number}"] = found["variants"]["base"]
    html = ablation_page(found, EN, command="").html or ""
    assert html.count("<svg") == 1 + len(found["factors"])


def test_numbers_are_as_short_as_a_table_needs_them() -> None:
    assert [amount(n, EN) for n in (12, 1234, 123_456, 1_234_567, None)] == [
        "12", "1.2 k", "123 k", "1.23 M", "–",  # noqa: RUF001 - as tables print it
    ]  # fmt: skip
    assert [file_size(n, ES) for n in (512_345, 5_123_456)] == ["0,51 MB", "5,1 MB"]
    spans = [duration(s, EN) for s in (0.2, 59.4, 61, 3599, 7800)]
    assert spans == ["1 s", "59 s", "1 min", "1 h 0 min", "2 h 10 min"]
    assert variant_name("base", EN) == "the base"


def test_a_strangers_titles_do_not_move_the_cursor(found: dict[str, Any]) -> None:
    found["title"] = found["factors"][0]["title"] = found["factors"][0]["question"] = "a\x1b[2J"
    assert "\x1b" not in ablation_text(found, EN)
