"""Which rows a word is in, and what a change does to answers, held against sums by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sentir.experiments.comparison import Side
from sentir.experiments.trial import Trial, TrialResult
from sentir.experiments.what_if import (
    AS_IT_IS,
    CHANGED,
    answers_of,
    by_class,
    rows_with_letters,
    rows_with_words,
)
from sentir.text.tokens import Tokenizer

TEXTS = ["I love this Movie", "movies are long", "a movie, a good one", "New York is big", "york"]
ALL = np.arange(len(TEXTS))
LABELS = ("anger", "joy")


def side(name: str, joy: list[float], *, first_seed: int = 0) -> Side:
    results = tuple(
        TrialResult(
            trial=Trial(name=name, seed=first_seed + number),
            asked=np.array([[1 - share, share]]),
        )
        for number, share in enumerate(joy)
    )
    return Side(name=name, results=results)


def test_only_whole_words_count_whatever_their_case() -> None:
    found = rows_with_words(TEXTS, ALL, ["MOVIE"], tokenizer=Tokenizer(lowercase=True))
    assert found.tolist() == [0, 2]
    cased = rows_with_words(TEXTS, ALL, ["movie"], tokenizer=Tokenizer(lowercase=False))
    assert cased.tolist() == [2]


def test_several_words_in_sequence_are_one_thing_and_several_things_are_any() -> None:
    tokenizer = Tokenizer(lowercase=True)
    assert rows_with_words(TEXTS, ALL, ["new york"], tokenizer=tokenizer).tolist() == [3]
    both = rows_with_words(TEXTS, ALL, ["york", "long"], tokenizer=tokenizer)
    assert both.tolist() == [1, 3, 4]


def test_letters_are_found_within_words_too() -> None:
    assert rows_with_letters(TEXTS, ALL, ["movie"]).tolist() == [0, 1, 2]


def test_rows_are_counted_for_every_class_also_where_there_are_none() -> None:
    labels = ["joy", "anger", "joy", "joy", "anger"]
    counted = by_class(labels, np.array([0, 2]), ("anger", "joy", "fear"))
    assert counted == {"anger": 0, "joy": 2, "fear": 0}


def test_an_answer_s_change_is_students_t_over_the_pairs_of_seeds() -> None:
    was, now = [0.2, 0.3, 0.45, 0.4], [0.5, 0.55, 0.9, 0.6]
    found = answers_of(0, "hm", [side(AS_IT_IS, was), side(CHANGED, now)], LABELS)
    moved = found["classes"]["joy"]
    wanted = stats.ttest_rel(now, was).confidence_interval(0.95)
    assert moved["effect"] == pytest.approx(np.mean(now) - np.mean(was))
    assert (moved["low"], moved["high"]) == pytest.approx((wanted.low, wanted.high))
    assert found["answers"] == {"before": ["anger"] * 4, "after": ["anger"] + ["joy"] * 3}


def test_only_seeds_of_both_sides_are_paired() -> None:
    sides = [side(AS_IT_IS, [0.1, 0.2, 0.3]), side(CHANGED, [0.6, 0.7], first_seed=1)]
    found = answers_of(0, "hm", sides, LABELS)
    assert found["seeds"] == [1, 2]
    assert found["classes"]["joy"]["effect"] == pytest.approx(0.4)


def test_two_seeds_give_a_mean_and_no_interval() -> None:
    found = answers_of(0, "hm", [side(AS_IT_IS, [0.1, 0.2]), side(CHANGED, [0.5, 0.7])], LABELS)
    assert found["classes"]["joy"]["low"] is None
    assert found["classes"]["joy"]["high"] is None
