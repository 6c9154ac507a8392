"""Titles of figures: each says what its figure shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.score_words import score_name, score_value, score_with_range

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report import shape
    from sentir.report.language import Language


def loss_title(report: shape.Report, language: Language) -> str:
    """Return where validation loss was lowest and where it ended."""
    losses = [
        (row["val_loss"], row["epoch"])
        for row in report["history"]
        if row.get("val_loss") is not None
    ]
    if not losses:
        return language.say("Validation loss was never a number")
    lowest, best = min(losses)
    last, end = losses[-1]
    if best == end:
        return language.say(
            "Validation loss is lowest at the last epoch, {epoch}: {lowest}",
            epoch=language.count(best),
            lowest=language.number(lowest),
        )
    return language.say(
        "Validation loss is lowest at epoch {epoch} ({lowest}) and ends at {last}",
        epoch=language.count(best),
        lowest=language.number(lowest),
        last=language.number(last),
    )


def score_title(report: shape.Report, language: Language) -> str:
    """Return both scores at the kept epoch."""
    score, row = report["main_score"], _kept(report)
    return language.say(
        "At epoch {epoch} {score} is {train} on train and {validation} on validation rows",
        epoch=language.count(report["repeat"]["kept_epoch"]),
        score=score_name(score, language),
        train=score_value(score, row.get("train_score"), language),
        validation=score_value(score, row.get("val_score"), language),
    )


def class_title(rows: Sequence[shape.ClassRow], language: Language) -> str:
    """Return which class fares worst."""
    scored = [row for row in rows if row["support"]]
    if not scored:
        return language.say("No class has rows here")
    weakest = min(scored, key=lambda row: row["f1"]["value"] or 0.0)
    return language.say(
        "Weakest class: {label}, F1 {score}",
        label=weakest["label"],
        score=score_with_range("accuracy", weakest["f1"], language),
    )


def reliability_title(calibration: shape.Calibration, language: Language) -> str:
    """Return how far stated and true shares lie apart."""
    value = calibration["after"]["error"]["value"]
    return language.say(
        "Stated and true shares differ by {points} points on average",
        points=language.number(None if value is None else 100 * value, 1),
    )


def effects_title(remedies: Mapping[str, Any], language: Language) -> str:
    """Return how many remedies were tried, and how many helped."""
    outcomes = [tried["outcome"] for tried in remedies["remedies"]]
    helped, n = outcomes.count("helped"), len(outcomes)
    if not {*outcomes} - {"few_seeds", "not_compared"}:
        return language.say("Too few seeds to say whether a remedy helps")
    if not helped:
        return language.say_many(
            "{n} remedy tried, not seen to help", "{n} remedies tried, none seen to help", n
        )
    return language.say(
        "Helped: {helped} of {n} tried", helped=language.count(helped), n=language.count(n)
    )


def _kept(report: shape.Report) -> dict[str, Any]:
    kept = report["repeat"]["kept_epoch"]
    return next((row for row in report["history"] if row["epoch"] == kept), {})
