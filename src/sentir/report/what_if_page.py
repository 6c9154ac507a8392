"""A what-if as one HTML file that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report import row_change_words as change_words
from sentir.report import what_if_answers as answers
from sentir.report import what_if_words as words
from sentir.report.templating import Page, fill

if TYPE_CHECKING:
    from sentir.report.language import Language
    from sentir.report.what_if_words import WhatIf


def what_if_page(found: WhatIf, language: Language, *, command: str) -> Page:
    """Return the page in this language; without jinja2 none, and a note that says so.

    Args:
        found: `comparison.json`.
        language: of the page.
        command: what was typed, to be repeated.
    """
    view = {
        "title": change_words.title(found, language),
        "change": change_words.change_lines(found["change"], language),
        "headings": answers.headings(language),
        "asked": [
            {
                "text": answers.asked_text(asked),
                "rows": answers.answer_rows(asked, language),
                "sentences": answers.answer_sentences(asked, language),
            }
            for asked in found["asked"]
        ],
        "score": words.score_sentences(found, language),
        "caveats": words.caveats(found, language),
        "command": command,
    }
    return fill("what_if.html", language, view)
