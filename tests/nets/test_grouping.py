"""The sum over the slots of each word equals the plain one, however often a word is said."""

from __future__ import annotations

import numpy as np
import pytest

from sentir.cells.workspace import Workspace
from sentir.nets.grouping import PASSES, Groups

rng = np.random.default_rng(0)
BATCHES = {
    "no word twice": np.arange(10),
    "one word alone": np.full(50, 3),
    "rare words": rng.integers(0, 40, 100),
    "words beyond the passes": np.repeat([8, 2, 5, 9], [PASSES * 3, PASSES, PASSES + 1, 1]),
    "frequent words beyond the passes and none else": np.repeat([8, 2], PASSES * 2),
    "more distinct words than 16 bits count": np.arange(70_000) % 66_000,
    "no slot": np.empty(0, np.int64),
}


@pytest.mark.parametrize("name", BATCHES)
@pytest.mark.parametrize("shuffled", [False, True])
def test_the_sums_of_each_word_equal_the_plain_ones(name: str, shuffled: bool) -> None:
    ids = BATCHES[name]
    values = np.random.default_rng(1).standard_normal((ids.size, 3))
    order = np.random.default_rng(2).permutation(ids.size) if shuffled else None
    lying = values if order is None else values[np.argsort(order)]  # slot n lies at order[n]
    groups = Groups.of(ids)
    sums = groups.sums(lying, Workspace(), order=order)

    words = groups.words[groups.by_frequency]
    expected = np.zeros((70_000, 3))
    np.add.at(expected, ids, values)
    np.testing.assert_array_equal(np.sort(words), np.unique(ids))
    np.testing.assert_allclose(sums, expected[words], atol=1e-12)


def test_words_come_by_falling_frequency() -> None:
    groups = Groups.of(np.array([4, 7, 7, 2, 7, 2]))
    assert groups.words[groups.by_frequency].tolist() == [7, 2, 4]
