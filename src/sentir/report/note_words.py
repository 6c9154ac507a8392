"""What readers and the linear baseline note in English, in the language of whoever is told.

A note keeps its English in files and JSON. Here it is known again by its message, so that a
message must be worded here as it is there; what no message fits stays English.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING

from sentir.report.language import mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentir.report.language import Language

MESSAGES = (
    mark("columns split at {delimiter}, quotes taken as letters"),
    mark("columns split at {delimiter}"),
    mark("no header: columns are called 1, 2, ..."),
    mark("read as {encoding}"),
    mark("read as {encoding} (a guess; --encoding states another)"),
    mark('text and label split at the last "{separator}"'),
    mark('every line a text of class "{label}"'),
    mark('every .txt file a text of class "{label}", in the order of their names'),
    mark("text from column {column}"),
    mark("label from column {column}"),
    mark("part from column {column}"),
    mark("column {column} is left out: not all its values name a part"),
    mark("classes named by the card: {classes}"),
    mark("the classes {classes} differ by upper and lower case only"),
    mark(
        "the labels in column {column} are {n} whole numbers, each taken as a class; if they "
        "measure something, bin them into a few classes (such as low, middle, high)"
    ),
    mark("left out, none of its rows has a label"),
    mark("left out of {folder}: {files}"),
    mark("left out: {row} line {line}: {reason}"),
    mark("left out: {n} more rows"),
    mark("subset {subset}; others: {others}"),
    mark("{source}: 1 file, {size}, revision {commit}, {how}"),
    mark("{source}: {n} files, {size}, revision {commit}, {how}"),
    mark("divided by class with seed {seed}, equal texts on one side"),
    mark("validation is a stratified {share} of train (seed {seed})"),
    mark("no test rows are stated; the validation rows are the only judge"),
    mark('class "{label}" has 1 row, none for {part}'),
    mark('class "{label}" has {n} rows, none for {part}'),
    mark("no {part} row has the class {label}: its score says nothing"),
    mark("no {part} row has one of the classes {labels}: their scores say nothing"),
    mark("the first text without a word: {place}"),
    mark(
        "no near duplicates were found by MinHash, which finds 95 % of the pairs that are just "
        "alike enough, and more of those more alike"
    ),
    mark(
        "near duplicates are counted among {rows} rows only; all rows are compared where "
        'datasketch is installed: pip install -e ".[train]"'
    ),
    mark('"{subject}" is a path here and a recipe too: the path is taken.'),
    mark(
        "the linear baseline needs scikit-learn, which is not installed; add it with pip install "
        '-e ".[train]"'
    ),
    mark("the training rows hold one class only; there is nothing to fit"),
    mark("the training texts are all empty; there is nothing to fit"),
    mark("the linear baseline was stopped before its end"),
    mark("the linear baseline failed: {reason}"),
)
"""What is noted; of two that fit a note the first is taken."""
_VALUES = {
    "comma": mark("comma"),
    "semicolon": mark("semicolon"),
    "validation": mark("validation"),
    "test": mark("test"),
    "from the hub": mark("from the hub"),
    "read from the cache, the hub does not answer": mark(
        "read from the cache, the hub does not answer"
    ),
}
_OF_A_FEW = {"delimiter", "part", "how"}
"""Names in messages whose values are words of the reader, not of the data."""
_PLACE = re.compile(r"(?P<file>.+) line (?P<line>\d+)", re.DOTALL)
_BETWEEN = "; "


def note_lines(notes: Iterable[str], language: Language) -> list[str]:
    """Return the notes in this language."""
    return [note_words(note, language) for note in notes]


def note_words(note: str, language: Language) -> str:
    """Return a note in this language: a message, or a file's name and the messages about it."""
    if said := _said(note, language):
        return said
    name, _, rest = note.partition(": ")
    return f"{name}: {_listed(rest, language)}" if rest else note


def _listed(messages: str, language: Language) -> str:
    """Return messages that stand in a row; some hold themselves what stands between them."""
    pieces, start = messages.split(_BETWEEN), 0
    found = []
    while start < len(pieces):
        for end in range(len(pieces), start, -1):
            message = _BETWEEN.join(pieces[start:end])
            said = _said(message, language)
            if said or end == start + 1:
                found.append(said or message)
                start = end
                break
    return _BETWEEN.join(found)


def _said(note: str, language: Language) -> str:
    """Return a note that is one message in this language; nothing where it is none."""
    for message in MESSAGES:
        if match := _pattern(message).fullmatch(note):
            named = match.groupdict()
            values = {name: _value(name, value, language) for name, value in named.items()}
            return language.say(message, **values)
    return ""


def _value(name: str, value: str, language: Language) -> str:
    """Return what a name in a message stands for: words of the reader in this language."""
    if name in _OF_A_FEW and value in _VALUES:
        return language.say(_VALUES[value])
    if name == "place" and (found := _PLACE.fullmatch(value)):
        return language.say("{file} line {line}", **found.groupdict())
    return value


@cache
def _pattern(message: str) -> re.Pattern[str]:
    """Return what fits a message, whatever its names stand for but several messages in a row."""
    pieces = [
        re.escape(text) + (f"(?P<{name}>(?:(?!{_BETWEEN}).)+?)" if name else "")
        for text, name, _, _ in Formatter().parse(message)
    ]
    return re.compile("".join(pieces), re.DOTALL)
