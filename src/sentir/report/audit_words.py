"""Findings of the audit as sentences: first what there is, then what deserves a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import mark
from sentir.report.row_findings import row_findings
from sentir.report.score_words import part_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

_MOST_CLASSES = 30
_MOST_WORDS = 8
_KEY_WORDS = 0.8
"""Accuracy of single words from which the labels are said to hang on them."""

_FAR = mark(
    "Single words go far: the most one-sided word of a text alone names {share} of {rows} right "
    "(always answering the largest class: {majority}). The labels hang on key words, such as "
    "{examples}."
)
_NOT_FAR = mark(
    "The most one-sided word of a text alone names {share} of {rows} right (always answering the "
    "largest class: {majority}); the strongest are {examples}."
)


def audit_sentences(audit: Mapping[str, Any], language: Language) -> list[str]:
    """Return what the audit found, a sentence per finding; nothing is said of what is not there."""
    return [
        _rows(audit, language),
        _classes(audit, language),
        _lengths(audit, language),
        *row_findings(audit, language),
        *_words(audit, language),
    ]


def _rows(audit: Mapping[str, Any], language: Language) -> str:
    parts = {name: language.count(part["rows"]) for name, part in audit["parts"].items()}
    return language.say(
        "{rows} rows: {train} to learn from, {validation} for validation, {test} for the test.",
        rows=language.count(audit["rows"]),
        **parts,
    )


def _classes(audit: Mapping[str, Any], language: Language) -> str:
    train = audit["parts"]["train"]
    ordered = sorted(train["classes"].items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{label} {language.count(rows)}" for label, rows in ordered[:_MOST_CLASSES]]
    if len(ordered) > _MOST_CLASSES:
        shown.append("...")
    return language.say(
        "Training rows by class: {classes}. The largest holds {share} of them.",
        classes=", ".join(shown),
        share=language.percent(ordered[0][1] / max(1, train["rows"])),
    )


def _lengths(audit: Mapping[str, Any], language: Language) -> str:
    lengths = audit["whole"]["lengths"]
    return language.say(
        "A text holds {mean} words on average; 95 % hold at most {most}, the longest {longest}.",
        mean=language.number(lengths["mean"], 1),
        most=language.number(lengths["ninety_five_percent"], 0),
        longest=language.count(lengths["longest"]),
    )


def _words(audit: Mapping[str, Any], language: Language) -> list[str]:
    found = []
    if audit["widespread_words"]:
        often = list(audit["widespread_words"].items())[:_MOST_WORDS]
        words = ", ".join(
            f"{language.quoted(word)} {language.percent(share)}" for word, share in often
        )
        found.append(
            language.say("In nine of ten training rows or more stands: {words}.", words=words)
        )
    single = audit["single_words"]
    if single["accuracy"] is None or not single["examples"]:
        return found  # no word is seen often enough to be called one-sided
    examples = [
        f"{language.quoted(word)} ({label})" for word, label, _ in single["examples"][:_MOST_WORDS]
    ]
    sentence = language.say(
        _FAR if single["accuracy"] >= _KEY_WORDS else _NOT_FAR,
        share=language.percent(single["accuracy"]),
        rows=part_rows("validation", single["n"], language),
        majority=language.percent(single["majority"]),
        examples=", ".join(examples),
    )
    return [*found, sentence]
