"""An ablation as one HTML file that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report import ablation_words as words
from sentir.report.ablation_sentences import factor_sentences
from sentir.report.drawing import why_no_figures
from sentir.report.templating import Page, fill
from sentir.report.verdict_words import course_headline, fit_headline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.ablation_words import Comparison
    from sentir.report.language import Language


def ablation_page(found: Comparison, language: Language, *, command: str) -> Page:
    """Return the page in this language; without jinja2 none, without matplotlib no figures.

    Args:
        found: `comparison.json`.
        language: of the page.
        command: what was typed, to be repeated.
    """
    lacking = why_no_figures(language)
    view = {
        "title": language.recipe_title(found["title"]),
        "caveats": words.caveats(found, language),
        "headings": words.headings(language),
        "factors": [_factor(found, factor, language) for factor in found["factors"]],
        "readings": [words.reading_lines(each, language) for each in found["readings"]],
        "verdicts": _verdicts(found, language),
        "command": command,
        "figures": {} if lacking else _figures(found, language),
    }
    return fill("ablation.html", language, view, notes=lacking)


def _factor(found: Comparison, factor: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "name": figure_name(factor),
        "title": words.factor_title(factor, language),
        "question": words.factor_question(factor, language),
        "rows": [
            {
                "value": value["shown"],
                "outcome": words.result(found, value),
                "cells": words.cells(found, value, language),
            }
            for value in factor["values"]
        ],
        "sentences": factor_sentences(found, factor, language),
    }


def _verdicts(found: Comparison, language: Language) -> list[list[str]]:
    """Return, for each variant and seed, what its kept weights are and what its curves did."""
    return [
        [
            words.variant_name(name, language),
            language.count(verdict["seed"]),
            fit_headline(verdict, language),
            course_headline(verdict, language),
            language.number(verdict["numbers"].get("val_loss")),
            language.number(verdict.get("last_loss")),  # not in files written before it was kept
        ]
        for name, side in found["variants"].items()
        for verdict in side["verdicts"]
    ]


def figure_name(factor: Mapping[str, Any]) -> str:
    """Return the name of a factor's figure."""
    return f"losses-{factor['number']}"


def _figures(found: Comparison, language: Language) -> dict[str, str]:
    """Return all figures by name: all losses in one where their lines can be told apart."""
    from sentir.report.figures.ablation import MOST_LINES, losses_figure, scores_figure

    title = language.say("Validation loss by epoch, mean over seeds")
    figures = {
        "scores": scores_figure(
            found, language, title=language.say("Every value on the same validation rows")
        )
    }
    trained = [name for name, side in found["variants"].items() if side["seeds"]]
    if len(trained) <= MOST_LINES:
        names = {name: words.variant_name(name, language) for name in trained}
        figures["losses"] = losses_figure(found, names, language, title=title, name="losses")
        return figures
    for factor in found["factors"]:
        names = {
            value["variant"]: value["shown"]
            for value in factor["values"][:MOST_LINES]
            if value["variant"] in trained
        }
        name = figure_name(factor)
        figures[name] = losses_figure(found, names, language, title=title, name=name)
    return figures
