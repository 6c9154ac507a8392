"""What a reader of the scores should know besides: how texts were read, why training ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.baselines.linear import HASHED_FROM_ROWS
from sentir.report.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report import shape
    from sentir.report.language import Language

_KEEP = {
    "first": mark("the first"),
    "last": mark("the last"),
    "both": mark("half from each end of the"),
}
_MOST_CLASSES = 8
_MUCH_CUT = 0.95  # of the training texts; below it what is not read may decide a comparison


def reading_sentence(model: Mapping[str, Any], language: Language) -> str:
    """Return how much of a text is read, from which end, and what that keeps whole."""
    return language.say(
        "Of a longer text {end} {most} words are read; that keeps {share} of the training texts "
        "whole.",
        end=language.say(_KEEP[model["keep"]]),
        most=language.count(model["max_length"]),
        share=language.percent(model["coverage"]),
    )


def padding_sentences(settings: Mapping[str, Any], language: Language) -> list[str]:
    """Return that padding is read like words, where it is."""
    if not settings["text"].get("read_padding"):
        return []
    return [
        language.say(
            "Shorter texts are filled up with padding, which is read like words; with "
            "text.read_padding=false each text ends where its words do."
        )
    ]


def sample_sentences(measured: int, train_rows: int, language: Language) -> list[str]:
    """Return that the training figures rest on a sample, where they do."""
    if measured >= train_rows:
        return []
    return [
        language.say(
            "Training figures are measured on a fixed sample of {measured} of the {rows} training "
            "rows.",
            measured=language.count(measured),
            rows=language.count(train_rows),
        )
    ]


def stopped_sentences(stopped: Mapping[str, Any] | None, language: Language) -> list[str]:
    """Return why training ended before its epochs ran out, where it did."""
    if not stopped:
        return []
    if stopped["reason"] == "non_finite":
        return [
            language.say(
                "Training stopped before update {update}, whose loss or gradient was no finite "
                "number; nothing of it was kept.",
                update=language.count(stopped["update"]),
            )
        ]
    return [
        language.say(
            "Training stopped early after epoch {epoch}: validation loss had not improved for as "
            "long as train.early_stop allows.",
            epoch=language.count(stopped["epoch"]),
        )
    ]


def part_caveats(report: shape.Report, part: str, language: Language) -> list[str]:
    """Return what the scores of a part do not say by themselves."""
    hashed: list[str] = []
    if part in report["baselines"].get("linear", {}):
        hashed = hashed_sentences(report["audit"]["parts"]["train"]["rows"], language)
    return [*_unlearned(report, part, language), *_cut_texts(report, part, language), *hashed]


def hashed_sentences(train_rows: int, language: Language) -> list[str]:
    """Return that the linear baseline is a lighter one, where the rows are many."""
    if train_rows <= HASHED_FROM_ROWS:
        return []
    return [
        language.say(
            "With more than {limit} training rows the linear baseline reads hashed words and pairs "
            "of words, and learns them in pieces, without TF-IDF weights.",
            limit=language.count(HASHED_FROM_ROWS),
        )
    ]


def _unlearned(report: shape.Report, part: str, language: Language) -> list[str]:
    """Return the classes of which no row is named right: accuracy hardly sees them."""
    missed = [
        row["label"]
        for row in report["per_class"][part]
        if row["support"] and not row["recall"]["value"]
    ]
    if not missed:
        return []
    shown = missed[:_MOST_CLASSES] + (["..."] if len(missed) > _MOST_CLASSES else [])
    said = language.say(
        "No row of these classes is named right: {classes}.", classes=", ".join(shown)
    )
    if report["settings"]["train"]["class_weights"] != "none":
        return [said]
    rows = {row["label"]: row["support"] for row in report["per_class"][part]}
    if 2 * min(rows[label] for label in missed) > max(rows.values()):
        return [said]  # none of them is rare, so weights would not mend it
    mend = language.say(
        "To weigh rare classes more, at the cost of common ones: --set "
        "train.class_weights=balanced."
    )
    return [f"{said} {mend}"]


def _cut_texts(report: shape.Report, part: str, language: Language) -> list[str]:
    """Return that the linear baseline reads whole texts, where the net reads much less."""
    if (
        part not in report["baselines"].get("linear", {})
        or report["model"]["coverage"] >= _MUCH_CUT
    ):
        return []
    return [
        language.say(
            "The linear baseline reads whole texts, the net {most} words of each; text.max_length "
            "changes that.",
            most=language.count(report["model"]["max_length"]),
        )
    ]
