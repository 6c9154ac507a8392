"""Small nets and ragged texts that many tests look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.nets.net import Net, build
from sentir.nets.spec import NetSpec
from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import DTypeLike

WORDS, OUTPUTS = 23, 3
LENGTHS = (4, 0, 9, 1, 7, 7, 2, 5, 0, 8, 3, 6)  # 0 to 9, in no order

KINDS: dict[str, dict[str, Any]] = {  # a net of each kind
    "bag": {"cell": "bag", "pooling": "mean"},
    "rnn": {"cell": "rnn", "hidden_sizes": (5, 3), "pooling": "last", "bidirectional": True},
    "lstm": {"cell": "lstm", "hidden_sizes": (4,), "pooling": "max", "dense_sizes": (4,)},
    "gru": {"cell": "gru", "hidden_sizes": (5,), "pooling": "attention", "bidirectional": True},
}

WIDE: dict[str, dict[str, Any]] = {  # nets whose first dense layer belongs to the reading
    "multi_hot": {"cell": "multi_hot", "dense_sizes": (4, 3)},
    "multi_hot alone": {"cell": "multi_hot"},
    "flat bag": {"cell": "bag", "pooling": "flatten", "places": 64},
    "flat gru": {
        "cell": "gru",
        "hidden_sizes": (3,),
        "bidirectional": True,
        "pooling": "flatten",
        "places": 64,
        "dense_sizes": (4,),
    },
}
ALL = KINDS | WIDE


def small_spec(**settings: Any) -> NetSpec:
    """Return a spec of 23 words, 4 numbers a word and 3 outputs."""
    sizes: dict[str, Any] = {
        "words": WORDS,
        "outputs": OUTPUTS,
        "embedding_size": 4,
        "embedding_scale": 0.7,
    }
    return NetSpec(**(sizes | settings))


def small_net(*, dtype: DTypeLike = np.float64, threads: int = 1, **settings: Any) -> Net:
    """Return a net of such a spec, always with the same parameters."""
    rng = np.random.default_rng(1)
    return build(small_spec(**settings), rng=rng, dtype=dtype, threads=threads)


def ragged(lengths: Iterable[int] = LENGTHS, *, words: int = WORDS) -> Sequences:
    """Return texts of these lengths whose words come more than once; none is the padding."""
    rng = np.random.default_rng(0)
    return Sequences.of([rng.integers(1, words, size).tolist() for size in lengths])
