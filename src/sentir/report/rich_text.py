"""Tables and paragraphs for a terminal, as text: colours and bold only where it is one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

WIDTH = 80


def plain_table() -> Table:
    """Return an empty table with a rule below its head and none around it."""
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)


def led(lead: str, words: str, *, style: str = "") -> Text:
    """Return a paragraph that begins with a word in bold."""
    from rich.text import Text

    return Text.assemble((f"{lead}: ", "bold"), (words, style))


def printable(text: str) -> str:
    """Return a stranger's text without what would move the cursor."""
    return "".join(sign for sign in text if sign.isprintable())


def rendered(
    pieces: Sequence[RenderableType], *, width: int = WIDTH, is_terminal: bool = False
) -> str:
    """Return the pieces one below the other, wrapped at this width."""
    from rich.console import Console

    stream = io.StringIO()
    console = Console(
        file=stream, width=width, force_terminal=is_terminal, highlight=False, markup=False,
        emoji=False, no_color=not is_terminal,
    )  # fmt: skip
    for piece in pieces:
        console.print(piece)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())
