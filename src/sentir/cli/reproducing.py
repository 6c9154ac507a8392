"""The command that sets a report's figures beside ours: reproduce."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sentir.cli.options import (
    JsonOption,
    LanguageOption,
    chosen_language,
    print_json,
    typed_command,
)
from sentir.cli.reading import takes_reading
from sentir.runtime.threads import use_blas_threads


@takes_reading()
def reproduce(
    context: typer.Context,
    table: Annotated[str, typer.Argument(metavar="TABLE", help="A table, such as r1, or a .toml.")],
    *,
    data: Annotated[str | None, typer.Option(help="Your copy of its data.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Runs of every row.")] = 3,
    reading: dict[str, str],
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="A.B=VALUE", help="A setting, changed in every row."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the table; else of its name in runs/.")
    ] = None,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Train a report's recipes and set its figures beside yours."""
    use_blas_threads(1)
    from sentir.workflows.table_request import understand_table

    asked = understand_table(table, data=data, seeds=seeds, reading=reading, sets=sets or [])
    speech = chosen_language(lang)
    from sentir.cli.progress import progress_for
    from sentir.workflows.reproduce import reproduce as carry_out

    result = carry_out(
        asked,
        progress=progress_for(speech, as_json=as_json, epochs=False),
        command=typed_command(context),
        out=out,
        lang=speech.code,
    )
    if as_json:
        print_json(result)
        return
    from sentir.report.table_terminal import table_text

    typer.echo(table_text(result, speech, is_terminal=sys.stdout.isatty()))
    typer.echo(speech.say("Runs: {path}", path=result["folder"]))
