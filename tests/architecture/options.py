"""Every command with its arguments and options, as text.

After a change that is meant: python -m tests.architecture.options
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer.main

from sentir.cli.main import app

COMMITTED = Path(__file__).with_name("options.txt")


def commands() -> dict[str, Any]:
    """Return the program's commands by name."""
    group: Any = typer.main.get_command(app)
    return dict(sorted(group.commands.items()))


def listing() -> str:
    """Return a line per command, argument and option, with its help."""
    lines = []
    for name, command in commands().items():
        lines.append(f"sentir {name}: {command.help}")
        lines += [f"  {_described(parameter)}" for parameter in command.params]
    return "\n".join(lines) + "\n"


def _described(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        named = parameter.metavar or parameter.name.upper()
    else:
        kind = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
        named = f"{', '.join(parameter.opts)}{kind}"
    return f"{named}: {getattr(parameter, 'help', None) or '(no help)'}"


if __name__ == "__main__":
    COMMITTED.write_text(listing(), encoding="utf-8")
