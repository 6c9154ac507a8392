"""What there is to know about rows before anything is learned from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.data.equal_texts import Leak, Repeats, leak, repeats, texts_in_several_parts
from sentir.data.near_duplicates import Comparing, NearDuplicates, near_duplicates
from sentir.data.single_words import SingleWords, single_words
from sentir.data.word_table import WordTable
from sentir.text.tokens import Tokenizer

if TYPE_CHECKING:
    from sentir.cells.arrays import Ints
    from sentir.data.sources.table import Table
    from sentir.data.splits import Split

WIDESPREAD = 0.9
FIRST_ROWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Lengths:
    """Words per text; 0 everywhere where there is no row."""

    mean: float
    median: float
    ninety_five_percent: float
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAudit:
    """One part of the rows.

    Attributes:
        rows: how many.
        classes: rows of each class; 0 for one that the part lacks.
        lengths: words per text.
        empty: texts without a word.
        repeats: texts that occur more than once within the part.
    """

    rows: int
    classes: dict[str, int]
    lengths: Lengths
    empty: int
    repeats: Repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Everything counted, in numbers; words are made of it elsewhere.

    Attributes:
        rows: all rows.
        bad_rows: records that could not be read.
        classes: class names in order.
        parts: train, validation and test.
        whole: all rows together.
        empty_rows: the first row numbers of texts without a word.
        near_duplicates: rows that have an earlier near-equal row (equal ones among them).
        near_duplicates_examined: rows compared for that; fewer than `rows` in a sample.
        near_duplicates_compared: every pair of all rows, the pairs that MinHash names, every pair
            of a sample.
        shared_texts: different texts in more than one part.
        leaks: for validation and test, the rows whose text train has.
        widespread_words: words in 90 % of the training rows or more, with their share; no
            punctuation marks.
        single_words: how far the most one-sided word of a text goes.
    """

    rows: int
    bad_rows: int
    classes: list[str]
    parts: dict[str, PartAudit]
    whole: PartAudit
    empty_rows: list[int]
    near_duplicates: int
    near_duplicates_examined: int
    near_duplicates_compared: Comparing = "all"
    shared_texts: int
    leaks: dict[str, Leak]
    widespread_words: dict[str, float]
    single_words: SingleWords
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values; a share of nothing is null."""
        value = asdict(self)
        words = value["single_words"]
        for name in ("accuracy", "majority"):
            words[name] = None if np.isnan(words[name]) else words[name]
        words["examples"] = [list(example) for example in words["examples"]]
        return value


def audit(table: Table, split: Split, *, tokenizer: Tokenizer | None = None) -> Audit:
    """Return what is to be known about the rows and their division."""
    words = WordTable.of(table.texts, tokenizer or Tokenizer())
    lengths = words.sequences.lengths
    near = near_duplicates(table.texts, words)
    notes = [*table.notes, *split.notes]
    notes.extend(_comparison(near))
    empty = np.flatnonzero(lengths == 0)[:FIRST_ROWS].tolist()
    notes.extend(f"the first text without a word: {table.where(row)}" for row in empty[:1])
    return Audit(
        rows=len(table),
        bad_rows=len(table.bad_rows),
        classes=table.classes(),
        parts={name: _part(table, rows, lengths) for name, rows in split.parts().items()},
        whole=_part(table, np.arange(len(table)), lengths),
        empty_rows=empty,
        near_duplicates=len(near.rows),
        near_duplicates_examined=near.examined,
        near_duplicates_compared=near.compared,
        shared_texts=texts_in_several_parts(table, split),
        leaks={part: leak(table, split, part) for part in ("validation", "test")},
        widespread_words=_widespread(words, split.train),
        single_words=single_words(words, table.labels, split.train, split.validation),
        notes=notes,
    )


def _comparison(near: NearDuplicates) -> list[str]:
    """Return how near duplicates were looked for, where their number does not say it."""
    if near.compared == "minhash" and not near.rows:
        return [
            "no near duplicates were found by MinHash, which finds 95 % of the pairs that are just "
            "alike enough, and more of those more alike"
        ]
    if near.compared == "sample":
        return [
            f"near duplicates are counted among {near.examined:,} rows only; all rows are compared "
            'where datasketch is installed: pip install -e ".[train]"'
        ]
    return []


def _part(table: Table, rows: Ints, lengths: Ints) -> PartAudit:
    counts = Counter(table.labels[row] for row in rows.tolist())
    return PartAudit(
        rows=int(rows.size),
        classes={label: counts[label] for label in table.classes()},
        lengths=_lengths(lengths[rows]),
        empty=int((lengths[rows] == 0).sum()),
        repeats=repeats(table, rows.tolist()),
    )


def _lengths(counts: Ints) -> Lengths:
    if not counts.size:
        return Lengths(mean=0.0, median=0.0, ninety_five_percent=0.0, longest=0)
    return Lengths(
        mean=round(float(counts.mean()), 2),
        median=float(np.median(counts)),
        ninety_five_percent=float(np.quantile(counts, 0.95)),
        longest=int(counts.max()),
    )


def _widespread(words: WordTable, train: Ints) -> dict[str, float]:
    shares = words.rows_with(train) / max(1, train.size)
    often = np.flatnonzero((shares >= WIDESPREAD) & words.telling())
    often = often[np.argsort(-shares[often], kind="stable")]
    return {words.words[i]: round(float(shares[i]), 4) for i in often.tolist()}
