"""Why answers are as they are, as one HTML page: coloured words, numbers, rows, sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import NO_VALUE
from sentir.report.templating import fill
from sentir.report.why_data_words import (
    heading,
    held_by,
    row_name,
    rows_above,
    shares_of,
)
from sentir.report.why_effects import is_opposed, most_telling, strongest, weight, without
from sentir.report.why_examples import words_with_rows
from sentir.report.why_words import notes, paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.explain.explanation import Effect, Explanation, Word
    from sentir.report.language import Language

_DARKEST = 0.75  # opacity of the colour behind the strongest word; ink stays readable on it
_WORDS = 400
"""Rows in the table of words; of a longer text those of the largest effects, in their order."""
_MOST_EXAMPLES = 5


def why_page(explanations: Sequence[Explanation], speech: Language) -> str | None:
    """Return the page, or None where jinja2 is not installed."""
    view = {
        "title": speech.say("Why this answer"),
        "explained": [_view(each, speech) for each in explanations],
        "number": lambda value: speech.number(value, 2),
        "row_name": lambda row: row_name(row, speech),
    }
    return fill("why.html", speech, view).html


def _view(explanation: Explanation, speech: Language) -> dict[str, Any]:
    label, likely = explanation.label or "", explanation.prediction.probabilities
    ranked = sorted(likely.items(), key=lambda item: -item[1])
    return {
        "explanation": explanation,
        "label": label,
        "chances": [
            {"label": name, "said": speech.percent(share), "share": round(100 * share, 1)}
            for name, share in ranked
        ],
        "sentences": paragraph(explanation, speech),
        "notes": notes(explanation, speech),
        "pieces": _pieces(explanation),
        "words": [_word(word, explanation, speech) for word in most_telling(explanation, _WORDS)],
        "left_out": len(explanation.words) - len(most_telling(explanation, _WORDS)),
        "deciding_heading": heading(explanation, speech),
        "deciding": [
            {
                "word": speech.quoted(each.word.word),
                "held": held_by(each.word, speech),
                "shares": shares_of(each.word, explanation, speech),
                "rows": each.rows,
                "above": rows_above(each, speech),
            }
            for each in words_with_rows(explanation, _MOST_EXAMPLES)
        ],
    }


def _pieces(explanation: Explanation) -> list[dict[str, Any]]:
    """Return the text in pieces: words with their colour, and what stands between them."""
    largest, end = strongest(explanation), 0
    pieces: list[dict[str, Any]] = []
    for word in explanation.words:
        share = weight(word) / largest
        pieces.append({"text": explanation.text[end : word.start], "kind": "between"})
        kind = "unread" if not word.is_read else "unknown" if not word.is_known else "word"
        pieces.append(
            {
                "text": word.text,
                "kind": kind,
                "side": "for" if share > 0 else "against",
                "opacity": round(_DARKEST * min(1.0, abs(share)), 2),
            }
        )
        end = word.end
    return [*pieces, {"text": explanation.text[end:], "kind": "between"}]


def _word(word: Word, explanation: Explanation, speech: Language) -> dict[str, Any]:
    def said(effect: Effect | None, name: str) -> str:
        return NO_VALUE if effect is None else speech.signed(getattr(effect, name), 2)

    return {
        "text": word.text,
        "is_known": word.is_known,
        "is_opposed": is_opposed(word, explanation),
        "side": "for" if weight(word) > 0 else "against",
        "width": round(100 * min(1.0, abs(weight(word)) / strongest(explanation))),
        "numbers": [
            said(effect, name)
            for name in ("answer", "runner_up")
            for effect in (word.occlusion, word.gradients)
        ],
        "without": speech.percent(without(word, explanation)),
    }
