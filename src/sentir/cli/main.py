"""The program `sentir`: every command, and what its errors look like."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from typer.exceptions import TyperException

from sentir.cli import (
    answering,
    comparing,
    experimenting,
    explaining,
    judging,
    looking,
    mending,
    reproducing,
    supposing,
    training,
)
from sentir.cli.coercion import take_plain_values_as_they_are
from sentir.cli.usage import setting_hint
from sentir.errors import Interrupted, MachineError, SentirError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LESS_MEMORY = (
    "Choose a smaller train.batch_size, model.hidden_size or text.max_words, or fewer rows."
)

COMMANDS: dict[str, dict[str, Callable[..., None]]] = {
    "Train": {"audit": looking.audit, "train": training.train, "resume": training.resume},
    "Ask": {"predict": answering.predict, "why": explaining.why},
    "Judge": {
        "diagnose": judging.diagnose,
        "report": judging.report,
        "test": judging.score_test_rows,
    },
    "Compare": {
        "compare": comparing.compare,
        "what-if": supposing.what_if,
        "remedy": mending.remedy,
        "ablate": experimenting.ablate,
        "reproduce": reproducing.reproduce,
    },
    "Look": {"runs": looking.runs, "recipes": looking.recipes, "doctor": looking.doctor},
}
"""Every command by its name, in groups, in the order in which help shows them."""

app = typer.Typer(
    name="sentir",
    help="Train, judge, compare and explain classifiers of emotion and sentiment.",
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
    """Train, judge, compare and explain classifiers of emotion and sentiment."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command; leave with its exit status.

    0 fine, 2 usage or configuration, 3 data, 4 run or model file, 5 environment, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a text may hold what a terminal cannot write
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status; the user's mistakes become one message."""
    typed = sys.argv[1:] if arguments is None else arguments
    command = typer.main.get_command(app)
    try:
        status = command.main(list(typed), prog_name="sentir", standalone_mode=False, obj=typed)
    except SentirError as error:
        return _complain(str(error), error.exit_status)
    except TyperException as error:
        return _complain_of_usage(error, typed)
    except SystemExit as left:
        return _leave(left)
    except MemoryError:
        return _complain(f"this machine has not enough memory for it. {_LESS_MEMORY}", 5)
    except OSError as error:
        return _complain(_refusal(error), MachineError.exit_status)
    except (KeyboardInterrupt, typer.Abort):
        status = Interrupted.exit_status
    if status == Interrupted.exit_status:
        typer.echo("interrupted", err=True)
    return int(status or 0)


def _complain(message: str, status: int) -> int:
    typer.echo(f"error: {message}", err=True)
    return status


def _complain_of_usage(error: TyperException, typed: Sequence[str]) -> int:
    """Show what was wrong with the command as it was typed, and where its help is."""
    context, message = getattr(error, "ctx", None), error.format_message()
    if message:  # a command alone asks for its help, and that has been shown
        typer.echo(f"error: {message}", err=True)
        if hint := setting_hint(error, typed):
            typer.echo(hint, err=True)
    if message and context is not None:
        typer.echo(f"{context.get_usage()}\nHelp: {context.command_path} --help", err=True)
    return error.exit_code


def _leave(left: SystemExit) -> int:
    if isinstance(left.__context__, BrokenPipeError):
        # The reader of our output has gone (`sentir ... | head`): that is no fault of anyone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return left.code if isinstance(left.code, int) else int(left.code is not None)


def _refusal(error: OSError) -> str:
    name = f"{error.filename}: " if error.filename else ""
    reason = error.strerror or str(error)
    return f"{name}{reason}. Check the path, its permissions and the room on the disk."


take_plain_values_as_they_are()
for _group, _commands in COMMANDS.items():
    for _name, _command in _commands.items():
        app.command(name=_name, rich_help_panel=_group)(_command)
