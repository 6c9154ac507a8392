from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.errors import RunError
from sentir.runtime.build import Labelled, word_counts
from sentir.runtime.parity import parity_texts
from sentir.tasks.task import make_task
from sentir.text.sequences import Sequences
from sentir.text.vocabulary import SPECIAL, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sentir.runtime.build import Built
    from sentir.runtime.predictor import Model


def test_words_are_counted_per_class() -> None:
    rows = Labelled(sequences=Sequences.of([[2, 3, 2], [], [3]]), targets=np.array([0, 1, 1]))
    counts = word_counts(rows, words=5, task=make_task("binary", ["a", "b"]))
    assert counts.tolist() == [[0, 0], [0, 0], [2, 0], [1, 1], [0, 0]]
    assert counts.dtype == np.int32


def test_padding_that_is_read_is_counted_as_no_word() -> None:
    rows = Labelled(sequences=Sequences.of([[2, 0, 0], [3, 1, 0]]), targets=np.array([0, 1]))
    counts = word_counts(rows, words=4, task=make_task("binary", ["a", "b"]))
    assert counts.tolist() == [[0, 0], [0, 1], [1, 0], [0, 1]]


def test_a_model_answers_with_the_weights_its_file_keeps(model: Model, built: Built) -> None:
    for name, weight in built.file.weights.items():
        np.testing.assert_array_equal(weight, weight.astype(np.float16))
        np.testing.assert_array_equal(weight, model.net.parameters[name])


def test_the_states_of_the_training_rows_come_with_the_model(
    model: Model, built: Built, texts: Callable[..., list[str]]
) -> None:
    assert built.rows.tolist() == list(range(120))
    np.testing.assert_allclose(built.states, model.states(texts(120, seed=1)), atol=2e-3)
    np.testing.assert_allclose(
        built.validation_logits, model.logits(texts(80, seed=2)), rtol=1e-4, atol=1e-5
    )


def test_the_card_says_how_the_model_was_calibrated(built: Built) -> None:
    card = built.file.manifest["card"]
    assert card["title"] == "A model for tests"
    assert card["calibration"]["rows"] == 80
    assert card["calibration"]["value"] == built.file.manifest["temperature"]


def test_no_text_of_a_training_row_is_in_the_file(
    path: Path, texts: Callable[..., list[str]]
) -> None:
    data = path.read_bytes()
    rows = [row for seed in (1, 2) for row in texts(120, seed=seed) if len(row.split()) > 2]
    assert len(rows) > 100
    assert not [row for row in rows if row.encode() in data]


def test_parity_texts_follow_from_the_vocabulary_alone() -> None:
    words = tuple(f"word{i}" for i in range(100))
    found = parity_texts(Vocabulary((*SPECIAL, *words)))
    assert found == parity_texts(Vocabulary((*SPECIAL, *words)))
    assert found[0].split()[:3] == ["word0", "word1", "word2"]
    assert found[-1].split()[:2] == ["word99", "word98"]
    assert set(" ".join(found).split()) <= {*words, "§"}


@pytest.mark.parametrize("count", [0, 1, 2, 15])
def test_a_small_vocabulary_has_parity_texts_too(count: int) -> None:
    found = parity_texts(Vocabulary((*SPECIAL, *(f"word{i}" for i in range(count)))))
    assert all("§" in text for text in found)


def test_an_unstable_net_makes_no_model(make_built: Callable[..., Built]) -> None:
    with pytest.raises(RunError, match=r"embedding\.weight holds a weight beyond float16"):
        make_built(embedding_scale=1e6)
