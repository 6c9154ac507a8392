"""The table of remedies on a net that overfits, for docs/results/ and the guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.markdown import joined
from sentir.report import remedy_words as words
from sentir.report.language import language as speech_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.wording import Language

Results: TypeAlias = "Mapping[str, Any]"
_LAST = {"en": "loss at the last epoch", "es": "pérdida en la última época"}


def remedy(results: Results, language: Language) -> str:
    """Return what each remedy did to R4's net of 512 and 512 units."""
    if "remedy" not in results:
        return ""
    speech, found = speech_of(language), results["remedy"]["figures"]["large"]["found"]
    before = speech.number(found["base"]["last"]["loss"])
    rows = [
        [
            *words.cells(each, speech),
            f"{before} → {speech.number(each['side']['last']['loss'])}",
        ]
        for each in found["remedies"]
    ]
    head = [*words.headings(speech), _LAST[language]]
    return joined(head, rows, [results["remedy"]], language)


REMEDIES: dict[str, Callable[[Results, Language], str]] = {"remedy": remedy}
