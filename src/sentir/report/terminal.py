"""The summary of a run for a terminal: verdict, scores beside the baselines, next step."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from sentir.report.caveats import part_caveats, stopped_sentences
from sentir.report.language import NO_VALUE, language, mark
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
    from collections.abc import Mapping, Sequence

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
_STATES = {
    "running": mark("running"),
    "interrupted": mark("interrupted"),
    "finished": mark("finished"),
    "failed": mark("failed"),
    "damaged": mark("damaged"),
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


def runs_table(runs: Sequence[Mapping[str, Any]], speech: Language | None = None) -> str:
    """Return a line per run: name, state, what its kept weights are, accuracy on validation rows.

    Args:
        runs: Each with `name` and `state`, and, where they are known, `verdict` and `scores` as in
            `run.json`, and `rows`, alike in runs that were measured on the same rows.
        speech: English where it is left out.
    """
    speech = speech or language("en")
    table = plain_table()
    marks = _marks(runs)
    for heading in ("run", "state", "verdict", "validation", *(["rows"] if marks else [])):
        table.add_column(_RUN_HEADINGS[heading](speech), no_wrap=True)
    for run in runs:
        verdict, scores = run.get("verdict"), run.get("scores") or {}
        accuracy = scores.get("validation", {}).get("accuracy")
        table.add_row(
            printable(str(run["name"])),
            _state(str(run["state"]), speech),
            fit_headline(verdict, speech) if verdict else NO_VALUE,
            score_with_range("accuracy", accuracy, speech) if accuracy else NO_VALUE,
            *([marks.get(run.get("rows"), "")] if marks else []),
        )
    note = speech.say("Runs of one letter can be compared: sentir compare RUN RUN ...")
    return rendered([table, *(["", note] if marks else [])], width=200, is_terminal=False)


def _state(state: str, speech: Language) -> str:
    """Return the state of a run; one that is unknown here keeps its own name."""
    return speech.say(_STATES[state]) if state in _STATES else printable(state)


def _marks(runs: Sequence[Mapping[str, Any]]) -> dict[str | None, str]:
    """Return a letter for each set of validation rows that several finished runs share."""
    rows = [run["rows"] for run in runs if run.get("rows") and run["state"] == "finished"]
    shared = [each for each in dict.fromkeys(rows) if rows.count(each) > 1]
    return dict(zip(shared, string.ascii_lowercase, strict=False))


_RUN_HEADINGS = {
    "run": lambda speech: speech.say("run"),
    "state": lambda speech: speech.say("state"),
    "verdict": lambda speech: speech.say("verdict"),
    "validation": lambda speech: speech.say("accuracy on validation rows"),
    "rows": lambda speech: speech.say("rows"),
}


def _verdict(report: shape.Report, language: Language) -> list[RenderableType]:
    from rich.text import Text

    verdict = report["verdict"]
    style = f"bold {_COLOURS.get(verdict['fit'], '')}".strip()
    return [
        Text(printable(report_title(report, language)), style="bold"),
        "",
        led(language.say("Verdict"), fit_headline(verdict, language), style=style),
        fit_sentence(verdict, language),
        led(
            language.say("Curves"),
            f"{course_headline(verdict, language)}. {course_sentence(verdict, language)}",
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
