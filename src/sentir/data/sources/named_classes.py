"""Numbers of classes turned into the names that a data set's card gives them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.data.sources.sheets import Cell, Sheet

UNLABELLED = "-1"
"""What data sets write where the label of a row is not given away."""


def with_names(sheet: Sheet, label: int, names: Sequence[str]) -> Sheet:
    """Return the sheet with names for the numbers in its label column; -1 becomes no label.

    A column that holds anything but numbers of these names stays as it is.
    """
    known: dict[Cell, Cell] = {str(i): name for i, name in enumerate(names)}
    known.update({UNLABELLED: None, None: None})
    if not set(sheet.cells[label]) <= known.keys():
        return sheet
    cells = list(sheet.cells)
    cells[label] = [known[cell] for cell in sheet.cells[label]]
    listed = ", ".join(f"{i} {name}" for i, name in enumerate(names[:20]))
    notes = [*sheet.notes, f"classes named by the card: {listed}"]
    return replace(sheet, cells=cells, notes=notes)
