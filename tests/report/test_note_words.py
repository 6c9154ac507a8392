"""Notes of the readers in Spanish: each is known again, so none stays English by a change there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.baselines.linear import NO_SKLEARN
from sentir.data.audit import audit
from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.data.splits import split
from sentir.report.language import language
from sentir.report.note_words import MESSAGES, note_lines, note_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENGLISH, SPANISH = language("en"), language("es")
ROWS = [(f"some words {n}", label) for n in range(8) for label in ("joy", "fear")]
ACCENTS = "\n".join(f"mañana será otro día {text};{label}" for text, label in ROWS)


def comma(folder: Path) -> str:
    rows = [*ROWS, ("only one", "Joy"), ("", "")]
    (folder / "a.csv").write_text("text,label,part\n" + "".join(f"{t},{c},x{c}\n" for t, c in rows))
    return str(folder / "a.csv")


def guessed(folder: Path) -> str:
    (folder / "a.csv").write_bytes(ACCENTS.replace(";", ",").encode("latin-1"))
    return str(folder / "a.csv")


def labelled_lines(folder: Path) -> str:
    (folder / "a.txt").write_text(ACCENTS)
    return str(folder / "a.txt")


def measured(folder: Path) -> str:
    rows = "".join(f"some words {n},{n % 25}\n" for n in range(500))
    (folder / "a.csv").write_text(f"text,rating\n{rows}")
    return str(folder / "a.csv")


def class_files(folder: Path) -> str:
    for label in ("joy", "fear"):
        (folder / f"{label}.txt").write_text("".join(f"{t}\n" for t, c in ROWS if c == label))
    (folder / "notes.md").write_text("not data")
    return str(folder)


def bad_rows(folder: Path) -> str:
    (folder / "a.csv").write_text("text,label\nwords,joy\nmore,fear\n" + "x,joy,z\n" * 20)
    return str(folder / "a.csv")


SOURCES: dict[str, Callable[[Path], str]] = {
    each.__name__: each
    for each in (comma, guessed, labelled_lines, measured, class_files, bad_rows)
}


@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
def test_every_note_of_a_source_is_said_in_spanish(
    make: Callable[[Path], str], tmp_path: Path
) -> None:
    table = read(make(tmp_path), SourceOptions(on_bad_row="skip"))
    notes = audit(table, split(table, seed=0, validation=0.2, test=0.2)).notes

    assert len(notes) > 1
    assert note_lines(notes, ENGLISH) == notes
    for note, said in zip(notes, note_lines(notes, SPANISH), strict=True):
        for english, spanish in zip(note.split("; "), said.split("; "), strict=True):
            assert english != spanish


NOTES: dict[str, tuple[str, str]] = {
    "several": (
        "a.csv: columns split at semicolon, quotes taken as letters; read as cp1252 (a guess; "
        "--encoding states another); text from column 1",
        "a.csv: columnas separadas por punto y coma, comillas tomadas como letras; leído como "
        "cp1252 (una suposición; --encoding indica otra); texto de la columna 1",
    ),
    "hub": (
        "hf:a/b: 3 files, 1.2 MB, revision 0123456789, from the hub",
        "hf:a/b: 3 archivos, 1.2 MB, revisión 0123456789, del hub",
    ),
    "part": (
        "no test row has the class {0}: its score says nothing",
        "ninguna fila de prueba tiene la clase {0}: su resultado no dice nada",
    ),
    "place": (
        "the first text without a word: a line b.csv line 802",
        "el primer texto sin ninguna palabra: a line b.csv, línea 802",
    ),
    "baseline": (
        NO_SKLEARN,
        "la referencia lineal necesita scikit-learn, que no está instalado; añádalo con pip "
        'install -e ".[train]"',
    ),
    "unknown": ("a note of another reader: of {braces}", "a note of another reader: of {braces}"),
}


@pytest.mark.parametrize("case", NOTES.values(), ids=NOTES)
def test_a_note_is_known_by_its_message(case: tuple[str, str]) -> None:
    note, spanish = case
    assert note_words(note, SPANISH) == spanish
    assert note_words(note, ENGLISH) == note


def test_every_message_is_known_as_itself() -> None:
    for message in MESSAGES:
        assert note_words(message, SPANISH) == SPANISH.translations.gettext(message)
