"""How far single words go: each text gets the class of its most one-sided word.

A high accuracy says that the labels hang on key words, perhaps because the texts were collected
by them; a net that reads in order has then little to add.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Ints
    from sentir.data.word_table import WordTable

SMOOTHING = 3
SEEN = 5
EXAMPLES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleWords:
    """What the rule reaches.

    Attributes:
        accuracy: share of the validation rows that it gets right.
        majority: share that the commonest class of train gets right.
        n: validation rows.
        examples: the most one-sided words, each with its class and smoothed share.
    """

    accuracy: float
    majority: float
    n: int
    examples: list[tuple[str, str, float]]


def single_words(table: WordTable, labels: list[str], train: Ints, validation: Ints) -> SingleWords:
    """Return how well the most one-sided word of a text tells its class.

    A word's share of a class is (rows with both) / (rows with the word + 3); words in fewer than
    5 training rows and punctuation marks do not count, and a text without any gets the commonest
    class.
    """
    classes = sorted({labels[row] for row in train.tolist()})
    number = {label: i for i, label in enumerate(classes)}
    targets = np.array([number[labels[row]] for row in train.tolist()], np.int64)
    seen = table.rows_with(train)
    side, most = _sides(table, train, targets, classes=len(classes))
    share = np.where((seen >= SEEN) & table.telling(), most / (seen + SMOOTHING), 0.0)
    commonest = int(np.bincount(targets).argmax())
    truth = [number.get(labels[row], -1) for row in validation.tolist()]
    answers = _answers(table, share, side, validation, commonest=commonest)
    best = np.argsort(-share, kind="stable")[:EXAMPLES]
    return SingleWords(
        accuracy=float(np.mean(answers == truth)) if truth else float("nan"),
        majority=float(np.mean(np.array(truth) == commonest)) if truth else float("nan"),
        n=len(truth),
        examples=[
            (table.words[i], classes[side[i]], round(float(share[i]), 4))
            for i in best.tolist()
            if share[i] > 0
        ],
    )


def _sides(table: WordTable, rows: Ints, targets: Ints, *, classes: int) -> tuple[Ints, Ints]:
    """Return for each word the class it is most often in (the first of equals), and how often.

    Only pairs that occur are counted: words times classes may be more than memory holds.
    """
    counted = [
        np.unique(word * np.int64(classes) + targets[position], return_counts=True)
        for position, word in table.pairs(rows)
    ]
    keys = np.concatenate([np.zeros(0, np.int64), *(keys for keys, _ in counted)])
    often = np.concatenate([np.zeros(0, np.int64), *(counts for _, counts in counted)])
    pairs, of_pair = np.unique(keys, return_inverse=True)
    counts = np.bincount(of_pair, weights=often, minlength=pairs.size).astype(np.int64)
    order = np.lexsort((pairs, -counts, pairs // classes))
    known, first = np.unique(pairs[order] // classes, return_index=True)
    side, most = np.zeros(len(table.words), np.int64), np.zeros(len(table.words), np.int64)
    side[known] = pairs[order[first]] % classes
    most[known] = counts[order[first]]
    return side, most


def _answers(
    table: WordTable, share: np.ndarray, side: np.ndarray, rows: Ints, *, commonest: int
) -> Ints:
    answers = np.full(rows.size, commonest)
    for i, row in enumerate(rows.tolist()):
        ids = table.sequences.row(row)
        if ids.size:
            strongest = ids[np.argmax(share[ids])]
            if share[strongest] > 0:
                answers[i] = side[strongest]
    return answers
