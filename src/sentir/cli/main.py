"""The program `sentir`: every command, and what its errors look like."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from sentir.errors import SentirError

app = typer.Typer(
    name="sentir",
    help="Train, judge, explain and serve classifiers of emotion and sentiment.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from sentir import __version__

        typer.echo(f"sentir {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Train, judge, explain and serve classifiers of emotion and sentiment."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command; leave with its exit status.

    0 fine, 2 usage or configuration, 3 data, 4 run or model file, 5 environment, 130 interrupted.
    """
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status; the user's mistakes become one message."""
    import click

    command = typer.main.get_command(app)
    try:
        return int(command.main(arguments, prog_name="sentir", standalone_mode=False) or 0)
    except SentirError as error:
        typer.echo(f"error: {error}", err=True)
        return error.exit_status
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        typer.echo("interrupted", err=True)
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (`sentir ... | head`): that is no fault of anyone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


from sentir.cli import answering, judging, looking, training  # noqa: E402, F401 - they add commands
