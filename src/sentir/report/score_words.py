"""Scores as sentences: names, intervals, and whether the net is worth it beside its baselines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.baselines.linear import HASHED_FROM_ROWS
from sentir.report.language import mark, mark_many

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report import shape
    from sentir.report.language import Language

SCORE_NAMES = {
    "accuracy": mark("accuracy"),
    "macro_precision": mark("macro precision"),
    "macro_recall": mark("macro recall"),
    "macro_f1": mark("macro F1"),
    "micro_f1": mark("micro F1"),
    "log_loss": mark("log loss"),
    "calibration_error": mark("calibration error"),
    "auroc": mark("AUROC"),
}
SHARES = {"accuracy", "macro_precision", "macro_recall", "macro_f1", "micro_f1"}
LOWER_IS_BETTER = {"log_loss", "calibration_error"}
MODEL_NAMES = {
    "net": mark("the net"),
    "linear": mark("TF-IDF + logistic regression"),
    "majority": mark("largest class"),
}
_HASHED = mark("hashed words + logistic regression")
_ROWS_OF = {
    "validation": mark_many("{n} validation row", "{n} validation rows"),
    "test": mark_many("{n} test row", "{n} test rows"),
}
_RIVALS = {
    "majority": mark("always answering the largest class"),
}
_OUTCOMES = {
    "better": mark(
        "On {rows} the net is worth it: {difference} points [{low} to {high}] better than {rival}."
    ),
    "tied": mark(
        "On {rows} the net and {rival} cannot be told apart: the difference is {difference} points "
        "[{low} to {high}], so these rows give no reason to prefer the net."
    ),
    "worse": mark(
        "On {rows} the net is not worth it: {difference} points [{low} to {high}] worse than "
        "{rival}."
    ),
}
_NO_LINEAR = mark(
    "On {rows} the net is {difference} points [{low} to {high}] better than {rival}. Whether it is "
    "worth it beside a linear model was not measured."
)


def score_name(name: str, language: Language) -> str:
    """Return a score's name in words; one that is unknown here keeps its own."""
    return language.say(SCORE_NAMES[name]) if name in SCORE_NAMES else name


def train_rows(report: shape.Report) -> int:
    """Return how many rows net and baselines learned from: of many the linear one hashes words."""
    return int(report["audit"]["parts"]["train"]["rows"])


def model_name(name: str, language: Language, *, rows: int) -> str:
    """Return what scores belong to: the net or a baseline, which learned from so many rows."""
    if name == "linear" and rows > HASHED_FROM_ROWS:
        return language.say(_HASHED)
    return language.say(MODEL_NAMES[name]) if name in MODEL_NAMES else name


def part_rows(part: str, n: int, language: Language) -> str:
    """Return `2,000 validation rows`."""
    return language.say_many(*_ROWS_OF[part], n)


def score_value(name: str, value: float | None, language: Language) -> str:
    """Return `93.1 %` for a share, `0.213` for what is no share."""
    return language.percent(value) if name in SHARES else language.number(value)


def score_range(name: str, score: shape.Score, language: Language) -> str:
    """Return the interval `[91.9 to 94.1]`; the sign of per cent stays with the value."""
    factor, digits = (100, 1) if name in SHARES else (1, 3)
    low, high = (
        language.number(None if end is None else factor * end, digits)
        for end in (score["low"], score["high"])
    )
    return language.say("[{low} to {high}]", low=low, high=high)


def score_with_range(name: str, score: shape.Score, language: Language) -> str:
    """Return `93.1 % [91.9 to 94.1]`."""
    value = score_value(name, score["value"], language)
    return f"{value} {score_range(name, score, language)}"


def rivals(report: shape.Report, part: str) -> dict[str, shape.Scores]:
    """Return each baseline's scores on the rows of a part, the best first."""
    found = {name: each[part] for name, each in report["baselines"].items() if part in each}
    return dict(sorted(found.items(), key=lambda item: -(item[1]["accuracy"]["value"] or 0.0)))


def accuracy_sentence(
    part: str,
    scores: shape.Scores,
    others: Mapping[str, shape.Scores],
    language: Language,
    *,
    learned_from: int,
) -> str:
    """Return how many rows the net names right, and how many each baseline does."""
    own = scores["accuracy"]
    sentence = language.say(
        "The net names {score} of {rows} correctly",
        score=score_with_range("accuracy", own, language),
        rows=part_rows(part, own["n"], language),
    )
    said = [
        language.say(
            "{rival} {score}",
            rival=_rival(name, language, rows=learned_from),
            score=score_with_range("accuracy", rival["accuracy"], language),
        )
        for name, rival in others.items()
    ]
    return "; ".join([sentence, *said]) + "."


def worth_sentence(worth: shape.Worth, part: str, language: Language, *, learned_from: int) -> str:
    """Return whether the net is worth it, with the difference in points and its interval."""
    difference = worth["difference"]
    value, low, high = (difference[end] or 0.0 for end in ("value", "low", "high"))
    is_alone = worth["outcome"] == "better" and worth["rivals"] == ["majority"]
    if worth["outcome"] == "worse":
        value, low, high = -value, -high, -low
    return language.say(
        _NO_LINEAR if is_alone else _OUTCOMES[worth["outcome"]],
        rows=part_rows(part, difference["n"], language),
        difference=language.number(100 * value, 1),
        low=language.number(100 * low, 1),
        high=language.number(100 * high, 1),
        rival=_rival(worth["against"], language, rows=learned_from),
    )


def _rival(name: str, language: Language, *, rows: int) -> str:
    if name == "linear":
        return model_name(name, language, rows=rows)
    return language.say(_RIVALS[name]) if name in _RIVALS else name


class ScoreWords:
    """The functions above in one language, for a template."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def name(self, score: str) -> str:
        """Return the score's name."""
        return score_name(score, self._language)

    def value(self, score: str, found: shape.Score) -> str:
        """Return the value."""
        return score_value(score, found["value"], self._language)

    def range(self, score: str, found: shape.Score) -> str:
        """Return the interval."""
        return score_range(score, found, self._language)
