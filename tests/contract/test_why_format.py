"""What `sentir why --json` prints, as `docs/formats.md` says it."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest

from sentir.explain import explanation as parts
from sentir.explain.explain import explain
from sentir.runtime.predictor import load

GOLDEN = Path(__file__).parent / "golden"
DOCUMENT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")
KEYS = {
    "format", "text", "label", "probabilities", "sure", "why_not", "truncated", "runner_up",
    "words", "methods", "shares", "share_of", "deciding", "nearest", "distance", "removal", "notes",
}  # fmt: skip


def section() -> str:
    found = re.search(r"^## Explanations\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert found
    return found.group(1)


def test_an_explanation_of_version_one_has_its_keys() -> None:
    stored = explain(load(GOLDEN / "model-1.sentir"), "a good day").to_json()
    assert stored["format"] == parts.FORMAT == 1
    assert set(stored) == KEYS
    word: dict[str, Any] = stored["words"][0]
    assert set(word["gradients"]) == set(word["occlusion"]) == {"odds", "answer", "runner_up"}
    assert set(stored["distance"]) == {"value", "quantiles", "farther_than", "nearer_than"}


def test_a_text_without_words_has_the_same_keys() -> None:
    stored = explain(load(GOLDEN / "model-1.sentir"), "").to_json()
    assert set(stored) == KEYS
    assert [stored[key] for key in ("label", "methods", "nearest", "distance", "removal")] == [
        None
    ] * 5


@pytest.mark.parametrize(
    "part",
    [parts.Word, parts.Methods, parts.DecidingWord, parts.Nearest, parts.Distance, parts.Removal,
     parts.Row, parts.Effect, parts.Note],
)  # fmt: skip
def test_every_key_is_in_the_document(part: type[Any]) -> None:
    for field in fields(part):
        assert f"`{field.name}`" in section() or f'"{field.name}"' in section()


def test_every_key_and_code_of_the_whole_is_in_the_document() -> None:
    for name in (*KEYS, *get_args(parts.NoteCode)):
        assert f"`{name}`" in section()
