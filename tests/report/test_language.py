from __future__ import annotations

import math

import pytest

from sentir.errors import ConfigError
from sentir.report.language import LANGUAGES, choose_language, language

SPACE = "\u00a0"


def test_numbers_are_written_as_each_language_writes_them() -> None:
    english, spanish = language("en"), language("es")
    assert english.percent(0.9312) == f"93.1{SPACE}%"
    assert spanish.percent(0.9312) == f"93,1{SPACE}%"
    assert english.count(16_000) == "16,000"
    assert spanish.count(16_000) == f"16{SPACE}000"
    assert spanish.count(2000) == "2000"
    assert english.number(1234.5678, 2) == "1,234.57"
    assert spanish.number(-12345.678, 1) == f"-12{SPACE}345,7"
    assert english.number(3.7, 0) == "4"
    assert english.number(-0.0001) == "0.000"
    assert spanish.number(-0.4, 1) == "-0,4"


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_no_number_is_a_dash(code: str) -> None:
    speech = language(code)
    for value in (None, math.nan, math.inf):
        assert speech.number(value) == speech.percent(value) == "–"  # noqa: RUF001 - the dash meant
    assert speech.count(None) == "–"  # noqa: RUF001 - the dash meant


def test_sentences_are_said_in_the_language_with_their_values() -> None:
    assert language("es").say("kept: epoch {n}", n="4") == "conservada: época 4"
    assert language("en").say("kept: epoch {n}", n="4") == "kept: epoch 4"


def test_one_and_many_differ() -> None:
    forms = ("{n} test row", "{n} test rows")
    assert language("en").say_many(*forms, 1) == "1 test row"
    assert language("en").say_many(*forms, 20_000) == "20,000 test rows"
    assert language("es").say_many(*forms, 1) == "1 fila de prueba"
    assert language("es").say_many(*forms, 2) == "2 filas de prueba"


def test_the_titles_of_shipped_recipes_are_said_in_the_language_and_others_stay() -> None:
    spanish = language("es")
    assert spanish.recipe_title("Six emotions in short texts") == "Seis emociones en textos cortos"
    for own in ("My {own} tweets", "test", "words"):  # the last two are words of the program too
        assert spanish.recipe_title(own) == own
    assert spanish.recipe_title("") == ""


def test_a_value_is_never_read_as_a_message() -> None:
    assert language("en").say("{others} and {last}", others="{0}", last="{x}") == "{0} and {x}"


def test_items_are_listed() -> None:
    assert language("en").listing(["a", "b", "c"]) == "a, b and c"
    assert language("es").listing(["a", "b"]) == "a y b"
    assert language("en").listing(["a"]) == "a"
    assert language("en").listing([]) == ""


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({}, "en"),
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "es_MX.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "es_AR"}, "es"),
        ({"LANG": "es_ES", "LC_ALL": ""}, "es"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_without_a_wish_the_systems_language_is_taken(environ: dict[str, str], code: str) -> None:
    assert choose_language("", environ) == code


def test_the_language_asked_for_wins() -> None:
    assert choose_language("es", {"LANG": "en_US.UTF-8"}) == "es"
    assert choose_language("es-MX", {}) == "es"
    assert choose_language("EN", {"LANG": "es_ES"}) == "en"


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConfigError, match=r'no language "de"; expected one of en, es'):
        choose_language("de", {})
