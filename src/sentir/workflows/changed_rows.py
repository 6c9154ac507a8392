"""The training rows of a run with some taken away or some added; all other rows stay."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.data.sources.columns import MissingColumnError
from sentir.errors import ConfigError, DataError, did_you_mean
from sentir.experiments.what_if import by_class, rows_with_letters, rows_with_words
from sentir.report.row_change_words import change_lines
from sentir.text.tokens import Tokenizer
from sentir.workflows.material import read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentir.cells.arrays import Ints
    from sentir.config.data_settings import DataConfig
    from sentir.config.settings import RunConfig
    from sentir.data.sources.table import Table
    from sentir.data.splits import Split
    from sentir.report.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be changed.

    Attributes:
        words: rows that hold one of them are taken away.
        is_substring: whether a part of a word is enough.
        add: a file of rows, in the data's own columns; None for none.
    """

    words: Sequence[str] = ()
    is_substring: bool = False
    add: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRows:
    """The changed training rows.

    Attributes:
        table: all rows, those added last.
        rows: the training rows after the change.
        labels: the classes.
        train: training rows of each class before it.
        dropped, added: rows of each class that were taken away, and added.
        change: what was asked for.
        left_out: added rows whose text is a validation or test row's too: they would give the
            answer away, and are not added.
    """

    table: Table
    rows: Ints
    labels: tuple[str, ...]
    train: dict[str, int]
    dropped: dict[str, int]
    added: dict[str, int]
    change: Change
    left_out: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return what `comparison.json` holds of it."""
        return {
            "words": list(self.change.words),
            "substring": self.change.is_substring,
            "added_from": "" if self.change.add is None else str(self.change.add),
            "train": self.train,
            "dropped": self.dropped,
            "added": self.added,
            "left_out": self.left_out,
        }

    def lines(self, speech: Language) -> list[str]:
        """Return, in words, what the change touches."""
        return change_lines(self.to_json(), speech)


def changed_rows(change: Change, *, table: Table, parts: Split, config: RunConfig) -> ChangedRows:
    """Return the training rows after the change.

    Raises:
        ConfigError: nothing is to be changed.
        DataError: no row holds the words, none would be left, or the added rows do not fit.
    """
    if not change.words and change.add is None:
        raise ConfigError(
            "nothing is to be changed. Say what: --drop-containing WORD takes rows away, "
            "--add FILE brings some."
        )
    if change.is_substring and not change.words:
        raise ConfigError("--substring says how --drop-containing reads a word; give that too.")
    labels = tuple(table.classes())
    gone = _dropped(change, table, parts.train, config) if change.words else parts.train[:0]
    kept = np.setdiff1d(parts.train, gone)
    before = by_class(table.labels, parts.train, labels)
    new, left_out = parts.train[:0], 0
    whole = table
    if change.add is not None:
        whole, new, left_out = _added(change.add, table, parts, config.data)
    if not kept.size + new.size:
        raise DataError(
            f"all {parts.train.size} training rows hold {_listed(change.words)}: nothing would be "
            "left to learn from. Choose a rarer word."
        )
    return ChangedRows(
        table=whole, rows=np.concatenate([kept, new]), labels=labels, train=before, change=change,
        dropped=by_class(table.labels, gone, labels), added=by_class(whole.labels, new, labels),
        left_out=left_out,
    )  # fmt: skip


def _dropped(change: Change, table: Table, train: Ints, config: RunConfig) -> Ints:
    tokenizer = Tokenizer(lowercase=config.text.lowercase)
    for word in change.words:
        if not tokenizer.words(word):
            raise ConfigError(f'"{word}" holds no word. Give one, such as --drop-containing movie.')
        _check_word(word, change, table=table, train=train, tokenizer=tokenizer)
    if change.is_substring:
        return rows_with_letters(table.texts, train, change.words)
    return rows_with_words(table.texts, train, change.words, tokenizer=tokenizer)


def _check_word(
    word: str, change: Change, *, table: Table, train: Ints, tokenizer: Tokenizer
) -> None:
    """Refuse a word that no training row holds: it may be misspelt."""
    within = rows_with_letters(table.texts, train, [word]).size
    whole = rows_with_words(table.texts, train, [word], tokenizer=tokenizer).size
    if within if change.is_substring else whole:
        return
    hint = (
        f" {within} hold it as a part of a word: --substring takes those away."
        if within
        else " Check its spelling."
    )
    raise DataError(f'none of the {train.size} training rows holds "{word}".{hint}')


def _added(path: Path, table: Table, parts: Split, data: DataConfig) -> tuple[Table, Ints, int]:
    """Return the table with the rows of a file behind its own, their numbers, and the left out."""
    if not path.exists():
        raise DataError(f"{path} does not exist. Give --add a file of rows like the run's own.")
    own = next((file for file in table.files if file.text_column), None)
    columns = {"text": own.text_column, "label": own.label_column} if own else {}
    reading = data.model_copy(update={"source": str(path), "split": "none", **columns})
    try:
        more = read_table(reading)
    except MissingColumnError as error:
        raise DataError(
            f"{path} lacks a column of the run's data. Rows to be added need both: "
            f'text "{reading.text}", label "{reading.label}".'
        ) from error
    classes = table.classes()
    for row, label in enumerate(more.labels):
        if label not in classes:
            raise DataError(
                f'{more.where(row)}: label "{label}" is not one of the {len(classes)} classes '
                f"({', '.join(classes[:10])}).{did_you_mean(label, classes)} Correct the row."
            )
    judged = {table.texts[row].strip() for row in (*parts.validation, *parts.test)}
    fits = [row for row, text in enumerate(more.texts) if text.strip() not in judged]
    if not fits:
        raise DataError(
            f"{path}: the text of every row is a validation or test row's too, which would give "
            "the answer away. Add other rows."
        )
    count = len(fits)
    whole = dataclasses.replace(
        table,
        texts=[*table.texts, *(more.texts[row] for row in fits)],
        labels=[*table.labels, *(more.labels[row] for row in fits)],
        parts=[*table.parts, *[None] * count],
        file_index=[*table.file_index, *[0] * count],
        lines=[*table.lines, *(more.lines[row] for row in fits)],
    )
    numbers = np.arange(len(table), len(whole), dtype=np.int64)
    return whole, numbers, len(more) - count


def _listed(words: Sequence[str]) -> str:
    return " or ".join(f'"{word}"' for word in words)
