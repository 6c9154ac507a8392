"""Labels that are numbers: classes to learn, or a measure that no classifier learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.data.sources.columns import WHOLE_NUMBER, is_decimal
from sentir.errors import DataError

if TYPE_CHECKING:
    from sentir.data.sources.sheets import Sheet

MANY_NUMBERS = 20
FEW_ROWS = 10
"""With so many numbers as labels, fewer rows each than this are a measure, not classes."""


def measure_notes(sheet: Sheet, label: int) -> list[str]:
    """Return what is to be said where many whole numbers are taken as classes.

    Raises:
        DataError: the labels are decimal numbers, or many whole numbers with few rows each.
    """
    cells = [cell for cell in sheet.cells[label] if cell and cell.strip()]
    values = sorted({cell.strip() for cell in cells})
    are_whole = all(map(WHOLE_NUMBER.fullmatch, values)) and len(values) > MANY_NUMBERS
    name = f"the labels in column {sheet.columns[label]}"
    mend = "bin them into a few classes (such as low, middle, high)"
    if is_decimal(cells) or (are_whole and len(cells) < FEW_ROWS * len(values)):
        raise DataError(
            f"{sheet.name}: {name} look like numbers: {len(values)} different values in "
            f"{len(cells)} rows, for example {', '.join(values[:3])}. Classes can be learned, "
            f"not numbers: {mend}, or choose another column with --label"
        )
    if are_whole:
        return [f"{name} are {len(values)} whole numbers, each taken as a class; if they "
                f"measure something, {mend}"]  # fmt: skip
    return []
