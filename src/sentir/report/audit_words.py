"""Findings of the audit as sentences: first what there is, then what deserves a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import NO_VALUE, mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

_MOST_CLASSES = 30
_MOST_WORDS = 8
_KEY_WORDS = 0.8
"""Accuracy of single words from which the labels are said to hang on them."""

_SHARED = {
    "validation": mark(
        "Of the validation rows {n} have a text that is among the training rows too, {same} under "
        "the same label, {other} under another: this can lift the score by up to {gain} points, or "
        "lower it by up to {loss}."
    ),
    "test": mark(
        "Of the test rows {n} have a text that is among the training rows too, {same} under the "
        "same label, {other} under another: this can lift the score by up to {gain} points, or "
        "lower it by up to {loss}."
    ),
}
_FAR = mark(
    "Single words go far: the most one-sided word of a text alone names {share} of {rows} "
    "validation rows right (always answering the largest class: {majority}). The labels hang on "
    "key words, such as {examples}."
)
_NOT_FAR = mark(
    "The most one-sided word of a text alone names {share} of {rows} validation rows right (always "
    "answering the largest class: {majority}); the strongest are {examples}."
)


def audit_sentences(audit: Mapping[str, Any], language: Language) -> list[str]:
    """Return what the audit found, a sentence per finding; nothing is said of what is not there."""
    return [
        _rows(audit, language),
        _classes(audit, language),
        _lengths(audit, language),
        *_spoiled(audit, language),
        *_repeated(audit, language),
        *_shared(audit, language),
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


def _spoiled(audit: Mapping[str, Any], language: Language) -> list[str]:
    found = []
    if audit["bad_rows"]:
        found.append(
            language.say_many(
                "{n} row could not be read.", "{n} rows could not be read.", audit["bad_rows"]
            )
        )
    if audit["whole"]["empty"]:
        found.append(
            language.say_many(
                "{n} text holds no word (first: row {row}).",
                "{n} texts hold no word (first: row {row}).",
                audit["whole"]["empty"],
                row=language.count(audit["empty_rows"][0]),
            )
        )
    for part, sentence in (
        ("train", mark("There is no training row of: {classes}.")),
        ("validation", mark("There is no validation row of: {classes}.")),
    ):
        lacking = [name for name, rows in audit["parts"][part]["classes"].items() if not rows]
        if lacking:
            found.append(language.say(sentence, classes=", ".join(lacking)))
    return found


def _repeated(audit: Mapping[str, Any], language: Language) -> list[str]:
    repeats, found = audit["whole"]["repeats"], []
    if repeats["duplicates"]:
        found.append(
            language.say_many(
                "{n} row repeats the text of an earlier row.",
                "{n} rows repeat the text of an earlier row.",
                repeats["duplicates"],
            )
        )
    if audit["near_duplicates"]:
        found.append(
            language.say_many(
                "{n} row nearly equals an earlier one (of {examined} rows compared).",
                "{n} rows nearly equal an earlier one (of {examined} rows compared).",
                audit["near_duplicates"],
                examined=language.count(audit["near_duplicates_examined"]),
            )
        )
    if repeats["conflicting_texts"]:
        found.append(
            language.say_many(
                "{n} text stands under more than one label ({train} within the training rows): no "
                "model can get all of its rows right.",
                "{n} texts stand under more than one label ({train} within the training rows): no "
                "model can get all of their rows right.",
                repeats["conflicting_texts"],
                train=language.count(audit["parts"]["train"]["repeats"]["conflicting_texts"]),
            )
        )
    if audit["shared_texts"]:
        found.append(
            language.say_many(
                "{n} text stands in more than one part.",
                "{n} texts stand in more than one part.",
                audit["shared_texts"],
            )
        )
    return found


def _shared(audit: Mapping[str, Any], language: Language) -> list[str]:
    return [
        language.say(
            _SHARED[part],
            n=language.count(leak["same_label"] + leak["other_label"]),
            same=language.count(leak["same_label"]),
            other=language.count(leak["other_label"]),
            gain=language.number(leak["gain_points"], 2),
            loss=language.number(leak["loss_points"], 2),
        )
        for part, leak in audit["leaks"].items()
        if leak["same_label"] + leak["other_label"]
    ]


def _words(audit: Mapping[str, Any], language: Language) -> list[str]:
    found = []
    if audit["widespread_words"]:
        often = list(audit["widespread_words"].items())[:_MOST_WORDS]
        words = ", ".join(f"“{word}” {language.percent(share)}" for word, share in often)
        found.append(
            language.say("In nine of ten training rows or more stands: {words}.", words=words)
        )
    single = audit["single_words"]
    if single["accuracy"] is None:
        return found
    examples = [f"“{word}” ({label})" for word, label, _ in single["examples"][:_MOST_WORDS]]
    sentence = language.say(
        _FAR if single["accuracy"] >= _KEY_WORDS else _NOT_FAR,
        share=language.percent(single["accuracy"]),
        rows=language.count(single["n"]),
        majority=language.percent(single["majority"]),
        examples=", ".join(examples) or NO_VALUE,
    )
    return [*found, sentence]
