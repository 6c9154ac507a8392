"""From a source to a table: read each chosen file by its form, gather rows and bad rows."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sentir.data.sources.class_folders import FORM as CLASS_FOLDER
from sentir.data.sources.class_folders import hash_of_texts, read_class_folder
from sentir.data.sources.columns import choose_columns
from sentir.data.sources.delimited import read_delimited
from sentir.data.sources.folders import choose
from sentir.data.sources.json_records import read_json
from sentir.data.sources.labelled_lines import (
    is_header,
    read_class_file,
    read_labelled_lines,
    separator_of,
)
from sentir.data.sources.labels import ClassNames, part_of
from sentir.data.sources.measures import measure_notes
from sentir.data.sources.named_classes import with_names
from sentir.data.sources.opened import TextFile
from sentir.data.sources.parquet import read_parquet
from sentir.data.sources.streams import DELIMITED_ENDINGS, JSON_ENDINGS, bare_name
from sentir.data.sources.table import BadRow, SourceFile, SourceOptions, Table
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sentir.data.sources.chosen import ChosenFile
    from sentir.data.sources.columns import Columns
    from sentir.data.sources.sheets import Cell, Sheet
    from sentir.data.sources.table import Part

SHOWN_BAD_ROWS = 5


def read(source: str, options: SourceOptions) -> Table:
    """Return every row of a file, a folder, `shipped:NAME` or `hf:OWNER/NAME`.

    Raises:
        DataError: the source cannot be read, or rows cannot and `options.on_bad_row` is fail.
        ConfigError: an option is not one.
    """
    choice = choose(source)
    table = Table(texts=[], labels=[], parts=[], file_index=[], lines=[], files=[])
    table.notes.extend(choice.notes)
    for file in choice.files:
        sheet = read_sheet(file, options)
        if not sheet.lines and sheet.bad:
            raise DataError(
                f"{file.path} has no row that can be read: {_shown(sheet)}. Correct them, or "
                "state what fits with --encoding or --delimiter"
            )
        columns = _columns(sheet, file, options)
        if names := file.names.get(sheet.columns[columns.label]):
            sheet = with_names(sheet, columns.label, names)
            if not any(sheet.cells[columns.label]):
                table.notes.append(f"{sheet.name}: left out, none of its rows has a label")
                continue
        measures = measure_notes(sheet, columns.label)
        _gather(table, sheet, columns, file)
        notes = [*sheet.notes, *_column_notes(sheet, columns), *measures]
        table.notes.append(f"{sheet.name}: {'; '.join(notes)}")
    _check(table, source, options)
    return table


def read_sheet(file: ChosenFile, options: SourceOptions) -> Sheet:
    """Return the columns of one file, read by the form its name or its first lines show."""
    if file.path.is_dir():
        return read_class_folder(file, options)
    reader = READERS.get(bare_name(file.path)[1])
    return reader(file.path, options) if reader else _read_by_first_lines(file, options)


def _read_by_first_lines(file: ChosenFile, options: SourceOptions) -> Sheet:
    sample = TextFile.open(file.path, options.encoding).sample()
    if sample and sample[0].lstrip().startswith("{"):
        return read_json(file.path, options)
    separator = separator_of(sample)
    if file.label is not None and separator is None:
        return read_class_file(file.path, file.label, options)
    if separator is not None and not is_header(sample[0], separator):
        return read_labelled_lines(file.path, options)
    return read_delimited(file.path, options)


def _columns(sheet: Sheet, file: ChosenFile, options: SourceOptions) -> Columns:
    """Return the columns of one file; where its name states a part, a column is not needed.

    A column that the user names divides the rows of a train file; the others stay what they are.
    """
    is_stated = options.split not in {"auto", "none"}
    if file.part is None or (file.part == "train" and is_stated):
        return choose_columns(sheet, options)
    if is_stated and options.split not in sheet.columns:
        options = replace(options, split="none")
    return replace(choose_columns(sheet, options), split=None)


def _gather(table: Table, sheet: Sheet, columns: Columns, file: ChosenFile) -> None:
    """Add the sheet's rows to the table, and those without text or label to its bad rows."""
    names = ClassNames(sheet.cells[columns.label])
    split = None if columns.split is None else sheet.cells[columns.split]
    before = len(table)
    bad = list(sheet.bad)
    rows = zip(sheet.lines, sheet.cells[columns.text], sheet.cells[columns.label], strict=True)
    for row, (line, text, label) in enumerate(rows):
        problem = "it has no text" if text is None else names.problem(label)
        part, part_problem = (file.part, None) if split is None else _part(split[row])
        problem = problem or part_problem
        if text is None or problem:
            bad.append((line, problem or ""))
            continue
        table.texts.append(text)
        table.labels.append(names.name(label))
        table.parts.append(part)
        table.lines.append(line)
    added = len(table) - before
    table.file_index.extend([len(table.files)] * added)
    table.bad_rows.extend(BadRow(sheet.name, line, reason) for line, reason in sorted(bad))
    table.notes.extend(f"{sheet.name}: {sentence}" for sentence in names.near_names())
    table.files.append(
        SourceFile(
            name=sheet.name, path=str(file.path), rows=added, sha256=_sha256(file.path),
            form=sheet.form, encoding=sheet.encoding, delimiter=sheet.delimiter,
            text_column=sheet.columns[columns.text], label_column=sheet.columns[columns.label],
            part=file.part, origin=file.origin,
        )
    )  # fmt: skip


def _shown(sheet: Sheet) -> str:
    return "; ".join(f"line {line}: {reason}" for line, reason in sheet.bad[:SHOWN_BAD_ROWS])


def _part(cell: Cell) -> tuple[Part | None, str | None]:
    part = part_of(cell or "")
    problem = f'its part "{(cell or "")[:40]}" is none of train, validation, test'
    return part, None if part else problem


def _column_notes(sheet: Sheet, columns: Columns) -> list[str]:
    if sheet.form in {"labelled lines", "class file", CLASS_FOLDER}:
        return []
    named = [f"text from column {sheet.columns[columns.text]}"]
    named.append(f"label from column {sheet.columns[columns.label]}")
    if columns.split is not None:
        named.append(f"part from column {sheet.columns[columns.split]}")
    return named


def _sha256(path: Path) -> str:
    if path.is_dir():
        return hash_of_texts(path)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _check(table: Table, source: str, options: SourceOptions) -> None:
    bad = table.bad_rows
    shown = "; ".join(str(row) for row in bad[:SHOWN_BAD_ROWS])
    more = f"; and {len(bad) - SHOWN_BAD_ROWS} more" if len(bad) > SHOWN_BAD_ROWS else ""
    if not table.texts:
        reason = f": {shown}{more}" if bad else ""
        raise DataError(f"{source} has no row with a text and a label{reason}")
    if bad and options.on_bad_row == "fail":
        total = len(table) + len(bad)
        raise DataError(
            f"{len(bad)} of {total} rows cannot be used: {shown}{more}. Correct them, "
            "or leave them out with --on-bad-row skip (or quarantine, which keeps a list)"
        )
    table.notes.extend(f"left out: {row}" for row in bad[:SHOWN_BAD_ROWS])
    if more:
        table.notes.append(f"left out: {more.removeprefix('; and ')} rows")


READERS: dict[str, Callable[[Path, SourceOptions], Sheet]] = {
    **dict.fromkeys(DELIMITED_ENDINGS, read_delimited),
    **dict.fromkeys(JSON_ENDINGS, read_json),
    ".parquet": read_parquet,
}
