from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.errors import ConfigError, DataError
from sentir.runtime.predictor import CHUNK, Model, load, model_of
from sentir.text.vocabulary import PADDING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sentir.runtime.build import Built

# What answering loads; nothing heavier than NumPy and safetensors may be among it.
LOADS = """
import sys
from sentir.runtime.predictor import load
load(sys.argv[1])("good film")
heavy = {"pydantic", "rich", "typer", "scipy", "sklearn", "torch", "sentir.config", "asyncio"}
print(sorted(heavy & set(sys.modules)))
"""


def test_an_answer_names_every_label_and_its_probability(model: Model) -> None:
    answer = model("a very good film")
    assert tuple(answer.probabilities) == model.labels == ("bad", "good", "odd")
    assert sum(answer.probabilities.values()) == pytest.approx(1)
    assert answer.label == max(answer.probabilities, key=answer.probabilities.__getitem__)


@pytest.mark.parametrize(("item", "shown"), [(None, "None"), (float("nan"), "nan"), (3, "3")])
def test_what_is_no_text_is_refused_with_its_place(model: Model, item: Any, shown: str) -> None:
    kind = type(item).__name__
    with pytest.raises(DataError, match=rf'item 1 is {shown} \({kind}\), not a text.*give ""'):
        model.predict(["good", item])
    with pytest.raises(DataError, match=f"item 0 is {shown}"):
        model(item)
    with pytest.raises(ConfigError, match="takes a list of texts"):
        model.predict(item)


def test_a_model_shows_itself_in_a_line_and_is_equal_to_itself_alone(
    model: Model, path: Path
) -> None:
    assert "bad, good, odd; " in repr(model)
    assert repr(model).startswith("<Model '")
    assert len(repr(model)) < 200
    assert model == model  # noqa: PLR0124 - that it can be asked is the test
    assert model != load(path)
    assert len({model, model}) == 1


def test_a_saved_model_answers_to_the_same_bits(
    model: Model, path: Path, texts: Callable[..., list[str]]
) -> None:
    rows = texts(50, seed=3)
    assert load(path).predict(rows) == model.predict(rows)


@pytest.mark.parametrize("labels", [("no", "yes"), ("bad", "good", "odd")])
@pytest.mark.parametrize("cell", ["multi_hot", "bag", "flatten", "rnn", "lstm", "gru"])
def test_many_texts_are_answered_as_each_alone_and_in_order(
    make_built: Callable[..., Built],
    texts: Callable[..., list[str]],
    cell: str,
    labels: tuple[str, ...],
) -> None:
    shape: dict[str, Any] = {"cell": cell}
    if cell in {"multi_hot", "bag"}:
        shape |= {"hidden_sizes": ()}
    if cell == "flatten":
        shape = {"pooling": "flatten", "places": 12, "dense_sizes": (5,)}
    model = model_of(make_built(labels=labels, **shape).file, "a model")
    rows = [*texts(600, seed=4, longest=30), "", "unheard", "   ", "good"]
    together = model.predict(rows)
    for text, answer in list(zip(rows, together, strict=True))[::7]:
        alone = model(text)
        assert replace(alone, probabilities={}) == replace(answer, probabilities={})
        assert list(answer.probabilities.values()) == pytest.approx(
            list(alone.probabilities.values()), abs=1e-5
        )


def test_padding_that_training_read_is_read_when_answering(
    make_built: Callable[..., Built], texts: Callable[..., list[str]]
) -> None:
    plain, padded = make_built(), make_built(read_padding=True)
    assert padded.file.manifest["preprocessing"]["read_padding"] is True
    assert not padded.file.words["counts"][PADDING].any()
    np.testing.assert_array_equal(padded.file.words["counts"], plain.file.words["counts"])
    model, rows = model_of(padded.file, "a model"), [*texts(40, seed=3), "", "unheard"]
    ids = model.preprocessing.encode(rows, model.vocabulary).sequences
    assert set(ids.lengths.tolist()) == {12}
    np.testing.assert_allclose(model.logits(rows), model.net.logits(ids), atol=1e-6)
    assert not np.allclose(model.logits(rows), model_of(plain.file, "a model").logits(rows))
    assert [answer.why_not for answer in model.predict(rows)][-2:] == ["empty", "no_known_word"]


def test_several_threads_give_the_same_answers(
    model: Model, texts: Callable[..., list[str]]
) -> None:
    rows = texts(3000, seed=5)
    assert replace(model, threads=3).predict(rows) == model.predict(rows)


def test_a_stream_is_answered_before_it_ends(model: Model) -> None:
    def endless() -> Any:
        while True:
            yield "good day"

    answers = model.predict_stream(endless())
    assert [next(answers).label for _ in range(CHUNK + 2)] == [model("good day").label] * (
        CHUNK + 2
    )


@pytest.mark.parametrize("text", ["", "   ", "\t", "\u200b"])
def test_an_empty_text_has_no_label(model: Model, text: str) -> None:
    answer = model(text)
    assert (answer.label, answer.sure, answer.why_not) == (None, False, "empty")


def test_a_text_of_unknown_words_is_not_sure(model: Model) -> None:
    for text in ("ungehört", "🙂", "unheard of!"):
        answer = model(text)
        assert (answer.sure, answer.why_not) == (False, "no_known_word")
        assert answer.label in model.labels


def test_a_text_far_from_the_training_data_is_not_sure(model: Model) -> None:
    near = replace(model.reference, quantiles=np.full(5, 2.0))
    far = replace(model.reference, quantiles=np.full(5, -1.0))
    assert replace(model, reference=near)("good film").why_not is None
    answer = replace(model, reference=far)("good film")
    assert (answer.sure, answer.why_not) == (False, "far")


def test_an_unlikely_answer_is_not_sure(model: Model) -> None:
    near = replace(model.reference, quantiles=np.full(5, 2.0))
    answer = replace(model, reference=near, min_probability=1.0)("good film")
    assert (answer.sure, answer.why_not) == (False, "low_confidence")
    assert answer.label is not None


def test_a_text_of_more_words_than_are_read_says_so(model: Model) -> None:
    assert not model("good " * 12).truncated
    assert model("good " * 13).truncated
    assert model("good " * 20_000).truncated


def test_what_is_cut_off_does_not_change_the_answer(model: Model) -> None:
    start = "good film was so bad a happy sad day the song felt"
    assert model(f"{start} angry").probabilities == model(start).probabilities


def test_the_json_of_an_answer_has_the_format_s_keys(model: Model) -> None:
    line = json.loads(json.dumps(model("good film").to_json(3)))
    keys = ["n", "label", "probabilities", "sure", "why_not", "truncated"]
    assert list(line) == keys
    assert line["n"] == 3
    assert model("").to_json(1) == {
        "n": 1,
        "label": None,
        "probabilities": {},
        "sure": False,
        "why_not": "empty",
        "truncated": False,
    }


def test_one_text_in_place_of_a_list_is_said(model: Model) -> None:
    with pytest.raises(ConfigError, match=r'takes a list of texts\. For one text call model\("'):
        model.predict("good film")


def test_answering_loads_nothing_heavy(path: Path) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOADS, str(path)], capture_output=True, text=True, check=True
    ).stdout
    assert loaded == "[]\n"
