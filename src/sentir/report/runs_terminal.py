"""The lists of runs and of experiments for a terminal, and how to go on with what was stopped."""

from __future__ import annotations

import string
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sentir.report.language import NO_VALUE, mark
from sentir.report.rich_text import WIDTH, plain_table, printable, rendered
from sentir.report.score_words import score_with_range
from sentir.report.verdict_words import fit_headline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.table import Table

    from sentir.report.language import Language

_WIDE = 200
_STATES = {
    "running": mark("running"),
    "interrupted": mark("interrupted"),
    "finished": mark("finished"),
    "failed": mark("failed"),
    "damaged": mark("damaged"),
}
_COMMANDS = {
    "ablation": "ablate",
    "compare": "compare",
    "remedy": "remedy",
    "table": "reproduce",
    "what_if": "what-if",
}
"""The command that makes an experiment of a kind."""
_SUBJECTS = 3
_SUBJECT = 20  # columns at least, for what an experiment is of


def runs_text(
    runs: Sequence[Mapping[str, Any]], experiments: Sequence[Mapping[str, Any]], speech: Language
) -> str:
    """Return both lists, those that hold something, and how to go on with what was interrupted."""
    tables = [runs_table(runs, speech)] if runs else []
    tables += [experiments_table(experiments, speech)] if experiments else []
    return "\n".join(["\n\n".join(tables), *_go_on([*runs, *experiments], speech)])


def runs_table(runs: Sequence[Mapping[str, Any]], speech: Language) -> str:
    """Return a line per run: name, state, what its kept weights are, accuracy on validation rows.

    Args:
        runs: Each with `name` and `state`, and, where they are known, `verdict` and `scores` as in
            `run.json`, and `rows`, alike in runs that were measured on the same rows.
        speech: of the headings and states.
    """
    table = plain_table()
    marks = _marks(runs)
    headings = [
        speech.say("run"), speech.say("state"), speech.say("verdict"),
        speech.say("accuracy on validation rows"), *([speech.say("rows")] if marks else []),
    ]  # fmt: skip
    for heading in headings:
        table.add_column(heading, no_wrap=True)
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
    shown = rendered([table], width=_WIDE)
    if not marks:
        return shown
    note = speech.say("Finished runs of one letter can be compared: sentir compare RUN RUN ...")
    return "\n".join([shown, "", rendered([note])])


def _state(state: str, speech: Language) -> str:
    """Return the state of a run; one that is unknown here keeps its own name."""
    return speech.say(_STATES[state]) if state in _STATES else printable(state)


def _marks(runs: Sequence[Mapping[str, Any]]) -> dict[str | None, str]:
    """Return a letter for each set of validation rows that several finished runs share."""
    rows = [run["rows"] for run in runs if run.get("rows") and run["state"] == "finished"]
    shared = [each for each in dict.fromkeys(rows) if rows.count(each) > 1]
    return dict(zip(shared, string.ascii_lowercase, strict=False))


def experiments_table(experiments: Sequence[Mapping[str, Any]], speech: Language) -> str:
    """Return a line per experiment: name, command, state, when it began, on what.

    Args:
        experiments: Each with `name`, `kind` and `state`, and, where they are known, `of` (a list)
            and `started` (UTC).
        speech: of the headings.
    """
    table = plain_table()
    headings = (
        speech.say("experiment"), speech.say("command"), speech.say("state"), speech.say("began"),
    )  # fmt: skip
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    table.add_column(speech.say("of what"), min_width=_SUBJECT)
    for each in experiments:
        kind = str(each["kind"] or NO_VALUE)
        table.add_row(
            printable(str(each["name"])),
            _COMMANDS.get(kind, printable(kind)),
            _state(str(each["state"]), speech),
            _local(each.get("started")),
            printable(_shortened(each.get("of") or [NO_VALUE], speech)),
        )
    return rendered([table], width=_width(table))


def _width(table: Table) -> int:
    """Return 80 columns, or more where the names of the experiments take more."""
    from rich.console import Console

    return max(WIDTH, Console(width=_WIDE).measure(table).minimum)


def _go_on(found: Sequence[Mapping[str, Any]], speech: Language) -> list[str]:
    """Return how to go on with each run or experiment that was interrupted, if any was."""
    stopped = [printable(str(each["go_on"])) for each in found if each.get("go_on")]
    if not stopped:
        return []
    said = speech.say("What was interrupted goes on with:")
    return ["", said, *(f"  {command}" for command in stopped)]


def _shortened(subjects: Sequence[str], speech: Language) -> str:
    shown = ", ".join(speech.recipe_title(each) for each in subjects[:_SUBJECTS])
    return f"{shown}, ..." if len(subjects) > _SUBJECTS else shown


def _local(started: str | None) -> str:
    """Return a time as the clock of this computer shows it."""
    try:
        return f"{datetime.fromisoformat(started or '').astimezone():%Y-%m-%d %H:%M}"
    except ValueError:  # of an earlier sentir, or damaged
        return NO_VALUE
