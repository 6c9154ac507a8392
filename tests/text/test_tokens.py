"""Tokens keep their place; words are their normal forms."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.text.tokens import Tokenizer

TEXTS = st.text(max_size=80) | st.text(
    alphabet="aZé\u0301ÑΣİ'\u2019.,0123_ -!😭❤\ufe0f\u200d\u00a0\n", max_size=40
)


@given(text=TEXTS, lowercase=st.booleans())
def test_offsets_slice_back_to_the_original(text: str, lowercase: bool) -> None:
    tokenizer = Tokenizer(lowercase)
    tokens = tokenizer.tokens(text)
    end = 0
    for token in tokens:
        assert end <= token.start < token.end
        assert text[token.start : token.end] == token.text
        end = token.end
    assert tokenizer.words(text) == [tokenizer.normal(token.text) for token in tokens]


@given(text=st.text(max_size=60))
def test_every_letter_and_digit_belongs_to_a_token(text: str) -> None:
    covered = {i for token in Tokenizer().tokens(text) for i in range(token.start, token.end)}
    assert all(i in covered for i, letter in enumerate(text) if letter.isalnum())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I didn't, really!", ["i", "didn't", ",", "really", "!"]),
        ("I didn\u2019t", ["i", "didn't"]),
        ("¡Qué alegría!", ["¡", "qué", "alegría", "!"]),
        ("3.14 and 1,000 and 2nd.", ["3.14", "and", "1,000", "and", "2nd", "."]),
        ("end.Begin", ["end", ".", "begin"]),
        ("'tis the dogs' bone", ["'", "tis", "the", "dogs", "'", "bone"]),
        ("#DiaDelLibro @user_name", ["#", "diadellibro", "@", "user", "_", "name"]),
        ("😭😭", ["😭", "😭"]),
        ("❤\ufe0f", ["❤"]),
        ("👩\u200d🚀", ["👩", "🚀"]),
        ("", []),
        (" \t\n\u200b\x00 ", []),
    ],
)
def test_words_are_what_a_reader_expects(text: str, words: list[str]) -> None:
    assert Tokenizer().words(text) == words


def test_composed_and_decomposed_accents_are_one_word() -> None:
    assert Tokenizer().words("cafe\u0301 café") == ["café", "café"]


def test_upper_case_is_kept_when_asked() -> None:
    assert Tokenizer(lowercase=False).words("Happy DAYS, Ñandú") == ["Happy", "DAYS", ",", "Ñandú"]


@pytest.mark.parametrize("piece", ["a", "'", "a'", "1.", "é\u0301", "_", "!", "\u200b", "é'"])
def test_a_long_line_takes_linear_time(piece: str) -> None:
    line = piece * (1_000_000 // len(piece))
    began = time.process_time()
    Tokenizer().words(line)
    assert time.process_time() - began < 3.0
