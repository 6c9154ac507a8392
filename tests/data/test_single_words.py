"""The most one-sided word of each text, counted without a table of words by classes."""

from __future__ import annotations

import tracemalloc

import numpy as np

from sentir.data.single_words import single_words
from sentir.data.word_table import WordTable
from sentir.text.tokens import Tokenizer


def test_each_word_stands_for_the_class_it_is_most_often_in() -> None:
    texts = ["sun day"] * 6 + ["rain day"] * 8 + ["sun rain"] * 2
    labels = ["joy"] * 6 + ["fear"] * 8 + ["calm"] * 2
    table = WordTable.of(texts, Tokenizer(lowercase=True))
    rows = np.arange(len(texts))
    found = single_words(table, labels, rows, rows)
    assert found.examples == [
        ("rain", "fear", round(8 / 13, 4)),
        ("sun", "joy", round(6 / 11, 4)),
        ("day", "fear", round(8 / 17, 4)),
    ]
    assert found.accuracy == 14 / 16
    assert found.majority == 0.5


def test_many_classes_and_many_words_need_little_memory() -> None:
    count = 20_000
    texts = [f"own{row} word{row} every{row % 50}" for row in range(count)]
    labels = [f"class {row % 5000}" for row in range(count)]
    table = WordTable.of(texts, Tokenizer(lowercase=True))
    rows = np.arange(count)
    tracemalloc.start()
    single_words(table, labels, rows, rows[:100])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 2**20  # a table of words by classes would hold 1.6 GB
