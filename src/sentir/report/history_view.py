"""The history as a table: a row per measurement, in the language's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report.score_words import score_name, score_value

if TYPE_CHECKING:
    from sentir.report import shape
    from sentir.report.language import Language


def headings(report: shape.Report, language: Language) -> list[str]:
    """Return the names of the columns."""
    score = score_name(report["main_score"], language)
    return [
        language.say("epoch"),
        language.say("updates"),
        language.say("seconds"),
        language.say("train loss"),
        language.say("validation loss"),
        language.say("train {score}", score=score),
        language.say("validation {score}", score=score),
        language.say("learning rate"),
    ]


def rows(report: shape.Report, language: Language) -> list[list[str]]:
    """Return the rows; the kept epoch is marked with a star."""
    kept, score = report["repeat"]["kept_epoch"], report["main_score"]
    return [
        [
            language.count(row["epoch"]) + (" ★" if row["epoch"] == kept else ""),
            language.count(row.get("step")),
            language.number(row.get("seconds"), 1),
            language.number(row.get("train_loss"), 4),
            language.number(row.get("val_loss"), 4),
            score_value(score, row.get("train_score"), language),
            score_value(score, row.get("val_score"), language),
            language.number(row.get("learning_rate"), 6),
        ]
        for row in report["history"]
    ]
