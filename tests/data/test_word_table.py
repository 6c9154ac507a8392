"""Words of rows by number, and each row's different words."""

from __future__ import annotations

import numpy as np

from sentir.data.blocks import blocks
from sentir.data.word_table import WordTable
from sentir.text.tokens import Tokenizer


def test_each_row_has_its_different_words_once_and_rising() -> None:
    table = WordTable.of(["b a b", "", "c b a a", "c"], Tokenizer())
    assert table.words == ["b", "a", "c"]
    assert [table.sets.row(i).tolist() for i in range(4)] == [[0, 1], [], [0, 1, 2], [2]]
    assert table.rows_with(np.array([0, 2, 3])).tolist() == [2, 2, 2]
    pairs = [(p.tolist(), w.tolist()) for p, w in table.pairs(np.array([3, 0]))]
    assert pairs == [([0, 1, 1], [2, 0, 1])]


def test_a_table_of_no_rows_has_no_words() -> None:
    table = WordTable.of([], Tokenizer())
    assert (table.words, len(table.sets), table.sets.ids.size) == ([], 0, 0)
    assert table.rows_with(np.array([], int)).tolist() == []


def test_stretches_cover_everything_and_hold_no_more_than_they_may() -> None:
    sizes = np.array([3, 3, 3, 20, 0, 0, 5, 5, 1])
    found = list(blocks(sizes, most=9))
    assert found == [(0, 3), (3, 4), (4, 7), (7, 9)]
    assert list(blocks(np.array([], int), most=9)) == []
