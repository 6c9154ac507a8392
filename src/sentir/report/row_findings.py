"""What the audit found wrong with rows: unread, empty, lacking, repeated, in two parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import mark_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

_SHARED = {
    "validation": mark_many(
        "Of the validation rows {n} has a text that is among the training rows too, {same} under "
        "the same label, {other} under another: this can lift the score by up to {gain} points, or "
        "lower it by up to {loss}.",
        "Of the validation rows {n} have a text that is among the training rows too, {same} under "
        "the same label, {other} under another: this can lift the score by up to {gain} points, or "
        "lower it by up to {loss}.",
    ),
    "test": mark_many(
        "Of the test rows {n} has a text that is among the training rows too, {same} under the "
        "same label, {other} under another: this can lift the score by up to {gain} points, or "
        "lower it by up to {loss}.",
        "Of the test rows {n} have a text that is among the training rows too, {same} under the "
        "same label, {other} under another: this can lift the score by up to {gain} points, or "
        "lower it by up to {loss}.",
    ),
}
_NEAR = {
    "all": mark_many(
        "{n} row nearly equals an earlier one (of {examined} rows compared).",
        "{n} rows nearly equal an earlier one (of {examined} rows compared).",
    ),
    "sample": mark_many(
        "{n} row nearly equals an earlier one (of a sample of {examined} rows compared).",
        "{n} rows nearly equal an earlier one (of a sample of {examined} rows compared).",
    ),
    "minhash": mark_many(
        "{n} row nearly equals an earlier one (of {examined} rows compared by MinHash, which finds "
        "95 % of such pairs or more).",
        "{n} rows nearly equal an earlier one (of {examined} rows compared by MinHash, which finds "
        "95 % of such pairs or more).",
    ),
}
_LACKING = {
    "train": mark_many(
        "No training row is of the class {classes}.",
        "No training row is of one of these classes: {classes}.",
    ),
    "validation": mark_many(
        "No validation row is of the class {classes}.",
        "No validation row is of one of these classes: {classes}.",
    ),
}


def row_findings(audit: Mapping[str, Any], language: Language) -> list[str]:
    """Return a sentence per finding; nothing is said of what is not there."""
    return [
        *_spoiled(audit, language),
        *_lacking(audit, language),
        *_repeated(audit, language),
        *_shared(audit, language),
    ]


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
    return found


def _lacking(audit: Mapping[str, Any], language: Language) -> list[str]:
    found = []
    for part, sentences in _LACKING.items():
        lacking = [name for name, rows in audit["parts"][part]["classes"].items() if not rows]
        if lacking:
            found.append(language.say_many(*sentences, len(lacking), classes=", ".join(lacking)))
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
                *_NEAR.get(audit.get("near_duplicates_compared", "all"), _NEAR["all"]),
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
        language.say_many(
            *_SHARED[part],
            leak["same_label"] + leak["other_label"],
            same=language.count(leak["same_label"]),
            other=language.count(leak["other_label"]),
            gain=language.number(leak["gain_points"], 2),
            loss=language.number(leak["loss_points"], 2),
        )
        for part, leak in audit["leaks"].items()
        if leak["same_label"] + leak["other_label"]
    ]
