"""Tables and paragraphs for a terminal, as text: colours and bold only where it is one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sentir.report.language import HARD_SPACE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

WIDTH = 80
_HELD = "\ue000"  # of a private area, as wide as a space: no text that is shown has it


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
    """Return a stranger's text without what would move the cursor; hard spaces stay."""
    return "".join(sign for sign in text if sign.isprintable() or sign == HARD_SPACE)


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
        console.print(_held(piece))
    text = stream.getvalue().replace(_HELD, HARD_SPACE)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _held(piece: RenderableType) -> RenderableType:
    """Return a paragraph whose hard spaces do not break: rich breaks a line at any white space."""
    from rich.text import Text

    if isinstance(piece, str):
        return piece.replace(HARD_SPACE, _HELD)
    if isinstance(piece, Text):
        piece = piece.copy()
        piece.plain = piece.plain.replace(HARD_SPACE, _HELD)
    return piece
