"""Texts that occur more than once: repeated, under two labels, on both sides of a split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentir.data.sources.table import Table
    from sentir.data.splits import Split


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """Equal texts within some rows (blanks around a text do not count).

    Attributes:
        duplicates: rows whose text an earlier row has.
        conflicting_texts: texts that stand under more than one label.
        conflicting_rows: rows that hold such a text.
    """

    duplicates: int
    conflicting_texts: int
    conflicting_rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Rows of a judged part whose text is in train too.

    A model that knows its training rows by heart gets the rows with the same label right and
    those with another label wrong, whatever it understands.

    Attributes:
        n: rows of the part.
        same_label: rows whose text train has, under this label only.
        other_label: rows whose text train has under another label.
        gain_points: most points of accuracy that the first can give.
        loss_points: most points of accuracy that the second can take.
    """

    n: int
    same_label: int
    other_label: int
    gain_points: float
    loss_points: float


def labels_by_text(table: Table, rows: Iterable[int]) -> dict[str, list[str]]:
    """Return the labels of every text, in the order of the rows."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(table.texts[row].strip(), []).append(table.labels[row])
    return found


def repeats(table: Table, rows: Iterable[int]) -> Repeats:
    """Return how often texts recur among these rows."""
    groups = [labels for labels in labels_by_text(table, rows).values() if len(labels) > 1]
    conflicts = [labels for labels in groups if len(set(labels)) > 1]
    return Repeats(
        duplicates=sum(len(labels) - 1 for labels in groups),
        conflicting_texts=len(conflicts),
        conflicting_rows=sum(map(len, conflicts)),
    )


def texts_in_several_parts(table: Table, split: Split) -> int:
    """Return how many different texts stand in more than one part."""
    parts = [set(labels_by_text(table, rows.tolist())) for rows in split.parts().values()]
    return sum(map(len, parts)) - len(set().union(*parts))


def leak(table: Table, split: Split, part: str) -> Leak:
    """Return what the texts of train that are also in this part can do to its accuracy."""
    learned = labels_by_text(table, split.train.tolist())
    rows = split.parts()[part].tolist()
    same = other = 0
    for row in rows:
        labels = learned.get(table.texts[row].strip())
        if labels is not None:
            if set(labels) == {table.labels[row]}:
                same += 1
            else:
                other += 1
    points = 100 / max(1, len(rows))
    return Leak(
        n=len(rows), same_label=same, other_label=other,
        gain_points=round(same * points, 3), loss_points=round(other * points, 3),
    )  # fmt: skip
