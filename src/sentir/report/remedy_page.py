"""Remedies as one HTML file that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report import remedy_words as words
from sentir.report.remedy_sentences import paragraph
from sentir.report.templating import Page, fill

if TYPE_CHECKING:
    from sentir.report.language import Language
    from sentir.report.remedy_words import Remedies


def remedy_page(found: Remedies, language: Language, *, command: str) -> Page:
    """Return the page in this language; without jinja2 none, and a note that says so.

    Args:
        found: `comparison.json`.
        language: of the page.
        command: what was typed, to be repeated.
    """
    said, then = words.next_lines(found, language)
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
    }
    return fill("remedy.html", language, view)
