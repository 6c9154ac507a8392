"""Which rows are trained on, which choose the weights, which are kept for the test."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentir.cells.arrays import Ints
    from sentir.data.sources.table import Table

MAX_CLASSES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Row numbers of each part, rising; no row is in two.

    Attributes:
        train: rows to learn from.
        validation: rows that choose the weights.
        test: rows for the last judgement; may be empty.
        notes: what there is to say about the division.
    """

    train: Ints
    validation: Ints
    test: Ints
    notes: list[str] = field(default_factory=list)

    def parts(self) -> dict[str, Ints]:
        """Return the rows by the part's name."""
        return {"train": self.train, "validation": self.validation, "test": self.test}


def split(table: Table, *, seed: int = 0, validation: float = 0.1, test: float = 0.1) -> Split:
    """Return the division that the source states, or a stratified one of the rows.

    A stated division is kept; if it lacks validation rows, they are the share `validation` of
    train. Divided rows are stratified by class, and equal texts come to one side.

    Args:
        table: the rows.
        seed: of the division.
        validation: share of the rows, 0..1.
        test: share of the rows, 0..1.

    Raises:
        DataError: too few rows to divide.
    """
    stated = {part: _rows(table, part) for part in ("train", "validation", "test")}
    rng = np.random.default_rng(seed)
    notes: list[str] = []
    if not stated["validation"].size and not stated["test"].size:
        shares = {"test": test, "validation": validation}
        stated = _divide(table, np.arange(len(table)), shares, rng, notes)
        notes.insert(0, f"divided by class with seed {seed}, equal texts on one side")
    elif not stated["validation"].size:
        divided = _divide(table, stated["train"], {"validation": validation}, rng, notes)
        notes.insert(0, f"validation is a stratified {validation:.0%} of train (seed {seed})")
        stated = {**divided, "test": stated["test"]}
    elif not stated["test"].size:
        notes.append("no test rows are stated; the validation rows are the only judge")
    found = Split(**{part: np.sort(rows) for part, rows in stated.items()}, notes=notes)
    notes.extend(_missing_classes(table, found))
    return found


def _rows(table: Table, part: str) -> Ints:
    return np.array([row for row, stated in enumerate(table.parts) if stated == part], np.int64)


def _divide(
    table: Table, rows: Ints, shares: dict[str, float], rng: np.random.Generator, notes: list[str]
) -> dict[str, Ints]:
    """Return the rows of each part: per class, whole groups of equal texts up to the share."""
    parts: dict[str, list[int]] = {"train": [], "validation": [], "test": []}
    for label, groups in sorted(_groups(table, rows).items()):
        order = [groups[i] for i in rng.permutation(len(groups))]
        count = sum(map(len, order))
        for number, (part, share) in enumerate(shares.items()):
            if share == 0:
                continue
            chosen = _take(order, share * count, keep=len(shares) - number)
            if not chosen:
                rows_held = "1 row" if count == 1 else f"{count} rows"
                notes.append(f'class "{label}" has {rows_held}, none for {part}')
            parts[part].extend(row for group in chosen for row in group)
        parts["train"].extend(row for group in order for row in group)
    return {part: np.array(members, np.int64) for part, members in parts.items()}


def _groups(table: Table, rows: Ints) -> dict[str, list[list[int]]]:
    """Return groups of rows with equal text, by the label that most of the group has."""
    by_text: dict[str, list[int]] = {}
    for row in rows.tolist():
        by_text.setdefault(table.texts[row].strip(), []).append(row)
    by_label: dict[str, list[list[int]]] = {}
    for group in by_text.values():
        counts = Counter(table.labels[row] for row in group)
        label = min(counts, key=lambda name: (-counts[name], name))
        by_label.setdefault(label, []).append(group)
    return by_label


def _take(groups: list[list[int]], wanted: float, *, keep: int) -> list[list[int]]:
    """Remove and return groups of about `wanted` rows, at least one; leave `keep` groups."""
    room = max(1, round(wanted))
    chosen: list[list[int]] = []
    left: list[list[int]] = []
    for i, group in enumerate(groups):
        if len(group) <= room and len(left) + len(groups) - i > keep:
            chosen.append(group)
            room -= len(group)
        else:
            left.append(group)
    if not chosen and len(left) > keep:  # every group is larger than the share
        chosen.append(left.pop(min(range(len(left)), key=lambda i: len(left[i]))))
    groups[:] = left
    return chosen


def _missing_classes(table: Table, found: Split) -> Iterable[str]:
    for part, rows in (("validation", found.validation), ("test", found.test)):
        present = {table.labels[row] for row in rows.tolist()}
        missing = [label for label in table.classes() if label not in present]
        if rows.size and missing:
            named = ", ".join(missing[:10]) + (", ..." if len(missing) > 10 else "")
            if len(missing) == 1:
                yield f"no {part} row has the class {named}: its score says nothing"
            else:
                yield f"no {part} row has one of the classes {named}: their scores say nothing"


def check_learnable(table: Table, found: Split) -> None:
    """Refuse rows that no classifier can be trained and judged on.

    Raises:
        DataError: one class, no text, no rows to train or choose on, a class without training
            rows, or labels that are hardly classes.
    """
    classes = table.classes()
    named = f'column "{table.files[0].label_column}"' if table.files else "the label"
    if len(classes) < 2:
        raise DataError(
            f'every row has the same class, "{classes[0]}": two classes at least are needed. '
            "Add rows of another class, or choose another column with --label"
        )
    if len(classes) > min(MAX_CLASSES, max(20, len(table) // 2)):
        raise DataError(
            f"{named} has {len(classes)} different values in {len(table)} rows, too many for "
            "classes. Choose the column of the class with --label"
        )
    if not any(map(str.strip, table.texts)):
        raise DataError(
            "every text is empty, so nothing can be learned. Choose the column of the text with "
            "--text, or bring texts"
        )
    for part, rows in (("train", found.train), ("validation", found.validation)):
        if not rows.size:
            raise DataError(
                f"no rows are left for {part}: {len(table)} rows in {len(classes)} classes are "
                "too few to divide. Add rows, at least 3 of each class"
            )
    learned = {table.labels[row] for row in found.train.tolist()}
    unseen = [label for label in classes if label not in learned]
    if unseen:
        raise DataError(
            f"no training row has the class {', '.join(unseen[:10])}, so it cannot be learned. "
            "Add such rows to train, or take those of validation and test out"
        )
