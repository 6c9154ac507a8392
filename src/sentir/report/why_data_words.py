"""What in the training data makes words point where they point, in sentences from counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report.why_examples import deciding
from sentir.statistics.intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.explain.explanation import DecidingWord, Explanation, Row
    from sentir.report.language import Language
    from sentir.report.why_examples import Shown

_MOST_SAID = 2
"""Deciding words that get a sentence of their own; the table beside has all."""
_MOST_CLASSES = 8
_ALMOST_ALL = 0.999
"""Beyond this share of the validation rows so fine a share says more than few rows can."""
_FEW = 5
"""With fewer rows nothing is said of shares: an interval would be as wide as all there is."""


def data_sentences(explanation: Explanation, speech: Language) -> list[str]:
    """Return for the words that decide most what training has to do with it."""
    most_telling = deciding(explanation)[:_MOST_SAID]
    return [_word_sentence(word, explanation, speech) for word in most_telling]


def counted(word: DecidingWord) -> Mapping[str, int]:
    """Return the rows that hold a word, by class; where they are not known, how often it stands."""
    return word.counts if word.rows is None else word.rows


def held_by(word: DecidingWord, speech: Language) -> str:
    """Return in how many rows a word stands, or how often."""
    total = sum(counted(word).values())
    if word.rows is None:
        return speech.say_many("{n} time in training", "{n} times in training", total)
    return speech.say_many("in {n} training row", "in {n} training rows", total)


def shares_of(word: DecidingWord, explanation: Explanation, speech: Language) -> list[str]:
    """Return `joy 16 (37 %, usual 34 %)` for the classes that have the word, the most first."""
    total = sum(counted(word).values())
    ranked = sorted(counted(word).items(), key=lambda item: -item[1])
    shown = [
        speech.say(
            "{label} {count} ({share}, usual {usual})",
            label=label,
            count=speech.count(count),
            share=speech.percent(count / total, 0),
            usual=speech.percent(explanation.shares[label], 0),
        )
        for label, count in ranked[:_MOST_CLASSES]
        if count
    ]
    left = sum(count > 0 for _, count in ranked[_MOST_CLASSES:])
    more = speech.say_many("{n} more class", "{n} more classes", left)
    return [*shown, more] if left else shown


def row_name(row: Row, speech: Language) -> str:
    """Return `row 1,176`."""
    return speech.say("row {row}", row=speech.count(row.row))


def rows_above(shown: Shown, speech: Language) -> str:
    """Return which of a word's rows stand under the words before it; nothing where none does."""
    if not shown.above:
        return ""
    rows = speech.listing([row_name(row, speech) for row in shown.above])
    return speech.say("(shown above: {rows})", rows=rows)


def heading(explanation: Explanation, speech: Language) -> str:
    """Return what stands above the words that decide."""
    if explanation.share_of == "rows":
        return speech.say(
            "The words that decide, in training (usual: the class's share of all rows)"
        )
    return speech.say("The words that decide, in training (usual: the class's share of all words)")


def _word_sentence(word: DecidingWord, explanation: Explanation, speech: Language) -> str:
    """Return whether training has a word more often in the answer's class than chance would."""
    label = explanation.label or ""
    total, own = sum(counted(word).values()), counted(word)[label]
    values = {"word": word.word, "label": label, "held": held_by(word, speech)}
    if total == 0:
        return speech.say(
            "“{word}” stands in no part of a training row that is read.", word=word.word
        )
    if own == total and total >= _FEW:
        return speech.say("“{word}” stands {held}, all of them {label}.", **values)
    usual = explanation.shares[label]
    values |= {
        "own": speech.count(own),
        "share": speech.percent(own / total, 0),
        "usual": speech.percent(usual, 0),
        "all": speech.say("all rows")
        if explanation.share_of == "rows"
        else speech.say("all words"),
    }
    interval = wilson(own, total)
    if total >= _FEW and interval.low > usual:
        said = speech.say(
            "“{word}” stands {held}, {own} of them {label}: {share}, where {label} has {usual} of "
            "{all}; the data lean that way.",
            **values,
        )
    elif total >= _FEW and interval.high < usual and not own:
        said = speech.say(
            "“{word}” stands {held}, none of them {label}, where {label} has {usual} of {all}; "
            "what it does here comes from the words around it.",
            **values,
        )
    elif total >= _FEW and interval.high < usual:
        said = speech.say(
            "“{word}” stands {held}, only {own} of them {label}: {share}, where {label} has "
            "{usual} of {all}; what it does here comes from the words around it.",
            **values,
        )
    else:
        said = speech.say(
            "“{word}” stands {held}, {own} of them {label}: {share}, within what chance would "
            "have it ({usual} of {all}).",
            **values,
        )
    other = leaning(word, explanation)
    if other is None or other == label:
        return said
    more = speech.say(
        "It leans most to {label} ({share}, usual {usual}).",
        label=other,
        share=speech.percent(counted(word)[other] / total, 0),
        usual=speech.percent(explanation.shares[other], 0),
    )
    return f"{said} {more}"


def leaning(word: DecidingWord, explanation: Explanation) -> str | None:
    """Return the class that has a word most beyond its share, or None where chance may do that."""
    total = sum(counted(word).values())
    confidence = 1 - 0.05 / len(explanation.shares)  # so many classes are looked at
    beyond = {
        label: count / total / max(explanation.shares[label], 1e-9)
        for label, count in counted(word).items()
        if total >= _FEW
        and wilson(count, total, confidence=confidence).low > explanation.shares[label]
    }
    return max(beyond, key=lambda label: beyond[label]) if beyond else None


def place_sentences(explanation: Explanation, speech: Language) -> list[str]:
    """Return who lies nearest, and how far from the training data the text is."""
    said = []
    if explanation.nearest is not None:
        said.append(
            speech.say_many(
                "Of the {rows} training rows that the net takes for most alike, {n} has this "
                "label.",
                "Of the {rows} training rows that the net takes for most alike, {n} have this "
                "label.",
                explanation.nearest.agree,
                rows=speech.count(len(explanation.nearest.rows)),
            )
        )
    distance = explanation.distance
    if distance is None:
        return said
    if distance.farther_than < 0.5:
        said.append(
            speech.say(
                "The text lies as near to the training data as the nearer half of the validation "
                "rows."
            )
        )
    elif distance.farther_than >= _ALMOST_ALL:
        said.append(
            speech.say(
                "The text lies farther from the training data than almost any validation row."
            )
        )
    else:
        said.append(
            speech.say(
                "The text lies farther from the training data than {share} of the validation rows.",
                share=speech.percent(
                    distance.farther_than, 1 if distance.farther_than > 0.99 else 0
                ),
            )
        )
    return said
