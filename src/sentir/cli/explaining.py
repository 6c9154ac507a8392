"""The command that explains an answer: why."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from sentir.cli.options import JsonOption, LanguageOption, chosen_language, print_json
from sentir.runtime.threads import use_blas_threads


def why(
    model: Annotated[
        str,
        typer.Argument(metavar="MODEL|RUN", help="A run, to see its rows too, or a .sentir file."),
    ],
    texts: Annotated[
        list[str],
        typer.Argument(metavar="TEXT...", help="Texts, in quotes; after -- if one begins with -."),
    ],
    html: Annotated[Path | None, typer.Option(help="Write a page, too.")] = None,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Say why a model answers as it does, by its words and its rows."""
    use_blas_threads(1)
    speech = chosen_language(lang)
    from sentir.workflows.why import explain_all, write_page

    found = explain_all(model, texts)
    if html is not None:
        write_page(found, html, speech)
    if as_json:
        print_json([each.to_json() for each in found])
        return
    from sentir.report.why_terminal import why_lines

    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for number, each in enumerate(found):
        if number:
            typer.echo()
        for line in why_lines(each, speech, colour=colour):
            typer.echo(line)
    if html is not None:
        typer.echo(f"\n{html}")
