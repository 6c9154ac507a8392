"""Which words a text holds: 1 however often it is said, nothing for unknown words and padding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.cells.checker import check_gradients
from sentir.cells.workspace import Workspace
from sentir.errors import RunError
from sentir.nets.multi_hot import multi_hot
from sentir.text.sequences import Sequences
from tests.nets.samples import ragged, small_net

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats


def held(rows: list[list[int]], *, words: int = 9) -> Floats:
    """Return the whole matrix (B, V)."""
    texts = Sequences.of(rows)
    found, columns = multi_hot(
        texts.ids,
        np.repeat(np.arange(len(rows)), texts.lengths),
        shape=(len(rows), words),
        dtype=np.float64,
        workspace=Workspace(),
    )
    whole = np.zeros((len(rows), words - 2))
    whole[:, columns] = found
    return whole


def test_a_word_counts_once_and_unknown_words_and_padding_never() -> None:
    expected = [[1, 0, 0, 1, 0, 0, 0], [0] * 7, [0] * 7, [0, 0, 0, 0, 0, 0, 1]]
    assert held([[5, 2, 5, 5, 1], [1, 0, 1], [], [0, 8, 8]]).tolist() == expected


def test_the_batch_is_as_wide_as_the_words_it_holds() -> None:
    texts = Sequences.of([[900_000, 3], [3]])
    found, columns = multi_hot(
        texts.ids, np.array([0, 0, 1]), shape=(2, 1_000_000), dtype=np.float32,
        workspace=Workspace(),
    )  # fmt: skip
    assert columns.tolist() == [1, 899_998]
    assert found.tolist() == [[1, 1], [1, 0]]


@pytest.mark.parametrize("wrong", [-1, 9])
def test_an_id_of_another_vocabulary_is_refused(wrong: int) -> None:
    with pytest.raises(RunError, match=f"the word id {wrong}, expected 0 to 8"):
        held([[3, wrong]])


def test_the_order_of_words_does_not_matter_and_an_unknown_one_changes_nothing() -> None:
    net = small_net(cell="multi_hot", dense_sizes=(4,))
    one, other = net.logits(Sequences.of([[3, 9, 4], [4, 1, 3, 9, 0, 3]]))
    np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize("dense_sizes", [(), (4,), (4, 3)])
def test_gradients_with_dropout_agree_with_finite_differences(dense_sizes: tuple[int, ...]) -> None:
    dropped: dict[str, Any] = {"word_dropout": 0.2, "pooled_dropout": 0.3, "dense_dropout": 0.4}
    settings: dict[str, Any] = {"dense_sizes": dense_sizes, "dense_activation": "tanh"}
    net = small_net(cell="multi_hot", **settings, **dropped)
    texts, weights = ragged(), np.random.default_rng(2).standard_normal((12, 3))

    def loss(parameters: dict[str, Floats]) -> tuple[float, dict[str, Any]]:
        net.parameters = parameters
        logits, backward = net.forward(texts, np.random.default_rng(7))
        return float((logits * weights).sum()), backward(weights)

    check = check_gradients(loss, net.parameters)
    assert check.passed, check.message


def test_the_gradient_by_what_rows_hold_agrees_with_finite_differences() -> None:
    net = small_net(cell="multi_hot", dense_sizes=(4,), dense_activation="tanh")
    columns, weights = np.array([2, 7, 20]), np.random.default_rng(2).standard_normal((5, 3))

    def loss(arrays: dict[str, Floats]) -> tuple[float, dict[str, Floats]]:
        logits, backward = net.read_held(arrays["holds"], columns)
        return float((logits * weights).sum()), {"holds": backward(weights)[0]}

    shares = np.random.default_rng(3).random((5, 3))
    check = check_gradients(loss, {"holds": shares})
    assert check.passed, check.message


def test_a_vocabulary_without_words_leaves_the_biases() -> None:
    net = small_net(cell="multi_hot", words=2)
    np.testing.assert_array_equal(
        net.logits(Sequences.of([[1, 0], []])), [net.parameters["output.bias"]] * 2
    )
