"""What the page shows of one part's rows: scores in columns, confusion with shades, sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sentir.report import score_words
from sentir.report.caveats import part_caveats
from sentir.report.language import mark
from sentir.report.words import looks_lines

if TYPE_CHECKING:
    from sentir.report import shape
    from sentir.report.language import Language

_HEADINGS = {"validation": mark("Validation rows"), "test": mark("Test rows")}
_RIGHT, _WRONG = "0, 114, 178", "213, 94, 0"  # blue and vermilion, as in the figures
_DARKEST = 0.55  # so that dark ink stays readable on it
_MOST_MIX_UPS = 5


def part_view(report: shape.Report, part: str, language: Language) -> dict[str, Any]:
    """Return what the template shows of a part."""
    scores, main = report["scores"][part], report["main_score"]
    others = score_words.rivals(report, part)
    n = report["parts"][part]["n"]
    return {
        "name": part,
        "heading": language.say(_HEADINGS[part]),
        "rows": score_words.part_rows(part, n, language),
        "looks": looks_lines(report, language) if part == "test" else [],
        "main_name": score_words.score_name(main, language),
        "main_value": score_words.score_value(main, scores[main]["value"], language),
        "main_range": score_words.score_range(main, scores[main], language),
        "accuracy": score_words.accuracy_sentence(
            part, scores, others, language, learned_from=score_words.train_rows(report)
        ),
        "worth": score_words.worth_sentence(
            report["worth"][part], part, language, learned_from=score_words.train_rows(report)
        )
        if part in report["worth"]
        else "",
        "columns": [
            {
                "heading": score_words.model_name(
                    name, language, rows=score_words.train_rows(report)
                ),
                "scores": each,
            }
            for name, each in {"net": scores, **others}.items()
        ],
        "score_names": list(scores),
        "per_class": report["per_class"][part],
        "confusion": _confusion(report["confusion"][part], part, language),
        "mix_ups": _mix_ups(report["confusion"][part], language),
        "worst": report["worst"][part],
        "calibration": calibration_sentences(
            report["calibration"][part], part, language, is_calibrated=report["model"]["calibrated"]
        ),
        "caveats": part_caveats(report, part, language),
    }


def row_words(example: shape.Example, language: Language) -> str:
    """Return where an example stands and how sure its answer was."""
    return language.say(
        "row {row}, {share} sure",
        row=language.count(example["row"]),
        share=language.percent(example["probability"]),
    )


def calibration_sentences(
    calibration: shape.Calibration, part: str, language: Language, *, is_calibrated: bool
) -> list[str]:
    """Return how far stated and true shares lie apart, and whether chance alone could do that."""
    error = calibration["after"]["error"]
    if not is_calibrated:
        return [
            language.say(
                "How sure an answer was and how often such answers came true differ by {after} "
                "points {range} on average (expected calibration error). There were too few "
                "validation rows to calibrate by, so the probabilities are the net's own.",
                after=_points(error, language),
                range=score_words.score_range("accuracy", error, language),
            )
        ]
    sentences = [
        language.say(
            "How sure an answer was and how often such answers came true differ by {after} points "
            "{range} on average (expected calibration error); before its temperature of "
            "{temperature} was fitted on validation rows, by {before} points.",
            after=_points(error, language),
            range=score_words.score_range("accuracy", error, language),
            before=_points(calibration["before"]["error"], language),
            temperature=language.number(calibration["temperature"], 2),
        )
    ]
    if part == "validation":
        sentences.append(
            language.say(
                "The temperature was fitted on these very rows, which flatters it a little."
            )
        )
    if error["low"] == 0:
        sentences.append(
            language.say("On this many rows even a perfectly calibrated net could show that much.")
        )
    return sentences


def _points(score: shape.Score, language: Language) -> str:
    return language.number(None if score["value"] is None else 100 * score["value"], 1)


def _confusion(found: shape.Confusion, part: str, language: Language) -> dict[str, Any]:
    labels, grid = found["labels"], []
    for true, counts in enumerate(found["matrix"]):
        of_all = max(1, sum(counts))
        cells: list[dict[str, Any]] = [
            {
                "count": count,
                "id": f"{part}-{true}-{predicted}",
                "colour": _shade(count / of_all, is_right=true == predicted),
                "description": _cell_words(labels[true], labels[predicted], count, language),
            }
            for predicted, count in enumerate(counts)
        ]
        grid.append(cells)
    return {
        "labels": labels,
        "rows": [
            {"label": label, "cells": cells} for label, cells in zip(labels, grid, strict=True)
        ],
        "examples": [
            {**grid[cell["true"]][cell["predicted"]], "examples": cell["examples"]}
            for cell in found["cells"]
        ],
    }


def _shade(share: float, *, is_right: bool) -> str:
    if share == 0:
        return "#f7f8fa"
    colour = _RIGHT if is_right else _WRONG
    share = share if is_right else math.sqrt(share)  # few mistakes must be told from none
    return f"rgba({colour}, {0.06 + (_DARKEST - 0.06) * share:.3f})"


def _cell_words(true: str, predicted: str, count: int, language: Language) -> str:
    if true == predicted:
        return language.say_many(
            "{n} row of {true} was recognised",
            "{n} rows of {true} were recognised",
            count,
            true=true,
        )
    return language.say_many(
        "{n} row of {true} was taken for {predicted}",
        "{n} rows of {true} were taken for {predicted}",
        count,
        true=true,
        predicted=predicted,
    )


def _mix_ups(found: shape.Confusion, language: Language) -> list[str]:
    wrong = [
        (count, -true, -predicted)
        for true, counts in enumerate(found["matrix"])
        for predicted, count in enumerate(counts)
        if count and true != predicted
    ]
    labels = found["labels"]
    return [
        _cell_words(labels[-true], labels[-predicted], count, language)
        for count, true, predicted in sorted(wrong, reverse=True)[:_MOST_MIX_UPS]
    ]
