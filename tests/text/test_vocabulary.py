"""Vocabulary: frequent words first, a round trip, and refusal of what is not one."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.errors import RunError
from sentir.text.lengths import Keep, coverage, cut
from sentir.text.vocabulary import PADDING, SPECIAL, UNKNOWN, Vocabulary

WORDS = st.lists(st.lists(st.text("abcé'", min_size=1, max_size=3), max_size=6), max_size=12)


def test_frequent_words_come_first_and_ties_are_alphabetical() -> None:
    vocabulary = Vocabulary.build([["b", "a"], ["c", "c", "a", "b"]], min_count=1, max_size=10)
    assert vocabulary.words == ("<padding>", "<unknown>", "a", "b", "c")
    assert (vocabulary.ids["<padding>"], vocabulary.ids["<unknown>"]) == (PADDING, UNKNOWN)


def test_rare_words_and_those_beyond_the_size_are_unknown() -> None:
    rows = [["a"] * 3, ["b"] * 2, ["c"]]
    assert Vocabulary.build(rows, min_count=2, max_size=10).words[2:] == ("a", "b")
    small = Vocabulary.build(rows, min_count=1, max_size=1)
    assert small.words[2:] == ("a",)
    encoded = small.encode(rows, max_length=9, keep="first")
    assert encoded.ids.tolist() == [2, 2, 2, 1, 1, 1]
    assert encoded.lengths.tolist() == [3, 2, 1]


def test_padding_fills_every_row_up_where_it_is_read() -> None:
    vocabulary = Vocabulary.build([["a", "a", "b"]], min_count=1, max_size=9)
    rows = [["b"], [], ["a", "b", "a", "a"], ["x", "a", "b"]]
    filled = vocabulary.encode(rows, max_length=3, keep="last", read_padding=True)
    assert filled.lengths.tolist() == [3, 3, 3, 3]
    assert filled.ids.reshape(4, 3).tolist() == [[3, 0, 0], [0, 0, 0], [3, 2, 2], [1, 2, 3]]
    assert len(vocabulary.encode([], max_length=3, keep="last", read_padding=True)) == 0


def test_a_word_of_a_megabyte_does_not_enter() -> None:
    assert len(Vocabulary.build([["a" * 1_000_000, "b"]], min_count=1, max_size=10)) == 3


@given(rows=WORDS)
def test_known_words_come_back_from_their_ids(rows: list[list[str]]) -> None:
    vocabulary = Vocabulary.build(rows, min_count=1, max_size=1000)
    encoded = vocabulary.encode(iter(rows), max_length=100, keep="first")
    assert encoded.ids.dtype == np.int32
    assert len(encoded) == len(rows)
    assert [[vocabulary.words[i] for i in encoded.row(n)] for n in range(len(rows))] == rows


@given(rows=WORDS)
def test_a_vocabulary_survives_json(rows: list[list[str]]) -> None:
    vocabulary = Vocabulary.build(rows, min_count=1, max_size=1000)
    assert Vocabulary.from_json(json.loads(json.dumps(vocabulary.to_json()))) == vocabulary


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": 1}, "must be a JSON list that begins with"),
        (["a", "b"], "must be a JSON list that begins with"),
        (["<padding>", "<unknown>", 3], "entry 2 must be a text of 1 to 100 characters, not '3'"),
        (["<padding>", "<unknown>", ""], "entry 2 must be a text"),
        (["<padding>", "<unknown>", "x" * 101], "entry 2 must be a text"),
        (["<padding>", "<unknown>", ["x"]], "entry 2 must be a text"),
        (["<padding>", "<unknown>", "x", "x"], "holds 1 words twice"),
    ],
)
def test_what_is_not_a_vocabulary_is_refused(value: object, message: str) -> None:
    with pytest.raises(RunError, match=message):
        Vocabulary.from_json(value)


@pytest.mark.parametrize(("keep", "kept"), [("first", "abc"), ("last", "efg"), ("both", "abg")])
def test_the_end_that_is_kept(keep: Keep, kept: str) -> None:
    assert "".join(cut("abcdefg", 3, keep)) == kept
    assert "".join(cut("abc", 3, keep)) == "abc"


def test_both_ends_of_one_word_is_its_front() -> None:
    assert cut(["a", "b"], 1, "both") == ["a"]


def test_coverage_is_the_share_of_texts_kept_whole() -> None:
    assert coverage([1, 5, 32, 33], 32) == 0.75
    assert coverage([], 32) == 1.0


def test_punctuation_says_nothing_and_an_emoji_does() -> None:
    telling = ("good", "🙂", "$", "it's", "3")
    silent = (*SPECIAL, ".", "...", "¿")
    vocabulary = Vocabulary((*silent, *telling))
    assert vocabulary.telling().tolist() == [False] * len(silent) + [True] * len(telling)
