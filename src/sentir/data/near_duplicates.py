"""Rows that have an earlier row nearly equal to them.

Two rows are nearly equal when the same letters remain once case, accents, punctuation, digits and
spaces are dropped, or when both have five different words or more and their word sets have a
Jaccard similarity (shared / all words of both) of 0.8 or more.

Up to 50,000 rows every pair is compared. Above, MinHash names the pairs to be compared: what it
finds is checked word by word and right, but it misses a few. Without datasketch, which brings
MinHash, a sample is compared.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sentir.data.close_sets import are_near, close_pairs
from sentir.data.minhash import has_minhash, likely_pairs
from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sentir.cells.arrays import Ints
    from sentir.data.word_table import WordTable

MAX_ROWS = 50_000
FEWEST_WORDS = 5
Comparing = Literal["all", "minhash", "sample"]
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicates:
    """Rows with an earlier near-equal one.

    Attributes:
        rows: their row numbers, rising.
        examined: how many rows were compared with one another; fewer than all in a sample.
        compared: every pair of all rows, the pairs that MinHash names, every pair of a sample.
    """

    rows: list[int]
    examined: int
    compared: Comparing


def near_duplicates(texts: Sequence[str], table: WordTable, *, seed: int = 0) -> NearDuplicates:
    """Return the rows that have an earlier near-equal row, equal ones among them.

    A sample, where it has to be one, is chosen by `seed`.
    """
    rows, compared = np.arange(len(texts)), _how(len(texts))
    if compared == "sample":
        rows = np.sort(np.random.default_rng(seed).choice(rows, MAX_ROWS, replace=False))
    letters = (letters_of(texts[row]) for row in rows.tolist())
    is_later = _are_repeats(each.encode("utf-8", "surrogatepass") for each in letters)
    sets, owners = _word_sets(table, rows, is_later)
    for first, second in likely_pairs(sets) if compared == "minhash" else close_pairs(sets):
        later = owners[np.maximum(first, second)]
        is_open = ~is_later[later]
        near = are_near(sets, first[is_open], second[is_open])
        is_later[later[is_open][near]] = True
    return NearDuplicates(rows=rows[is_later].tolist(), examined=int(rows.size), compared=compared)


def _how(count: int) -> Comparing:
    if count <= MAX_ROWS:
        return "all"
    return "minhash" if has_minhash() else "sample"


def letters_of(text: str) -> str:
    """Return the letters alone, lower case and without accents; the text itself if it has none."""
    if text.isascii():
        return text.encode().lower().translate(None, _NO_LETTERS).decode() or text.strip()
    letters = unicodedata.normalize("NFKD", text.lower())
    return "".join(filter(str.isalpha, letters)) or text.strip()


def _are_repeats(keys: Iterable[bytes]) -> NDArray[np.bool_]:
    """Return for each key whether an equal one came before it.

    A key is known by 16 bytes of its hash: all texts at once would fill the memory.
    """
    seen: set[bytes] = set()
    repeats = bytearray()
    for key in keys:
        digest = hashlib.blake2b(key, digest_size=16).digest()
        repeats.append(digest in seen)
        seen.add(digest)
    return np.frombuffer(repeats, np.bool_).copy()


def _word_sets(table: WordTable, rows: Ints, is_later: NDArray[np.bool_]) -> tuple[Sequences, Ints]:
    """Return the sets of words (no lone symbols) to compare, and the position of each in `rows`.

    Rows with too few words have none; equal sets come once, and their later rows are marked.
    """
    chosen = table.sets if rows.size == len(table.sets) else table.sets.take(rows)
    is_word = np.array([any(map(str.isalnum, each)) for each in table.words], np.bool_)
    words = _kept(chosen, is_word[chosen.ids])
    owners = np.flatnonzero(words.lengths >= FEWEST_WORDS)
    is_repeat = _are_repeats(words.row(i).tobytes() for i in owners.tolist())
    is_later[owners[is_repeat]] = True
    owners = owners[~is_repeat]
    is_kept = np.zeros(len(words), np.bool_)
    is_kept[owners] = True
    sets = _kept(words, np.repeat(is_kept, words.lengths))
    return Sequences(sets.ids, np.concatenate([[0], np.cumsum(sets.lengths[owners])])), owners


def _kept(sequences: Sequences, is_kept: NDArray[np.bool_]) -> Sequences:
    """Return the rows with those of their ids that are kept."""
    before = np.concatenate([[0], np.cumsum(is_kept)])
    return Sequences(sequences.ids[is_kept], before[sequences.offsets])
