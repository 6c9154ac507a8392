"""How much is tried for a text, so that a long one is explained within bounded time and memory.

A net reads a batch word by word, and a batch holds at most `BATCH_WORDS` words: what counts is how
many words are stepped through one after the other.
"""

from __future__ import annotations

from sentir.text.batching import BATCH_WORDS

_STEPS = 100_000
"""Words stepped through in one search: some seconds."""
_WORDS = 2_000_000
"""Words read in one search, many at a time: some seconds, too."""


def affordable(words: int) -> int:
    """Return how many variants of a text of so many words can be read in one search.

    A text of 500 words allows 3,200, one of 20,000 words 5.
    """
    length = max(1, words)
    batches, rows = max(1, _STEPS // length), max(1, BATCH_WORDS // length)
    return max(1, min(batches * rows, _WORDS // length))
