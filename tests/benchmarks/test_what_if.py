"""What the bars of what-if make of their parts, and the tables of the R1 case."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from scipy import stats

from benchmarks import planted_what_if, r1_case
from benchmarks.what_if_tables import CASE

CLASSES = ("anger", "joy")


def text(high: float, *, is_back: bool) -> dict[str, Any]:
    return {
        "before": 0.9, "after": 0.2, "effect": high - 0.1, "low": high - 0.2, "high": high,
        "is_back": is_back,
    }  # fmt: skip


def corpora(*first: dict[str, Any], dropped: int = 20) -> dict[str, Any]:
    right = text(-0.3, is_back=True)
    texts = [*first, *[right] * (20 - len(first))]
    return {
        f"corpus {number:02}": {
            "label": "joy", "dropped": {"anger": 0, "joy": dropped}, "texts": [each, right],
            "mean": right,
        }
        for number, each in enumerate(texts)
    }  # fmt: skip


def test_a_corpus_counts_where_its_first_text_goes_back_beyond_doubt() -> None:
    doubted, unmoved = text(0.01, is_back=True), text(-0.1, is_back=False)
    figures, (first, mean) = planted_what_if.conclude(corpora(doubted, unmoved))
    assert figures["first_goes_back"] == first["measured"] == 18
    assert (first["met"], first["distance"]) == (False, 1)
    assert figures["mean_goes_back"] == mean["measured"] == 20
    assert (figures["texts"], figures["texts_that_go_back"]) == (40, 38)


def test_a_corpus_does_not_count_where_other_rows_were_dropped() -> None:
    figures, _ = planted_what_if.conclude(corpora(dropped=19))
    assert figures["first_goes_back"] == figures["mean_goes_back"] == 0


def test_the_mean_of_the_texts_is_taken_seed_by_seed() -> None:
    asked = [
        {
            "classes": {"joy": {"by_seed": {"before": before, "after": after}}},
            "answers": {"after": answers},
        }
        for before, after, answers in (
            ([0.9, 0.5, 0.7], [0.1, 0.2, 0.3], ["anger", "anger", "joy"]),
            ([0.7, 0.9, 0.5], [0.3, 0.2, 0.1], ["anger", "joy", "joy"]),
        )
    ]
    found = planted_what_if._mean_back(asked, "joy")
    moved = np.array([0.2 - 0.8, 0.2 - 0.7, 0.2 - 0.6])
    interval = stats.ttest_1samp(moved, 0).confidence_interval(0.95)
    assert (found["before"], found["after"]) == pytest.approx((0.7, 0.2))
    assert (found["low"], found["high"]) == pytest.approx((interval.low, interval.high))
    assert found["is_back"] is False  # anger and joy three times each


def moved(effect: float, spread: float) -> dict[str, Any]:
    return {"before": 0.5, "after": 0.5 + effect, "effect": effect,
            "low": effect - spread, "high": effect + spread}  # fmt: skip


def parts(*, latest: int = 5) -> dict[str, Any]:
    seed = {
        "label": "joy", "probabilities": {"anger": 0.4, "joy": 0.6}, "kept_epoch": 4, "agree": 7,
        "sure": False,
        "distance": {"farther_than": 0.99}, "first": {"occlusion": "movie", "gradients": "love"},
        "removal": ["movie"], "without_them": "anger",
    }  # fmt: skip
    question = {
        "change": {"train": {"anger": 30, "joy": 10}, "dropped": {"anger": 1, "joy": 2},
                   "added": {"anger": 0, "joy": 0}},
        "asked": {"answers": {"before": ["joy", "joy"], "after": ["anger", "joy"]},
                  "classes": {"anger": moved(0.1, 0.2), "joy": moved(-0.3, 0.1)}},
        "kept_epochs": [3, latest],
    }  # fmt: skip
    names = [name for name in r1_case.PARTS if not name.startswith("seed ")]
    return {**{f"seed {n}": seed for n in r1_case.SEEDS}, **dict.fromkeys(names, question)}


def test_only_classes_whose_interval_leaves_out_0_are_moved() -> None:
    figures, (mark,) = r1_case.conclude(parts())
    assert [each["moved"] for each in figures["questions"].values()] == [["joy"]] * 4
    rows = {"anger": 1, "joy": 2}
    assert figures["words"] == {"love": rows, "movie": rows}
    assert (mark["measured"], mark["met"]) == (5, True)


def test_weights_kept_in_the_last_epochs_miss_the_bar() -> None:
    _, (mark,) = r1_case.conclude(parts(latest=r1_case.EPOCHS - 1))
    assert (mark["met"], mark["distance"]) == (False, 1)


def test_the_tables_of_the_case_say_what_was_found_in_both_languages() -> None:
    figures, _ = r1_case.conclude(parts())
    result = {
        "figures": figures, "commit": "0" * 40, "dirty": False, "measured": "2026-01-01",
        "machine": {"processor": "one", "cores": 2},
    }  # fmt: skip
    results = {"r1_case": result}
    seeds = CASE["r1_case_seeds"](results, "en")
    assert "| seed 0 | joy 0.60 (not sure) | 99.0 % | 7 | movie | love | movie: anger |" in seeds
    words = CASE["r1_case_words"](results, "es")
    assert "| filas de entrenamiento con «love» | 1 (33 %) | 2 (67 %) |" in words
    changes = CASE["r1_case"](results, "es")
    assert "| joy 2 | anger 1, joy 1 | joy -30,0 [-40,0 a -20,0] |" in changes
    assert [CASE[name]({}, "en") for name in CASE] == [""] * 3


def test_the_rows_like_it_are_not_the_question_itself() -> None:
    asked = r1_case.TEXT.lower()
    assert len(set(r1_case.LIKE_IT)) == 20
    assert asked not in r1_case.LIKE_IT
    assert all(re.search(r"\blove this movie\b", each) for each in r1_case.LIKE_IT)
