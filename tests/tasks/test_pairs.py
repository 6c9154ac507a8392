from __future__ import annotations

import pytest

from sentir.errors import ConfigError
from sentir.tasks.pairs import PAIRS, Pair, check_pair
from sentir.tasks.task import TASKS, make_task


@pytest.mark.parametrize("kind", PAIRS)
def test_every_task_s_own_pairs_fit(kind: str) -> None:
    for pair in PAIRS[kind].pairs:
        assert check_pair(kind, activation=pair.activation, loss=pair.loss) == pair


def test_there_are_the_five_tasks() -> None:
    assert list(PAIRS) == ["binary", "multiclass", "multilabel", "regression", "unit_regression"]


@pytest.mark.parametrize("kind", TASKS)
def test_what_a_task_says_of_itself_is_a_pair_that_fits(kind: str) -> None:
    task = make_task(kind, ["no", "yes"])
    assert check_pair(task.kind, activation=task.activation, loss=task.loss) == PAIRS[kind].pairs[0]


def test_a_regression_in_0_to_1_may_take_either_loss() -> None:
    found = check_pair("unit_regression", activation="sigmoid", loss="binary_cross_entropy")
    assert found == Pair("sigmoid", "binary_cross_entropy")


def test_a_pair_that_does_not_fit_is_explained() -> None:
    with pytest.raises(ConfigError) as caught:
        check_pair("multiclass", activation="sigmoid", loss="binary_cross_entropy")
    assert str(caught.value) == (
        "task multiclass does not go with activation sigmoid and loss binary_cross_entropy: "
        "a row has exactly one of several classes, so their probabilities share a sum of 1. "
        "Use softmax with cross_entropy."
    )


def test_an_unknown_task_is_told_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r'no task "multilable".*Did you mean "multilabel"'):
        check_pair("multilable", activation="sigmoid", loss="binary_cross_entropy")
