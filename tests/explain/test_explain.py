"""The whole explanation of an answer: words, training, nearest rows, distance."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.explain.explain import explain
from sentir.explain.explanation import Note
from sentir.explain.rows import TrainingRows, TrainingTexts, holders
from sentir.runtime.preprocessing import Preprocessing
from sentir.store.evidence import Evidence, text_hashes
from tests.explain.samples import LABELS, TEXTS, fresh, taught

if TYPE_CHECKING:
    from sentir.runtime.predictor import Model


def training_of(model: Model, *, rows: tuple[int, ...] = tuple(range(len(TEXTS)))) -> TrainingRows:
    texts = [TEXTS[row][0] for row in rows]
    classes = np.array([LABELS.index(TEXTS[row][1]) for row in rows])
    evidence = Evidence(
        row=np.array(rows) + 100,
        text_hash=text_hashes(texts),
        label=classes.astype(np.int32),
        state=model.states(texts).astype(np.float16),
    )
    shown = TrainingTexts(rows=np.array(rows) + 100, texts=texts, classes=classes)
    return TrainingRows(evidence=evidence, texts=shown)


def test_both_methods_name_the_word_on_which_the_answer_depends() -> None:
    found = explain(taught(), "A lovely day in the house")
    assert found.label == "joy"
    assert found.methods is not None
    assert found.methods.agree
    assert found.words[found.methods.occlusion_first].text == "lovely"
    assert found.removal is not None
    assert found.removal.places == (1,)
    assert [word.word for word in found.deciding] == ["lovely"]


def test_words_keep_their_place_and_say_whether_they_are_read_and_known() -> None:
    text = "Lovely, xyzzy DAY in the house tonight"
    found = explain(taught(max_length=4), text)
    assert [text[word.start : word.end] for word in found.words] == [w.text for w in found.words]
    assert [w.text for w in found.words if w.is_read] == ["Lovely", ",", "xyzzy", "DAY"]
    assert [w.is_known for w in found.words] == [
        True,
        False,
        False,
        True,
        False,
        False,
        False,
        False,
    ]
    assert [w.gradients is None for w in found.words] == [False] * 4 + [True] * 4
    assert found.prediction.truncated


def test_a_deciding_word_is_counted_by_class_and_shown_in_its_rows() -> None:
    model = taught()
    found = explain(model, "what a lovely day", training=training_of(model))
    (word,) = found.deciding
    assert word.counts == {"anger": 0, "fear": 0, "joy": 4}
    assert word.rows == {"anger": 0, "fear": 0, "joy": 3}
    assert {row.row for row in word.examples} == {100, 101, 105}
    assert all("lovely" in (row.text or "") and row.label == "joy" for row in word.examples)
    assert found.shares == pytest.approx({"anger": 1 / 6, "fear": 2 / 6, "joy": 3 / 6})
    assert found.share_of == "rows"


def test_a_model_alone_counts_words_and_takes_their_shares() -> None:
    found = explain(taught(), "a lovely day")
    (word,) = found.deciding
    assert (word.rows, word.examples) == (None, ())
    assert found.share_of == "words"
    assert found.shares == pytest.approx({"anger": 3 / 19, "fear": 6 / 19, "joy": 10 / 19})
    assert found.nearest is None


def test_the_nearest_rows_are_those_of_the_largest_cosine() -> None:
    model = taught()
    training = training_of(model)
    assert training.evidence is not None
    found = explain(model, "lovely dark", training=training)
    assert found.nearest is not None
    state = model.states(["lovely dark"])[0]
    kept = training.evidence.state.astype(np.float64)
    lengths = np.linalg.norm(kept, axis=1) * np.linalg.norm(state)
    cosines = kept @ state / lengths
    assert [row.similarity for row in found.nearest.rows] == pytest.approx(
        sorted(cosines, reverse=True), abs=1e-3
    )
    assert found.nearest.agree == sum(row.label == found.label for row in found.nearest.rows)
    assert [row.text for row in found.nearest.rows] == [
        TEXTS[row.row - 100][0] for row in found.nearest.rows
    ]


def test_without_texts_rows_have_numbers_and_labels_alone() -> None:
    model = taught()
    evidence = training_of(model).evidence
    found = explain(model, "a lovely day", training=TrainingRows(evidence=evidence, texts=None))
    assert found.nearest is not None
    assert {row.text for row in found.nearest.rows} == {None}
    assert found.deciding[0].rows is None


def test_rows_of_which_no_state_was_kept_are_shown_after_the_others() -> None:
    model = taught()
    whole, part = training_of(model), training_of(model, rows=(1, 0))
    training = TrainingRows(evidence=part.evidence, texts=whole.texts)
    (word,) = explain(model, "a lovely day", training=training).deciding
    assert [row.row for row in word.examples][:2] in ([100, 101], [101, 100])
    assert [row.similarity is None for row in word.examples] == [False, False, True]


def test_the_distance_is_told_by_the_quantiles_that_it_lies_between() -> None:
    model = fresh()
    found = explain(model, "a very good film").distance
    assert found is not None
    value = float(model.reference.distances(model.states(["a very good film"]))[0])
    assert found.value == value
    kept = zip(model.reference.levels, model.reference.quantiles, strict=True)
    assert found.farther_than == max((level for level, q in kept if value > q), default=0)
    assert found.farther_than < found.nearer_than


@pytest.mark.parametrize("text", ["", "  \n\t", "\u200b"])
def test_a_text_without_a_word_has_nothing_to_explain(text: str) -> None:
    found = explain(taught(), text)
    assert (found.label, found.words, found.methods, found.removal) == (None, (), None, None)
    assert found.prediction.why_not == "empty"


def test_a_text_of_unknown_words_has_no_word_that_decides() -> None:
    found = explain(taught(), "xyzzy plugh")
    assert found.prediction.why_not == "no_known_word"
    assert not any(word.is_known for word in found.words)
    assert found.deciding == ()
    assert found.methods is not None


def test_a_text_of_one_word_can_be_explained() -> None:
    found = explain(taught(), "lovely")
    assert found.methods is not None
    assert found.methods.agree
    assert found.removal is not None
    assert found.removal.tried == 0


@pytest.mark.parametrize("max_length", [64, pytest.param(100_000, marks=pytest.mark.slow)])
def test_twenty_thousand_words_take_bounded_work(max_length: int) -> None:
    model = taught(max_length=max_length)
    found = explain(model, "a lovely dark day " * 5_000)
    assert len(found.words) == 20_000
    read = sum(word.is_read for word in found.words)
    assert read == min(20_000, max_length)
    assert found.methods is not None
    assert found.methods.occluded == (64 if max_length == 64 else 5)
    assert found.methods.steps == (32 if max_length == 64 else 4)
    assert found.removal is not None
    assert found.removal.exhaustive == (max_length == 64)


def test_the_numbers_are_plain_json() -> None:
    model = fresh(labels=("bad", "good"))
    found = explain(model, "a very good film", notes=(Note(code="rows_need_run", detail="m"),))
    plain = json.loads(json.dumps(found.to_json()))
    assert plain["format"] == 1
    assert plain["label"] == found.label
    assert plain["notes"] == [{"code": "rows_need_run", "detail": "m"}]
    assert set(plain["words"][0]["gradients"]) == {"odds", "answer", "runner_up"}
    assert plain["probabilities"][found.label or ""] == pytest.approx(
        found.prediction.probabilities[found.label or ""], abs=1e-6
    )


def reading(**changes: Any) -> Preprocessing:
    usual: dict[str, Any] = {"lowercase": True, "max_length": 5, "keep": "first"}
    return Preprocessing(**(usual | changes))


def test_holders_are_texts_with_the_whole_word_in_the_part_that_is_read() -> None:
    texts = ["A Movie!", "movies", "one two three four five movie", "the movie's end", "über movie"]
    held = holders(texts, ["movie", "über"], reading())
    assert held["movie"].tolist() == [0, 4]
    assert held["über"].tolist() == [4]
    assert holders(texts, ["movie"], reading(lowercase=False))["movie"].tolist() == [4]
    assert holders(texts, ["movie"], reading(keep="last"))["movie"].tolist() == [0, 2, 4]
