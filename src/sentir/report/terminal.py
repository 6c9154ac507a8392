"""The summary of a run for a terminal: verdict, scores beside the baselines, next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report.caveats import part_caveats, stopped_sentences
from sentir.report.language import NO_VALUE
from sentir.report.next_step import next_step
from sentir.report.rich_text import WIDTH, led, plain_table, printable, rendered
from sentir.report.score_words import (
    model_name,
    part_rows,
    rivals,
    score_name,
    score_with_range,
    train_rows,
    worth_sentence,
)
from sentir.report.settings_words import regularisation, report_title
from sentir.report.verdict_words import (
    course_headline,
    course_sentence,
    fit_headline,
    fit_sentence,
)
from sentir.report.words import looks_lines

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from sentir.report import shape
    from sentir.report.language import Language

_SHOWN = ("accuracy", "macro_f1")
_COLOURS = {
    "good": "green",
    "overfit": "yellow",
    "underfit": "blue",
    "not_converged": "blue",
    "unstable": "red",
}


def summary(
    report: shape.Report, language: Language, *, width: int = WIDTH, is_terminal: bool = False
) -> str:
    """Return the summary as text; colours and bold only for a terminal."""
    pieces: list[RenderableType] = [*_verdict(report, language), ""]
    for part in report["parts"]:
        pieces += [_scores(report, part, language)]
        if part in report["worth"]:
            pieces.append(
                worth_sentence(
                    report["worth"][part], part, language, learned_from=train_rows(report)
                )
            )
        pieces += part_caveats(report, part, language)
        if part == "test":
            pieces += looks_lines(report, language)
        pieces.append("")
    pieces += [*stopped_sentences(report["stopped"], language), *_held(report, language), ""]
    step = next_step(report, language)
    pieces.append(led(language.say("Next step"), step.sentence))
    text = rendered(pieces, width=width, is_terminal=is_terminal)
    # a command is for copying: it is never broken
    return f"{text}\n  {step.command}\n" if step.command else f"{text}\n"


def _verdict(report: shape.Report, language: Language) -> list[RenderableType]:
    from rich.text import Text

    verdict = report["verdict"]
    course = course_sentence(verdict, language, history=report["history"])
    style = f"bold {_COLOURS.get(verdict['fit'], '')}".strip()
    return [
        Text(printable(report_title(report, language)), style="bold"),
        "",
        led(language.say("Verdict"), fit_headline(verdict, language), style=style),
        fit_sentence(verdict, language),
        led(
            language.say("Curves"),
            f"{course_headline(verdict, language)}. {course}",
        ),
    ]


def _held(report: shape.Report, language: Language) -> list[str]:
    """Return which penalties and dropouts held the net back, in one paragraph."""
    layers = [layer["name"] for layer in report["model"]["layers"]]
    return [" ".join(regularisation(report["settings"], language, layers=layers))]


def _scores(report: shape.Report, part: str, language: Language) -> Table:
    table = plain_table()
    table.add_column(part_rows(part, report["parts"][part]["n"], language), ratio=1)
    for name in _SHOWN:
        table.add_column(score_name(name, language), justify="right", no_wrap=True)
    for name, scores in {"net": report["scores"][part], **rivals(report, part)}.items():
        cells = [
            score_with_range(score, scores[score], language) if score in scores else NO_VALUE
            for score in _SHOWN
        ]
        table.add_row(
            model_name(name, language, rows=train_rows(report)),
            *cells,
            style="bold" if name == "net" else "",
        )
    return table
