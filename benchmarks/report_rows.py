"""Rows of a report's table for docs/results/: its figures beside ours, its readings beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sentir.config.table_recipe import in_language
from sentir.report import table_words as words
from sentir.report.language import language as speech_of
from sentir.report.reading_words import OUTCOMES, reading_name, reading_sentence
from sentir.report.verdict_words import course_headline, fit_headline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Rows: TypeAlias = "tuple[Sequence[str], Sequence[Sequence[str]]]"

_HEADS = {
    "en": ("Variant", "Figure", "Report", "Here", "sd", "One new run", "Outcome", "Lies"),
    "es": ("Variante", "Cifra", "Informe", "Aquí", "d. e.", "Otra ejecución", "Resultado", "Queda"),
}
_READING_HEADS = {
    "en": ("Variant", "The report reads", "sentir: kept weights", "sentir: curves", "", "Why"),
    "es": (
        "Variante",
        "El informe lee",
        "sentir: pesos guardados",
        "sentir: curvas",
        "",
        "Por qué",
    ),
}


def figures(table: Mapping[str, Any], code: str) -> Rows:
    """Return the head and a row per figure."""
    speech = speech_of(code)
    rows = []
    for row in table["rows"]:
        title = words.title_of(row, speech)
        for name, figure in row["figures"].items():
            cells = words.figure_cells(name, figure, speech)
            rows.append([title, speech.say(words.FIGURES[name]), *cells])
            title = ""
    return _HEADS[code], rows


def readings(table: Mapping[str, Any], code: str) -> Rows:
    """Return the head and a row per reading, with the verdict beside it."""
    speech, rows = speech_of(code), []
    titles = words.titles(table, speech)
    for row in table["rows"]:
        verdict, other = row["verdict"], titles.get((row["against"] or {}).get("recipe", ""), "")
        title, said = words.title_of(row, speech), in_language(row["said"], code)
        for each in row["agreements"]:
            sentence = reading_sentence(each, verdict, speech, titles=titles, other=other)
            why = sentence.split(": ", 1)[1] if ": " in sentence else sentence
            rows.append(
                [
                    title,
                    f"{reading_name(each['reading'], speech, other=other)} (“{said}”)",
                    fit_headline(verdict, speech),
                    course_headline(verdict, speech),
                    f"**{speech.say(OUTCOMES[each['outcome']])}**",
                    why,
                ]
            )
            title = ""
    return _READING_HEADS[code], rows
