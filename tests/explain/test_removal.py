"""Words taken away: equal to a loop over texts cut by hand, and the smallest set that counts."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.explain import bounds
from sentir.explain.flip import smallest_flip
from sentir.explain.occlusion import occlude
from sentir.explain.reading import read
from tests.explain.samples import fresh, rivals_of, taught
from tests.nets.samples import ALL
from tests.runtime.conftest import sentences

if TYPE_CHECKING:
    from sentir.runtime.predictor import Model

TEXT = "a very good film felt so sad the odd day"


def without(text: str, *places: int) -> str:
    return " ".join(word for place, word in enumerate(text.split()) if place not in places)


@pytest.mark.parametrize("labels", [("bad", "good"), ("bad", "good", "odd")], ids=len)
@pytest.mark.parametrize("kind", ALL.values(), ids=ALL)
def test_occlusion_equals_a_loop_over_texts_without_each_word(
    kind: dict[str, Any], labels: tuple[str, ...]
) -> None:
    model = fresh(labels=labels, **({"hidden_sizes": (), "bidirectional": False} | kind))
    rivals, ids = rivals_of(model, TEXT), read(model, TEXT).ids
    found = occlude(model, ids, rivals, strength=np.zeros(ids.size))
    whole, answer = model(TEXT), model.labels[rivals.answer]
    for place in range(ids.size):
        left = model(without(TEXT, place))
        logits = rivals.logits(model.logits([TEXT])) - rivals.logits(
            model.logits([without(TEXT, place)])
        )
        np.testing.assert_allclose(found.logits[place], logits[0], atol=1e-5)
        lost = whole.probabilities[answer] - left.probabilities[answer]
        assert found.probabilities[place, 0] == pytest.approx(lost, abs=1e-5)
        odds = [np.log(p / (1 - p)) for p in (whole.probabilities[answer],
                                              left.probabilities[answer])]  # fmt: skip
        assert found.odds[place] == pytest.approx(odds[0] - odds[1], abs=1e-4)


def test_padding_that_is_read_is_put_back_behind_a_shorter_text() -> None:
    model = taught(read_padding=True)
    rivals, ids = rivals_of(model, "a lovely dark day"), read(model, "a lovely dark day").ids
    found = occlude(model, ids, rivals, strength=np.zeros(4))
    np.testing.assert_allclose(found.logits[:, 0], [0, 4 / 12, 0, 0], atol=1e-6)


def test_of_a_text_too_long_the_strongest_words_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    model = taught()
    monkeypatch.setattr(bounds, "_WORDS", 8)
    ids, rivals = read(model, "a lovely dark day").ids, rivals_of(model, "a lovely dark day")
    found = occlude(model, ids, rivals, strength=np.array([0.1, 5, 4, 0.2]))
    assert found.tried.tolist() == [1, 2]
    assert np.isnan(found.odds).tolist() == [True, False, False, True]


def brute_force(model: Model, text: str, size: int) -> list[tuple[int, ...]]:
    places, answer = range(len(text.split())), model(text).label
    return [
        gone for gone in combinations(places, size) if model(without(text, *gone)).label != answer
    ]


@pytest.mark.parametrize("text", sentences(12, seed=9, longest=9))
def test_the_smallest_flip_is_that_of_a_search_by_hand(text: str) -> None:
    model = fresh()
    ids = read(model, text).ids
    found = smallest_flip(model, ids, rivals_of(model, text), strength=np.zeros(ids.size))
    sizes = [size for size in (1, 2) if size < ids.size and brute_force(model, text, size)]
    if sizes:
        assert len(found.removed) == sizes[0]
        assert found.removed in brute_force(model, text, sizes[0])
        left = model(without(text, *found.removed))
        assert found.answer is not None
        assert left.label == model.labels[found.answer]
        assert found.probability == pytest.approx(left.probabilities[left.label or ""], abs=1e-5)
    elif found.removed:
        assert len(found.removed) == 3
        assert model(without(text, *found.removed)).label != model(text).label
    assert found.exhaustive


def test_three_words_are_found_greedily() -> None:
    model = taught()
    text = "lovely dark lovely lovely day"
    found = smallest_flip(
        model, read(model, text).ids, rivals_of(model, text), strength=np.zeros(5)
    )
    assert found.removed == (0, 2, 3)
    assert found.answer == 1  # fear


def test_a_text_is_never_emptied() -> None:
    model = taught()
    ids = read(model, "lovely").ids
    found = smallest_flip(model, ids, rivals_of(model, "lovely"), strength=np.zeros(1))
    assert (found.removed, found.answer, found.tried) == ((), None, 0)


def test_a_long_text_is_searched_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_WORDS", 60)  # 6 removals of 10 words
    model = taught()
    text = "lovely dark lovely lovely lovely lovely lovely lovely dark day"
    ids = read(model, text).ids
    found = smallest_flip(model, ids, rivals_of(model, text), strength=np.arange(10.0))
    assert found.removed == ()
    assert not found.exhaustive
    assert found.tried <= 3 * 6
