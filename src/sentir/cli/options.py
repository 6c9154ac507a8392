"""Options that several commands share, with one spelling and one help text each."""

from __future__ import annotations

import json
import os
import shlex
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sentir.cli.events import writes_unicode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentir.report.language import Language

JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
LanguageOption = Annotated[
    str, typer.Option("--lang", help="en or es; without it the system's language.")
]
RecipeDataOption = Annotated[
    str | None, typer.Option("--data", help="The data for a recipe: a file or a folder.")
]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs", min=0, help="Trainings at once; 0 for one on each core.", show_default=False
    ),
]
ResultFolderOption = Annotated[
    Path | None,
    typer.Option("--out", help="Folder of the result; else the next free name in runs/."),
]
RunArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="A run's folder, its name under runs/, or latest.")
]


def print_json(value: Any) -> None:
    """Print one JSON value on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=not writes_unicode(sys.stdout), indent=1))


def print_lines(lines: Iterable[str], *, indent: int = 0) -> None:
    """Print lines; at a terminal sentences break between words, commands stay whole for copying.

    Args:
        lines: of the result; one that begins with a space is a command.
        indent: of what follows the first line of a sentence.
    """
    from sentir.report.rich_text import WIDTH

    if not sys.stdout.isatty():
        typer.echo("\n".join(lines))
        return
    wrapper = textwrap.TextWrapper(
        WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )
    for line in lines:
        typer.echo(line if line.startswith(" ") else wrapper.fill(line))


def chosen_language(asked: str) -> Language:
    """Return the language of `--lang`, or the system's."""
    from sentir.report.language import choose_language, language

    return language(choose_language(asked, os.environ))


def typed_command(context: typer.Context) -> str:
    """Return the command as it was typed, for the run's record."""
    return shlex.join(["sentir", *context.obj])
