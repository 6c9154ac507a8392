"""How soon one side of a comparison is as good as the other ever gets, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import mark
from sentir.report.score_words import score_value

if TYPE_CHECKING:
    from sentir.report.language import Language

_AFTER_ONE = mark(
    "{a} reaches the best validation accuracy that {b} had at any epoch ({target}) after {epochs} "
    "epoch and {seconds} s"
)
_AFTER_SEVERAL = mark(
    "{a} reaches the best validation accuracy that {b} had at any epoch ({target}) after {epochs} "
    "epochs and {seconds} s"
)


def reach_sentences(pair: dict[str, Any], language: Language) -> list[str]:
    """Return how soon each of a pair is as good as the other ever gets on validation rows."""
    names = (pair["name"], pair["against"])
    return [
        _reach_sentence(name, other, pair["reach"][name], language)
        for name, other in (names, names[::-1])
        if pair["reach"][name]["target"] is not None
    ]


def _reach_sentence(name: str, other: str, found: dict[str, Any], language: Language) -> str:
    target = score_value("accuracy", found["target"], language)
    if not found["reached"]:
        return language.say(
            "{a} never reaches the best validation accuracy that {b} had at any epoch ({target}).",
            a=name,
            b=other,
            target=target,
        )
    said = language.say(
        _AFTER_ONE if found["epochs"] == 1 else _AFTER_SEVERAL,
        a=name,
        b=other,
        target=target,
        epochs=language.number(found["epochs"], 0 if float(found["epochs"]).is_integer() else 1),
        seconds=language.number(found["seconds"], 1),
    )
    if found["reached"] < found["of"]:
        said = language.say(
            "{said} (in {reached} of {of} runs)",
            said=said,
            reached=language.count(found["reached"]),
            of=language.count(found["of"]),
        )
    return f"{said}."
