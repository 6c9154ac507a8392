"""Rows nearly equal to an earlier one: exact in small data, by MinHash in large data."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.data import near_duplicates as module
from sentir.data.audit import audit
from sentir.data.close_sets import are_near
from sentir.data.minhash import likely_pairs
from sentir.data.near_duplicates import NearDuplicates, letters_of, near_duplicates
from sentir.data.sources.table import SourceFile, Table
from sentir.data.splits import split
from sentir.data.word_table import WordTable
from sentir.text.sequences import Sequences
from sentir.text.tokens import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.data.sources.table import Part


def found_in(texts: Sequence[str]) -> NearDuplicates:
    return near_duplicates(texts, WordTable.of(texts, Tokenizer()))


def some_texts(count: int, copies: int, *, lost: float = 0.1, seed: int = 5) -> list[str]:
    """Return texts of 3 to 60 words of 600, and copies of some that lost some words."""
    rng = np.random.default_rng(seed)
    words = [f"w{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(600)]
    texts = [" ".join(rng.choice(words, int(rng.integers(3, 60)))) for _ in range(count)]
    for i in rng.integers(0, count, copies):
        texts.append(" ".join(w for w in texts[i].split() if rng.random() > lost) or "none")
    return texts


@pytest.mark.parametrize(
    ("first", "second", "is_near"),
    [
        ("Él está bien, 2 veces!", "el esta   BIEN 3 veces", True),
        ("one two three four five", "one two three four five six", True),  # 5 / 6
        ("one two three four five", "one two three four six", False),  # 4 / 6
        ("a b c d e f g h i", "i h g f e d c b a", True),
        ("one two three four", "four three two one", False),  # fewer than five words
        ("123", "456", False),
        ("😭", "😭 ", True),
        ("one two three four five", "five four three two one zero nought", False),  # 5 / 7
    ],
)
@pytest.mark.parametrize("compared", ["all", "minhash"])
def test_near_equal_texts(
    first: str, second: str, is_near: bool, compared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if compared == "minhash":
        monkeypatch.setattr(module, "MAX_ROWS", 1)
    found = found_in([first, second, "else"])
    assert (found.rows, found.compared) == ([1] if is_near else [], compared)


def test_letters_are_the_same_for_ascii_and_for_accents() -> None:
    assert letters_of("Don't, 3 x!") == letters_of("Dón't, 3 x!") == "dontx"


def test_near_duplicates_are_those_of_comparing_every_pair() -> None:
    texts = some_texts(400, 200)
    sets = [frozenset(text.split()) for text in texts]

    def is_near(i: int, j: int) -> bool:
        enough = min(len(sets[i]), len(sets[j])) >= 5
        jaccard = len(sets[i] & sets[j]) / len(sets[i] | sets[j])
        return letters_of(texts[i]) == letters_of(texts[j]) or (enough and jaccard >= 0.8)

    expected = [i for i in range(len(texts)) if any(is_near(i, j) for j in range(i))]
    assert 100 < len(expected) < 200
    assert found_in(texts).rows == expected


def test_minhash_finds_nearly_all_that_comparing_every_pair_finds_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = some_texts(4000, 3000)
    exact = found_in(texts)
    monkeypatch.setattr(module, "MAX_ROWS", 100)
    fast = found_in(texts)
    assert (exact.compared, fast.compared, fast.examined) == ("all", "minhash", 7000)
    assert set(fast.rows) <= set(exact.rows)
    assert len(fast.rows) >= 0.98 * len(exact.rows) > 1500
    assert found_in(texts).rows == fast.rows


def test_nineteen_of_twenty_pairs_of_similarity_just_enough_are_looked_at() -> None:
    rng = np.random.default_rng(1)
    rows: list[list[int]] = []
    for pair in range(2000):  # 8 words shared of 10: Jaccard 0.8, the least that counts
        words = rng.choice(50_000, 10, replace=False) + 50_000 * (pair % 3)
        rows += [sorted(words[:9].tolist()), sorted([*words[:8].tolist(), int(words[9])])]
    sets = Sequences.of(rows)
    pairs = {
        (i, j)
        for first, second in likely_pairs(sets)
        for i, j in zip(first.tolist(), second.tolist(), strict=True)
    }
    wanted = {(2 * pair, 2 * pair + 1) for pair in range(2000)}
    first, second = np.array(sorted(wanted)).T
    assert are_near(sets, first, second).all()
    assert len(pairs & wanted) >= 0.95 * len(wanted)
    assert len(pairs - wanted) < 200


def test_texts_of_one_form_do_not_make_every_pair_a_candidate() -> None:
    form = list(range(30))
    sets = Sequences.of([[*form, 100 + i] for i in range(3000)])
    looked_at = sum(first.size for first, _ in likely_pairs(sets))
    assert looked_at < 3000 * 12 * 33  # every pair would be 4.5 million, in each of 12 bands
    texts = ["a form " + " ".join(f"v{chr(97 + i)}" for i in range(20)) + f" x{j}x" * 3
             for j in range(300)]  # fmt: skip
    assert len(found_in(texts).rows) == 299


def table_of(texts: Sequence[str]) -> Table:
    parts: list[Part | None] = ["train" for _ in texts]
    parts[-1] = "validation"
    return Table(
        texts=list(texts),
        labels=["a"] * len(texts),
        parts=parts,
        file_index=[0] * len(texts),
        lines=list(range(1, len(texts) + 1)),
        files=[SourceFile(name="a", path="a", rows=len(texts), sha256="", form="csv")],
    )


def test_without_datasketch_large_data_is_sampled_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 50)
    monkeypatch.setitem(sys.modules, "datasketch", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    table = table_of(["same"] * 99 + ["x"])
    found = audit(table, split(table))
    assert (found.near_duplicates_examined, found.near_duplicates_compared) == (50, "sample")
    assert found.near_duplicates >= 48
    assert (
        "near duplicates are counted among 50 rows only; all rows are compared where datasketch "
        'is installed: pip install -e ".[train]"'
    ) in found.notes


def test_that_pairs_are_named_by_minhash_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(["same"] * 99 + ["x"])
    assert not any("near duplicates" in note for note in audit(table, split(table)).notes)
    monkeypatch.setattr(module, "MAX_ROWS", 50)
    found = audit(table, split(table))
    assert (found.near_duplicates, found.near_duplicates_examined) == (98, 100)
    assert found.near_duplicates_compared == "minhash"
    assert not any("near duplicates" in note for note in found.notes)  # the finding says it
    table = table_of([f"only {chr(97 + i)}" for i in range(20)])
    monkeypatch.setattr(module, "MAX_ROWS", 5)
    assert (
        "no near duplicates were found by MinHash, which finds 95 % of the pairs that are just "
        "alike enough, and more of those more alike"
    ) in audit(table, split(table)).notes
