"""Which column holds the text, which the label, which the part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentir.data.sources.labels import part_of
from sentir.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.data.sources.sheets import Cell, Sheet
    from sentir.data.sources.table import SourceOptions

TEXT_NAMES = (
    "text", "texts", "tweet", "review", "sentence", "headline", "content", "comment", "message",
    "body", "post", "phrase", "utterance", "document", "statement", "texto", "tuit", "comentario",
    "frase", "oracion", "mensaje", "resena",
)  # fmt: skip
LABEL_NAMES = (
    "label", "labels", "emotion", "emotions", "sentiment", "class", "target", "category", "feeling",
    "mood", "polarity", "is_sarcastic", "sarcastic", "label_name", "label_text", "class_name",
    "emotion_name", "emotion_label", "sentiment_label", "airline_sentiment", "etiqueta", "emocion",
    "sentimiento", "clase", "categoria", "polaridad",
)  # fmt: skip
SPLIT_NAMES = frozenset({"split"})
SEVERAL = re.compile(r"[,;|]")
WHOLE_NUMBER = re.compile(r"-?\d+(?:\.0+)?")
_NUMERIC = re.compile(r"-?\d+(?:\.\d*)?|-?\.\d+")
_DECIMAL = re.compile(r"-?\d*\.\d*[1-9]\d*")
_ACCENTS = str.maketrans("áéíóúñ -", "aeioun__")
MAX_CLASSES = 200


class MissingColumnError(DataError):
    """A file lacks a column that was named."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Indices of the chosen columns in a sheet; `split` is None where there is none."""

    text: int
    label: int
    split: int | None


def column_key(name: str) -> str:
    """Return a column's name without the differences of case, accents and blanks."""
    return name.strip().lower().translate(_ACCENTS)


def choose_columns(sheet: Sheet, options: SourceOptions) -> Columns:
    """Return the columns that the options name or that the sheet suggests.

    Raises:
        DataError: a named column is not there, or the sheet suggests none or several.
    """
    split = split_column(sheet, options.split)
    stated_label = None if options.label == "auto" else find_column(sheet, options.label, "--label")
    taken = {index for index in (split, stated_label) if index is not None}
    text = text_column(sheet, options.text, taken=taken)
    if stated_label is not None:
        return Columns(text, stated_label, split)
    return Columns(text, _label_column(sheet, taken={*taken, text}), split)


def find_column(sheet: Sheet, name: str, option: str) -> int:
    """Return the index of a named column; a file without header takes numbers from 1."""
    if name in sheet.columns:
        return sheet.columns.index(name)
    same = [i for i, column in enumerate(sheet.columns) if column_key(column) == column_key(name)]
    if len(same) == 1:
        return same[0]
    raise MissingColumnError(
        f'{sheet.name} has no column "{name}".{did_you_mean(name, sheet.columns)} '
        f"Its columns are {listed(sheet.columns)}; choose one with {option}"
    )


def split_column(sheet: Sheet, stated: str) -> int | None:
    """Return the column that names each row's part, if there is one to be used."""
    if stated == "none":
        return None
    if stated != "auto":
        return find_column(sheet, stated, "--split")
    for i, name in enumerate(sheet.columns):
        if column_key(name) in SPLIT_NAMES:
            values = {cell or "" for cell in sheet.cells[i]}
            if all(part_of(value) for value in values):
                return i
            sheet.notes.append(f"column {name} is left out: not all its values name a part")
    return None


def text_column(sheet: Sheet, stated: str, *, taken: set[int]) -> int:
    """Return the column called text (or the like), else the one of the longest strings."""
    if stated != "auto":
        return find_column(sheet, stated, "--text")
    free = [i for i in range(len(sheet.columns)) if i not in taken]
    named = [i for i in free if column_key(sheet.columns[i]) in TEXT_NAMES]
    exact = [i for i in named if column_key(sheet.columns[i]) == "text"]
    if exact or len(named) == 1:
        return (exact or named)[0]
    if len(named) > 1:
        raise DataError(_ambiguous(sheet, "text", named))
    lengths = sorted(((_mean_length(sheet.cells[i]), -i) for i in free), reverse=True)
    if not lengths or (len(lengths) > 1 and lengths[0][0] < 1.5 * lengths[1][0]):
        raise DataError(_ambiguous(sheet, "text", free))
    return -lengths[0][1]


def _label_column(sheet: Sheet, *, taken: set[int]) -> int:
    free = [i for i in range(len(sheet.columns)) if i not in taken]
    named = [i for i in free if column_key(sheet.columns[i]) in LABEL_NAMES]
    candidates = named or [i for i in free if _has_few_values(sheet.cells[i])]
    names = [i for i in candidates if not _all_numbers(sheet.cells[i])]
    chosen = candidates
    if len(candidates) > 1 and len(names) == 1 and _same_classes(sheet, candidates):
        chosen = names
    elif named and len(named) > 1:
        chosen = [i for i in named if column_key(sheet.columns[i]) == "label"] or named
    if len(chosen) != 1:
        raise DataError(_ambiguous(sheet, "label", chosen))
    return chosen[0]


def _ambiguous(sheet: Sheet, what: str, found: Sequence[int]) -> str:
    several = f"{listed([sheet.columns[i] for i in found])} could each be the {what}"
    problem = several if len(found) > 1 else f"no column looks like the {what}"
    if len(sheet.columns) == 1:
        problem += " (only one column was found: is the delimiter right?)"
    numbers = [i for i, cells in enumerate(sheet.cells) if is_decimal(cells)]
    if what == "label" and numbers and not found:
        measured = listed([sheet.columns[i] for i in numbers])
        problem += f" ({measured} hold decimal numbers; classes can be learned, not numbers)"
    return (
        f"{sheet.name}: {problem}. Its columns are {listed(sheet.columns)}; "
        f"say which with --{what} COLUMN"
    )


def listed(names: Sequence[str]) -> str:
    """Return names as a readable list, cut where it gets long."""
    shown = ", ".join(f'"{name[:40]}"' for name in names[:20])
    return f"{shown} and {len(names) - 20} more" if len(names) > 20 else shown


def _mean_length(cells: Sequence[Cell]) -> float:
    return sum(len(cell) for cell in cells if cell) / max(1, len(cells))


def _has_few_values(cells: Sequence[Cell]) -> bool:
    """Return whether a column looks like classes: few different values, no decimal numbers."""
    values = {cell.strip() for cell in cells if cell and cell.strip()}
    pieces = {piece.strip() for value in values for piece in SEVERAL.split(value)}
    if len(values) < 2 or is_decimal(cells):
        return False
    few = max(2, min(MAX_CLASSES, len(cells) // 2))
    return len(pieces) <= few and max(map(len, pieces)) <= 60


def is_decimal(cells: Sequence[Cell]) -> bool:
    """Return whether these are numbers and some have decimal places."""
    values = {cell.strip() for cell in cells if cell}
    decimals = [value for value in values if _DECIMAL.fullmatch(value)]
    return bool(decimals) and all(_NUMERIC.fullmatch(value) for value in values)


def _all_numbers(cells: Sequence[Cell]) -> bool:
    return all(WHOLE_NUMBER.fullmatch(value.strip()) for value in {cell for cell in cells if cell})


def _same_classes(sheet: Sheet, columns: Sequence[int]) -> bool:
    """Return whether the columns say the same with other words (one value each for each)."""
    together = set(zip(*(sheet.cells[i] for i in columns), strict=True))
    return all(len(together) == len(set(sheet.cells[i])) for i in columns)
