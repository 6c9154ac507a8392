"""What the terminal says of a verdict, of scores and of an audit, line by line, as plain text.

The page says the same with the same sentences; see `page`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.audit_words import audit_sentences
from sentir.report.next_step import next_step, next_step_sentence
from sentir.report.score_words import accuracy_sentence, rivals, train_rows, worth_sentence
from sentir.report.verdict_words import (
    course_headline,
    course_sentence,
    fit_headline,
    fit_sentence,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report import shape
    from sentir.report.language import Language


def verdict_lines(verdict: Mapping[str, Any], language: Language) -> list[str]:
    """Return what the kept weights are, what the curves did, and the likeliest next step.

    Args:
        verdict: `{"fit", "course", "numbers"}`, as `run.json` holds it.
        language: Of the lines.
    """
    return [
        *_judged_lines(verdict, language),
        language.say("Next step: {sentence}", sentence=next_step_sentence(verdict, language)),
    ]


def finished_lines(report: shape.Report, language: Language) -> list[str]:
    """Return the same of a finished run, with the next step and the command of its summary."""
    step = next_step(report, language)
    command = [f"  {step.command}"] if step.command else []
    return [
        *_judged_lines(report["verdict"], language, history=report["history"]),
        language.say("Next step: {sentence}", sentence=step.sentence),
        *command,
    ]


def _judged_lines(
    verdict: Mapping[str, Any], language: Language, *, history: Sequence[Mapping[str, Any]] = ()
) -> list[str]:
    return [
        language.say(
            "Verdict: {headline}. {sentence}",
            headline=fit_headline(verdict, language),
            sentence=fit_sentence(verdict, language),
        ),
        language.say(
            "Curves: {headline}. {sentence}",
            headline=course_headline(verdict, language),
            sentence=course_sentence(verdict, language, history=history),
        ),
    ]


def audit_lines(audit: Mapping[str, Any], language: Language) -> list[str]:
    """Return what the audit found, a line per finding."""
    return audit_sentences(audit, language)


def part_lines(report: shape.Report, part: str, language: Language) -> list[str]:
    """Return how the net fares on the rows of a part, and whether it is worth it."""
    lines = [
        accuracy_sentence(
            part,
            report["scores"][part],
            rivals(report, part),
            language,
            learned_from=train_rows(report),
        )
    ]
    if part in report["worth"]:
        lines.append(
            worth_sentence(report["worth"][part], part, language, learned_from=train_rows(report))
        )
    return lines


def test_lines(report: shape.Report, language: Language) -> list[str]:
    """Return the scores on the test rows and how often these were looked at."""
    return [*part_lines(report, "test", language), *looks_lines(report, language)]


def looks_lines(report: shape.Report, language: Language) -> list[str]:
    """Return how often the test rows were looked at; nothing where they were not."""
    looks = len(report["test_looks"])
    if not looks:
        return []
    return [
        language.say_many(
            "These rows were looked at {n} time.",
            "These rows were looked at {n} times: each look before a decision makes the score a "
            "little too good.",
            looks,
        )
    ]
