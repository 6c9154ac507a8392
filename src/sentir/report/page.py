"""The report as one HTML file that needs no network: from the content of `report.json` alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sentir.report import history_view, part_view, score_words, verdict_words
from sentir.report.audit_words import audit_sentences
from sentir.report.drawing import draw
from sentir.report.next_step import next_step
from sentir.report.note_words import note_lines
from sentir.report.settings_words import (
    introduction,
    model_sentences,
    repeat_sentence,
    report_title,
)
from sentir.report.templating import Page, fill

if TYPE_CHECKING:
    from sentir.report import shape
    from sentir.report.language import Language


def page(report: shape.Report, language: Language) -> Page:
    """Return the report as one HTML file in this language."""
    drawn = draw(report, language)
    view = {**_view(report, language), "figures": drawn.figures}
    return fill("page.html", language, view, notes=drawn.notes)


def _verdict(report: shape.Report, language: Language) -> dict[str, Any]:
    verdict = report["verdict"]
    return {
        "fit": verdict_words.fit_headline(verdict, language),
        "course": verdict_words.course_headline(verdict, language),
        "fit_sentence": verdict_words.fit_sentence(verdict, language),
        "course_sentence": verdict_words.course_sentence(
            verdict, language, history=report["history"]
        ),
        "next_step": next_step(report, language),
    }


def _view(report: shape.Report, language: Language) -> dict[str, Any]:
    """Return what the template shows, all words already in the language."""
    parts = [part_view.part_view(report, part, language) for part in report["parts"]]
    return {
        "report": report,
        "words": score_words.ScoreWords(language),
        "title": report_title(report, language),
        "introduction": introduction(report, language),
        "verdict": _verdict(report, language),
        "parts_shown": parts,
        "findings": audit_sentences(report["audit"], language),
        "reading": note_lines(report["audit"]["notes"], language),
        "model_sentences": model_sentences(report, language),
        "repeat_sentence": repeat_sentence(report, language),
        "history_headings": history_view.headings(report, language),
        "history_rows": history_view.rows(report, language),
        "settings_text": json.dumps(report["settings"], ensure_ascii=False, indent=2),
        "row_words": lambda example: part_view.row_words(example, language),
        "footer": language.say("Written by sentir. The same numbers are in report.json."),
    }
