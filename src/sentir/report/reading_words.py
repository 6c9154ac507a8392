"""An author's reading beside the verdict, in sentences: agrees or parts, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.compared_words import points, signed_points
from sentir.report.language import mark, mark_many
from sentir.report.verdict_words import (
    course_headline,
    course_sentence,
    fit_headline,
    fit_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

READINGS = {
    "overfitting": mark("overfitting"),
    "underfitting": mark("underfitting"),
    "optimal": mark("a good fit"),
    "better": mark("better than {other}"),
    "no_better": mark("no better than {other}"),
    "closest": mark("curves closest"),
}
OUTCOMES = {"agrees": mark("agrees"), "parts": mark("parts"), "open": mark("cannot be told")}
_OF_CURVES = {
    "weights_and_curves": mark("{reading}: agrees, by the kept weights and by the curves."),
    "weights": mark(
        "{reading}: agrees by the kept weights ({fit}). Of the curves: {course}. {course_sentence}"
    ),
    "curves": mark(
        "{reading}: agrees by the curves ({course}). Of the kept weights: {fit}. {fit_sentence}"
    ),
    "neither": mark("{reading}: parts. {fit}: {fit_sentence} Curves {course}: {course_sentence}"),
    "cannot_tell": mark("{reading}: cannot be told. {fit_sentence} {course_sentence}"),
}
_OF_DIFFERENCE = {
    "better": mark("{reading}: {outcome}. It is better: {numbers}."),
    "worse": mark("{reading}: {outcome}. It is worse: {numbers}."),
    "tied": mark("{reading}: {outcome}. The two are tied: {numbers}."),
    "mixed": mark("{reading}: {outcome}. Accuracy and loss point different ways: {numbers}."),
}
_OF_GAPS = {
    "smallest": mark(
        "{reading}: agrees. At the last epoch validation and training loss lie {gap} apart, less "
        "than in any other row."
    ),
    "not_smallest": mark(
        "{reading}: parts. At the last epoch validation and training loss lie {gap} apart; in "
        "{nearest} it is {nearest_gap}."
    ),
    "cannot_tell": mark("{reading}: cannot be told, for the losses were not measured."),
}
_SEEDS = mark_many("{n} seed", "{n} seeds")


def reading_name(reading: str, language: Language, *, other: str = "") -> str:
    """Return a reading in words; `other` is what it is held against."""
    return language.say(READINGS[reading], other=other)


def reading_sentence(
    agreement: Mapping[str, Any],
    verdict: Mapping[str, Any],
    language: Language,
    *,
    titles: Mapping[str, str] | None = None,
    other: str = "",
) -> str:
    """Return whether a reading is borne out, and on which numbers that rests.

    Args:
        agreement: What `experiments.agreement` found, as JSON.
        verdict: The commonest verdict of the seeds, with its numbers.
        language: Of the sentence.
        titles: What the recipes are called.
        other: What the recipe is called that this one is held against.
    """
    reading, reason = agreement["reading"], agreement["reason"]
    said = language.quoted(reading_name(reading, language, other=other))
    if reading in {"better", "no_better"}:
        return language.say(
            _OF_DIFFERENCE[reason],
            reading=said,
            outcome=language.say(OUTCOMES[agreement["outcome"]]),
            numbers=difference_words(agreement["numbers"], language),
        )
    if reading == "closest":
        numbers = agreement["numbers"]
        nearest = numbers.get("nearest", "")
        return language.say(
            _OF_GAPS[reason],
            reading=said,
            gap=language.number(numbers.get("gap")),
            nearest=(titles or {}).get(nearest, nearest),
            nearest_gap=language.number(numbers.get("nearest_gap")),
        )
    return language.say(
        _OF_CURVES[reason],
        reading=said,
        fit=fit_headline(verdict, language),
        course=course_headline(verdict, language),
        fit_sentence=fit_sentence(verdict, language),
        course_sentence=course_sentence(verdict, language),
    )


def verdict_line(row: Mapping[str, Any], language: Language) -> str:
    """Return the commonest verdict of a row's seeds, and how many of them came to it."""
    verdict, all_of_them = row["verdict"], row["verdicts"]
    codes = verdict["fit"], verdict["course"]
    alike = sum((each["fit"], each["course"]) == codes for each in all_of_them)
    return language.say(
        "Kept weights: {fit}. Curves: {course}. ({alike} of {seeds})",
        fit=fit_headline(verdict, language),
        course=course_headline(verdict, language),
        alike=language.count(alike),
        seeds=language.say_many(*_SEEDS, len(all_of_them)),
    )


def difference_words(difference: Mapping[str, Any], language: Language) -> str:
    """Return how far two rows lie apart in accuracy and in loss, with intervals."""
    accuracy, loss = difference["accuracy"], difference["log_loss"]
    return language.say(
        "accuracy {points} points [{low} to {high}], loss {loss} [{loss_low} to {loss_high}]",
        points=signed_points(accuracy["effect"], language),
        low=points(accuracy["adjusted_low"], language),
        high=points(accuracy["adjusted_high"], language),
        loss=language.signed(loss["effect"], 3),
        loss_low=language.number(loss["adjusted_low"]),
        loss_high=language.number(loss["adjusted_high"]),
    )
