"""Training with and without a change of the rows: which rows, and what became of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.experiments.comparison import Side, compared, score_of
from sentir.statistics.intervals import mean_interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from sentir.cells.arrays import Floats, Ints
    from sentir.experiments.trial import TrialResult
    from sentir.text.tokens import Tokenizer

AS_IT_IS, CHANGED = "as it is", "changed"
"""Names of the two variants; the second learns from the rows of the same name."""
FEWEST_SEEDS = 3
"""Below this number of seeds no interval is given."""


def rows_with_words(
    texts: Sequence[str], rows: Ints, words: Sequence[str], *, tokenizer: Tokenizer
) -> Ints:
    """Return those of the rows whose text holds one of these words, or words in sequence, whole."""
    wanted = [needle for needle in map(tokenizer.words, words) if needle]
    return _chosen(
        rows, (any(_holds(tokenizer.words(texts[row]), w) for w in wanted) for row in rows)
    )


def rows_with_letters(texts: Sequence[str], rows: Ints, parts: Sequence[str]) -> Ints:
    """Return those of the rows whose text holds one of these strings anywhere, in any case."""
    wanted = [part.casefold() for part in parts]
    return _chosen(rows, (any(part in texts[row].casefold() for part in wanted) for row in rows))


def by_class(labels: Sequence[str], rows: Ints, classes: Sequence[str]) -> dict[str, int]:
    """Return how many of the rows each class has."""
    found = [labels[row] for row in rows]
    return {label: found.count(label) for label in classes}


def answers_of(
    number: int, text: str, sides: Sequence[Side], labels: Sequence[str]
) -> dict[str, Any]:
    """Return what a text is answered with and without the change, paired over seeds.

    Args:
        number: of the text among those asked.
        text: what was asked.
        sides: as it is, and changed.
        labels: of the task.

    Returns:
        `text`, `seeds`, `answers` of each side by seed, and for each class the mean probability
        `before` and `after`, and `effect`, `low`, `high`: after less before, Student's t over the
        seeds; the ends are null below three seeds. `by_seed` has the probabilities of each seed.
    """
    before, after = sides
    seeds = sorted(set(before.seeds) & set(after.seeds))
    was, now = (_asked(side, number, seeds) for side in sides)
    return {
        "text": text,
        "seeds": seeds,
        "answers": {
            name: [labels[index] for index in probabilities.argmax(axis=1)]
            for name, probabilities in (("before", was), ("after", now))
        },
        "classes": {
            label: _moved(was[:, index], now[:, index]) for index, label in enumerate(labels)
        },
    }


def score_and_loss(sides: Sequence[Side]) -> dict[str, Any]:
    """Return the validation score of both sides, and what the change did to score and loss."""
    before, after = sides
    return {
        "before": score_of(before).to_json(),
        "after": score_of(after).to_json(),
        "score": compared([(after, before)], measure="score", by_seed=True)[0],
        "loss": compared([(after, before)], measure="loss", by_seed=True)[0],
    }


def _moved(was: Floats, now: Floats) -> dict[str, Any]:
    found = mean_interval(now - was)
    has_interval = was.size >= FEWEST_SEEDS
    return {
        "before": float(was.mean()),
        "after": float(now.mean()),
        "effect": found.value,
        "low": found.low if has_interval else None,
        "high": found.high if has_interval else None,
        "by_seed": {"before": was.tolist(), "after": now.tolist()},
    }


def _asked(side: Side, number: int, seeds: Sequence[int]) -> Floats:
    """Return the probabilities (k, classes) of a text under each of these seeds."""
    by_seed: dict[int, TrialResult] = {result.trial.seed: result for result in side.results}
    found: NDArray[np.float64] = np.stack([by_seed[seed].asked[number] for seed in seeds])
    return found


def _chosen(rows: Ints, holds: Iterable[bool]) -> Ints:
    found: Ints = rows[np.fromiter(holds, dtype=bool, count=rows.size)]
    return found


def _holds(words: Sequence[str], needle: Sequence[str]) -> bool:
    first, size = needle[0], len(needle)
    return any(
        word == first and list(words[at : at + size]) == list(needle)
        for at, word in enumerate(words)
    )
