"""The command line changes only where it is meant to."""

from __future__ import annotations

from tests.architecture.options import COMMITTED, commands, listing


def test_commands_and_options_are_those_written_down() -> None:
    assert listing() == COMMITTED.read_text(encoding="utf-8"), (
        "the commands or their options changed. If that is meant, write them down anew with: "
        "python -m tests.architecture.options"
    )


def test_everything_on_the_command_line_has_a_help_text() -> None:
    assert all(command.help for command in commands().values())
    assert "(no help)" not in listing()
