"""Remedies as one HTML file that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report import remedy_words as words
from sentir.report.drawing import why_no_figures
from sentir.report.figure_words import effects_title
from sentir.report.remedy_advice import next_lines
from sentir.report.remedy_sentences import paragraph
from sentir.report.templating import Page, fill

if TYPE_CHECKING:
    from sentir.report.language import Language
    from sentir.report.remedy_words import Remedies


def remedy_page(found: Remedies, language: Language, *, command: str) -> Page:
    """Return the page in this language; without jinja2 none, without matplotlib no figure.

    Args:
        found: `comparison.json`.
        language: of the page.
        command: what was typed, to be repeated.
    """
    lacking = why_no_figures(language)
    said, then = next_lines(found, language)
    view = {
        "title": words.title(found, language),
        "lead": words.lead(found, language),
        "headings": words.headings(language),
        "remedies": [
            {
                "outcome": tried["outcome"],
                "cells": words.cells(tried, language),
                "paragraph": paragraph(tried, language),
            }
            for tried in found["remedies"]
        ],
        "next": said,
        "then": then,
        "caveats": words.caveats(found, language),
        "command": command,
        "figure": "" if lacking else _figure(found, language),
    }
    return fill("remedy.html", language, view, notes=lacking)


def _figure(found: Remedies, language: Language) -> str:
    """Return the effects of all remedies that could be compared; nothing where none could."""
    if all(tried["outcome"] == "not_compared" for tried in found["remedies"]):
        return ""
    from sentir.report.figures.remedy import effects_figure

    return effects_figure(found, language, title=effects_title(found, language))
