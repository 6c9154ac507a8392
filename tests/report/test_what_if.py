"""A what-if in words: which rows, how far seeds alone move an answer, what the change moves."""

from __future__ import annotations

from typing import Any

import pytest

from sentir.report.language import language
from sentir.report.row_change_words import change_lines
from sentir.report.what_if_answers import answer_rows, answer_sentences, asked_text
from sentir.report.what_if_words import caveats, variant_name


def change(**other: Any) -> dict[str, Any]:
    return {
        "words": ["movie"], "substring": False, "added_from": "", "train": {"anger": 2, "joy": 5},
        "dropped": {"anger": 2, "joy": 1}, "added": {"anger": 0, "joy": 0}, "left_out": 0, **other,
    }  # fmt: skip


def moved(before: list[float], after: list[float], *, low: float, high: float) -> dict[str, Any]:
    means = {
        "before": sum(before) / len(before),
        "after": sum(after) / len(after),
    }
    return {**means, "effect": means["after"] - means["before"], "low": low, "high": high,
            "by_seed": {"before": before, "after": after}}  # fmt: skip


def test_a_class_that_loses_all_its_rows_is_named() -> None:
    told = change_lines(change(), language("en"))
    assert told == [
        '3 of 7 training rows hold "movie" and are taken away: anger 2, joy 1.',
        "The class anger loses all its training rows: no net can learn it after the change.",
    ]


def test_a_class_that_gets_other_rows_is_not_lost() -> None:
    told = change_lines(
        change(added_from="more.csv", added={"anger": 1, "joy": 0}, left_out=1), language("en")
    )
    assert told[1:] == [
        "1 row is added: anger 1.",
        "1 row of the file is left out: its text is a validation or test row's too.",
    ]


def test_what_moves_most_is_said_first_and_beside_it_what_seeds_alone_move() -> None:
    asked = {
        "seeds": [0, 1, 2],
        "answers": {"before": ["joy"] * 3, "after": ["fear"] * 3},
        "classes": {
            "anger": moved([0.1, 0.1, 0.1], [0.15, 0.15, 0.15], low=0.02, high=0.08),
            "fear": moved([0.2, 0.1, 0.3], [0.3, 0.3, 0.3], low=-0.1, high=0.3),
            "joy": moved([0.7, 0.8, 0.6], [0.55, 0.5, 0.45], low=-0.4, high=-0.1),
        },
    }
    told = [each.replace("\N{NO-BREAK SPACE}", " ") for each in answer_sentences(
        asked, language("en"))]  # fmt: skip
    assert told == [
        "Over 3 seeds the answers are: joy 3. After the change: fear 3.",
        "Seeds alone move joy between 60.0 % and 80.0 % as it is, and between 45.0 % and 55.0 % "
        "after the change.",
        "The change lowers joy by 20.0 points [10.0 to 40.0].",
        "The change raises anger by 5.0 points [2.0 to 8.0].",
    ]


@pytest.mark.parametrize(("name", "said"), [
    ("as it is", "tal cual"), ("changed", "cambiado"), ("model.cell = gru", "model.cell = gru"),
])  # fmt: skip
def test_the_sides_have_names_in_the_reader_s_language(name: str, said: str) -> None:
    assert variant_name(name, language("es")) == said


def test_a_long_text_is_shown_from_its_beginning() -> None:
    assert asked_text({"text": "a short\n text"}) == "a short text"
    shown = asked_text({"text": "word " * 20_000})
    assert (shown[:10], shown[-1], len(shown)) == ("word word ", "…", 240)


def test_intervals_are_spoken_of_where_there_are_some() -> None:
    bounded = {"classes": {"joy": moved([0.1] * 3, [0.2] * 3, low=0.0, high=0.2)}}
    bare = {"classes": {"joy": {**bounded["classes"]["joy"], "low": None, "high": None}}}
    for asked, count in (([], 0), ([bare], 0), ([bare, bounded], 1)):
        (said,) = caveats({"asked": asked, "failures": []}, language("en"))
        assert said.count("An interval speaks of other seeds") == count


def test_an_interval_ends_where_two_probabilities_can_lie_no_farther_apart() -> None:
    seeds = [0.99, 0.98, 0.2]
    asked = {
        "seeds": [0, 1, 2],
        "answers": {"before": ["joy"] * 3, "after": ["fear"] * 3},
        "classes": {
            "fear": moved([0.01, 0.02, 0.8], [1.0, 1.0, 1.0], low=0.1, high=1.4),
            "joy": moved(seeds, [0.0, 0.0, 0.0], low=-1.8, high=-0.2),
        },
    }
    assert [cells[-1] for _, cells in answer_rows(asked, language("en"))] == [
        "+72.3 [10.0 to 100.0]", "-72.3 [-100.0 to -20.0]",
    ]  # fmt: skip
    told = " ".join(answer_sentences(asked, language("en")))
    assert "lowers joy by 72.3 points [20.0 to 100.0]" in told.replace("\N{NO-BREAK SPACE}", " ")
