"""Which training rows a what-if takes away and adds, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import mark_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

_DROPPED = mark_many(
    "{n} of {all} training rows holds {words} and is taken away: {classes}.",
    "{n} of {all} training rows hold {words} and are taken away: {classes}.",
)
_ADDED = mark_many("{n} row is added: {classes}.", "{n} rows are added: {classes}.")
_LEFT_OUT = mark_many(
    "{n} row of the file is left out: its text is a validation or test row's too.",
    "{n} rows of the file are left out: their texts are validation or test rows' too.",
)
_EMPTIED = mark_many(
    "The class {classes} loses all its training rows: no net can learn it after the change.",
    "The classes {classes} lose all their training rows: no net can learn them after the change.",
)


def change_lines(change: Mapping[str, Any], language: Language) -> list[str]:
    """Return which rows the change touches, per class."""
    lines = []
    if change["words"]:
        count = sum(change["dropped"].values())
        lines.append(
            language.say_many(
                *_DROPPED,
                count,
                all=language.count(sum(change["train"].values())),
                words=words_in(change, language),
                classes=_classes(change["dropped"], language),
            )
        )
    if change["added_from"]:
        count = sum(change["added"].values())
        classes = _classes(change["added"], language)
        lines.append(language.say_many(*_ADDED, count, classes=classes))
    if change["left_out"]:
        lines.append(language.say_many(*_LEFT_OUT, change["left_out"]))
    if gone := _emptied(change):
        lines.append(language.say_many(*_EMPTIED, len(gone), classes=language.listing(gone)))
    return lines


def words_in(change: Mapping[str, Any], language: Language) -> str:
    """Return the words that the rows hold, in quotes; said where a part of a word is enough."""
    words = " / ".join(language.say('"{word}"', word=word) for word in change["words"])
    if change["substring"]:
        return language.say("{words} (also within a word)", words=words)
    return words


def title(found: Mapping[str, Any], language: Language) -> str:
    """Return what was changed, as a heading."""
    change = found["change"]
    told = []
    if change["words"]:
        told.append(language.say("without the rows that hold {words}",
                                 words=words_in(change, language)))  # fmt: skip
    if change["added_from"]:
        told.append(language.say("with the rows of {file}", file=change["added_from"]))
    return language.say("{run} {changes}", run=found["run"], changes=language.listing(told))


def _emptied(change: Mapping[str, Any]) -> list[str]:
    """Return the classes that have training rows as it is, and none after the change."""
    return [
        label
        for label, count in change["train"].items()
        if count and count - change["dropped"][label] + change["added"][label] == 0
    ]


def _classes(counts: Mapping[str, int], language: Language) -> str:
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{label} {language.count(n)}" for label, n in most if n)
