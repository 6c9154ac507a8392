"""The options that say how data is read: stated once, taken by every command that reads data."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

DelimiterOption = Annotated[str, typer.Option("--delimiter", help="Character between columns.")]

READING: dict[str, Any] = {
    "text": Annotated[str, typer.Option("--text", metavar="COLUMN", help="Column of the text.")],
    "label": Annotated[str, typer.Option("--label", metavar="COLUMN", help="Column of the label.")],
    "split": Annotated[
        str,
        typer.Option("--split", metavar="COLUMN", help="Column that says train, validation, test."),
    ],
    "encoding": Annotated[str, typer.Option("--encoding", help="For example utf-8 or latin-1.")],
    "delimiter": DelimiterOption,
    "on_bad_row": Annotated[
        str,
        typer.Option(
            "--on-bad-row", help="What a row that cannot be read does: fail|skip|quarantine."
        ),
    ],
}
"""Options by their key of the section `data`; one that is not typed is `auto`."""


def takes_reading(
    *, without: tuple[str, ...] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command these options in the place of its parameter `reading`.

    Typer reads options off a signature, so they stand there; the command gets those that were
    typed, by key, so that what a recipe says of the others holds.
    """
    options = {name: kind for name, kind in READING.items() if name not in without}

    def give(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(**given: Any) -> None:
            typed = {name: given.pop(name) for name in options}
            reading = {name: value for name, value in typed.items() if value != "auto"}
            command(**given, reading=reading)

        signature = inspect.signature(command, eval_str=True)
        stated = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default="auto", annotation=kind)
            for name, kind in options.items()
        ]
        parameters = list(signature.parameters.values())
        place = list(signature.parameters).index("reading")
        parameters[place : place + 1] = stated
        run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # typeshed knows no such attribute of functions
        return run

    return give
