"""The command that supposes other rows: what-if."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sentir.cli.experimenting import show_experiment
from sentir.cli.options import (
    JobsOption,
    JsonOption,
    LanguageOption,
    ResultFolderOption,
    RunArgument,
    chosen_language,
    print_json,
    typed_command,
)
from sentir.runtime.threads import use_blas_threads


def what_if(
    context: typer.Context,
    run: RunArgument,
    drop_containing: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD", help="Take away the training rows that hold this word."),
    ] = None,
    substring: Annotated[
        bool, typer.Option("--substring", help="A part of a word is enough.")
    ] = False,
    add: Annotated[
        Path | None, typer.Option(help="Add the rows of this file, in the data's own columns.")
    ] = None,
    ask: Annotated[
        list[str] | None, typer.Option(metavar="TEXT", help="A text whose answers are compared.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Trainings with and without the change.")] = 5,
    jobs: JobsOption = 0,
    out: ResultFolderOption = None,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Train with and without some rows: what becomes of an answer?"""
    use_blas_threads(1)
    from sentir.cli.trial_lines import trial_progress_for
    from sentir.workflows.changed_rows import Change
    from sentir.workflows.what_if import Question
    from sentir.workflows.what_if import what_if as carry_out

    speech = chosen_language(lang)
    change = Change(words=tuple(drop_containing or ()), is_substring=substring, add=add)
    done = carry_out(
        Question(run=run, change=change, ask=tuple(ask or ()), seeds=seeds),
        progress=trial_progress_for(speech, as_json=as_json),
        command=typed_command(context), jobs=jobs, out=out, lang=speech.code,
    )  # fmt: skip
    if as_json:
        print_json(done.folder.read_comparison())
        return
    from sentir.report.what_if_terminal import what_if_text

    show_experiment(done.folder, what_if_text, speech)
