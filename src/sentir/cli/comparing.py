"""The command that holds runs against one another: compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sentir.cli.events import write_note
from sentir.cli.options import (
    JsonOption,
    LanguageOption,
    chosen_language,
    print_json,
    typed_command,
)
from sentir.runtime.threads import use_blas_threads


def compare(
    context: typer.Context,
    runs: Annotated[
        list[str],
        typer.Argument(metavar="RUN...", help="Runs, or folders that hold several; two or more."),
    ],
    part: Annotated[
        str, typer.Option(metavar="PART", help="Rows to compare on: validation or test.")
    ] = "validation",
    html: Annotated[Path | None, typer.Option(help="Write it as a page too, to this file.")] = None,
    chart: Annotated[
        Path | None, typer.Option(help="Write the curves as a picture: a .png or .svg file.")
    ] = None,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Say which of several runs is better, or that they are tied."""
    use_blas_threads(1)
    speech = chosen_language(lang)
    from sentir.workflows.compare import check_chart, write_chart, write_comparison
    from sentir.workflows.compare import compare as hold_against

    if chart is not None:
        check_chart(chart)  # before anything is calculated
    found = hold_against(runs, part=part, command=typed_command(context))
    for note in write_comparison(found, html, lang=speech.code) if html is not None else ():
        write_note(note, as_json=as_json)
    if chart is not None:
        write_chart(found, chart, lang=speech.code)
    if as_json:
        print_json(found)
        return
    from sentir.report.compared_terminal import compared_text

    typer.echo(compared_text(found, speech, is_terminal=sys.stdout.isatty()))
    typer.echo(speech.say("Kept in: {path}", path=f"{found['folder']}/comparison.json"))
    if html is not None:
        typer.echo(speech.say("Page: {path}", path=str(html)))
    if chart is not None:
        typer.echo(speech.say("Chart: {path}", path=str(chart)))
