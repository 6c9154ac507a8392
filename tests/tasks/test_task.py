from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.errors import ConfigError, DataError
from sentir.tasks.task import make_task

EMOTIONS = ("sadness", "joy", "love", "anger", "fear", "surprise")


def test_two_labels_are_binary_and_more_are_multiclass() -> None:
    two, six = make_task("auto", ["no", "yes"]), make_task("auto", EMOTIONS)
    assert (two.kind, two.outputs, two.activation, two.loss) == (
        "binary",
        1,
        "sigmoid",
        "binary_cross_entropy",
    )
    assert (six.kind, six.outputs, six.activation, six.loss) == (
        "multiclass",
        6,
        "softmax",
        "cross_entropy",
    )


@given(st.lists(st.text(), min_size=2, max_size=8, unique=True), st.data())
def test_encoding_gives_back_the_labels(labels: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.sampled_from(labels)))
    assert [labels[code] for code in make_task("auto", labels).encode(rows)] == rows


def test_an_unknown_label_is_told_the_nearest() -> None:
    with pytest.raises(DataError) as caught:
        make_task("auto", EMOTIONS).encode(["joy", "sadnes"])
    assert str(caught.value) == (
        'label "sadnes" (number 1 of those given, counted from 0) is not one of the 6 classes '
        '(sadness, joy, love, anger, fear, surprise). Did you mean "sadness"? '
        "Correct the label, or leave the row out."
    )


def test_softmax_is_stable_sums_to_one_and_keeps_the_order() -> None:
    logits = np.array([[1000.0, 0.0, -1000.0], [0.1, 0.3, 0.2]], np.float32)
    task = make_task("auto", ["a", "b", "c"])
    found = task.activate(logits)
    assert found.sum(axis=1) == pytest.approx([1, 1], abs=1e-15)
    assert task.decide(found).tolist() == [0, 1]
    assert found[1] == pytest.approx(np.exp(logits[1]) / np.exp(logits[1]).sum(), abs=1e-7)


def test_sigmoid_is_stable_and_keeps_the_digits_of_both_sides() -> None:
    task = make_task("auto", ["no", "yes"])
    found = task.activate(np.array([[-800.0], [-40.0], [0.0], [40.0], [800.0]]))
    assert found[1, 1] == pytest.approx(np.exp(-40), rel=1e-12)
    assert found[3, 0] == pytest.approx(np.exp(-40), rel=1e-12)
    assert found.sum(axis=1) == pytest.approx([1] * 5)
    assert task.decide(found).tolist() == [0, 0, 0, 1, 1]


def test_a_higher_temperature_makes_an_answer_less_sure_and_not_another() -> None:
    task = make_task("auto", EMOTIONS)
    logits = np.random.default_rng(0).normal(size=(20, 6))
    hot = task.activate(logits, temperature=3.0)
    assert (task.decide(hot) == task.decide(task.activate(logits))).all()
    assert hot == pytest.approx(task.activate(logits / 3.0))
    assert (hot.max(axis=1) < task.activate(logits).max(axis=1)).all()


def test_activating_leaves_the_logits_alone() -> None:
    for labels, logits in ((EMOTIONS, np.ones((2, 6))), (("a", "b"), np.ones((2, 1)))):
        make_task("auto", labels).activate(logits, temperature=2.0)
        assert (logits == 1).all()


def test_logits_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shape \(rows, 6\), not \(2, 5\)"):
        make_task("auto", EMOTIONS).activate(np.zeros((2, 5)))


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([], "holds none"),
        (["joy"], 'holds only one, "joy"'),
        (["a", "b", "a"], '"a" is listed twice'),
    ],
)
def test_labels_that_cannot_be_learned_are_refused(labels: list[str], words: str) -> None:
    with pytest.raises(DataError, match=words):
        make_task("auto", labels)


def test_binary_refuses_three_labels() -> None:
    with pytest.raises(ConfigError, match=r"exactly two labels, but there are 3 \(a, b, c\)"):
        make_task("binary", ["a", "b", "c"])


@pytest.mark.parametrize("kind", ["regression", "multilabel", "bnary"])
def test_a_task_that_is_not_offered_is_refused(kind: str) -> None:
    with pytest.raises(ConfigError, match=f'no task "{kind}"; expected one of auto, binary'):
        make_task(kind, ["a", "b"])
