"""A folder per class, in which every .txt file is one text; perhaps within train and test."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sentir.data.sources.chosen import ChosenFile
from sentir.data.sources.labels import part_of
from sentir.data.sources.opened import TextFile
from sentir.data.sources.sheets import Cell, Sheet
from sentir.data.sources.streams import MAX_BYTES, bare_name
from sentir.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.data.sources.table import Part, SourceOptions

MAX_FILES = 1_000_000
FORM = "class folder"


def class_folders(folder: Path) -> list[ChosenFile]:
    """Return the folders named for their class: pos/ and neg/, or train/pos/, test/neg/, ..."""
    parts = {path: part_of(path.name) for path in _folders(folder)}
    if "train" in parts.values():
        return [file for path, part in parts.items() if part for file in _classes(path, part)]
    return _classes(folder, None)


def _classes(folder: Path, part: Part | None) -> list[ChosenFile]:
    found = [path for path in _folders(folder) if any(map(_is_text, path.iterdir()))]
    if len(found) < 2:
        return []
    return [ChosenFile(path, part=part, label=path.name) for path in found]


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] != ".")


def _is_text(path: Path) -> bool:
    return bare_name(path)[1] == ".txt" and path.name[0] != "." and path.is_file()


def texts_in(folder: Path) -> list[Path]:
    """Return the .txt files of a folder in the order of their names.

    Raises:
        DataError: they are too many, or too large together.
    """
    files = sorted(filter(_is_text, folder.iterdir()))
    if len(files) > MAX_FILES or sum(path.stat().st_size for path in files) > MAX_BYTES:
        raise DataError(
            f"{folder} holds more than {MAX_FILES:,} files or {MAX_BYTES:,} bytes of text, "
            "the most that is read; put the texts into one CSV"
        )
    return files


def read_class_folder(file: ChosenFile, options: SourceOptions) -> Sheet:
    """Return a text per .txt file, all of one class; a row's line is the file's place in order."""
    folder, texts, lines = file.path, list[Cell](), list[int]()
    bad: list[tuple[int, str]] = []
    encodings: set[str] = set()
    for number, path in enumerate(texts_in(folder), 1):
        try:
            opened = TextFile.open(path, options.encoding)
            text = "".join(opened.lines())
        except DataError as error:
            bad.append((number, str(error)))
            continue
        if opened.bad:
            bad.append((number, f"{path.name} line {opened.bad[0][0]}: {opened.bad[0][1]}"))
            continue
        encodings.add(opened.encoding.name)
        texts.append(text.strip())
        lines.append(number)
    return Sheet(
        name=f"{folder.parent.name}/{folder.name}" if file.part else folder.name, form=FORM,
        columns=["text", "label"], cells=[texts, [file.label] * len(texts)], lines=lines, bad=bad,
        encoding=", ".join(sorted(encodings)),
        notes=[f'every .txt file a text of class "{file.label}", in the order of their names'],
    )  # fmt: skip


def hash_of_texts(folder: Path) -> str:
    """Return the SHA-256 of the hashes of the folder's texts, in order."""
    whole = hashlib.sha256()
    for path in texts_in(folder):
        with path.open("rb") as stream:
            whole.update(hashlib.file_digest(stream, "sha256").digest())
    return whole.hexdigest()
