"""Which files of a source are read, and as what."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sentir.data.sources.chosen import Choice, ChosenFile
from sentir.data.sources.class_folders import class_folders
from sentir.data.sources.columns import listed
from sentir.data.sources.hub import choose_from_hub
from sentir.data.sources.hub_names import HUB, hub_hint
from sentir.data.sources.labels import part_of
from sentir.data.sources.shipped import SHIPPED, shipped_corpus
from sentir.data.sources.streams import bare_name
from sentir.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.data.sources.table import Part

DATA_SUFFIXES = frozenset(
    {".csv", ".tsv", ".tab", ".jsonl", ".ndjson", ".json", ".parquet", ".txt"}
)
_NO_DATA = re.compile(
    r"(?i)readme|licen[cs]e|notice|copying|citation|changelog|authors|requirements|sha256sums|"
    r"checksums?|labels?|classes|vocab(ulary)?"
)
_NO_TEXT = frozenset({
    ".md", ".rst", ".pdf", ".html", ".htm", ".xml", ".py", ".ipynb", ".zip", ".tar", ".tgz", ".jpg",
    ".jpeg", ".png", ".gif", ".yaml", ".yml", ".toml", ".cfg", ".log", ".sha256", ".md5", ".sentir",
})  # fmt: skip


def choose(source: str) -> Choice:
    """Return the files of a path, of `shipped:NAME` or of `hf:OWNER/NAME`.

    Raises:
        DataError: there is no such file, it is not a regular one, or no choice is clear.
        MachineError: the hub cannot be reached.
    """
    if source.startswith(SHIPPED):
        return Choice([ChosenFile(shipped_corpus(source))])
    if source.startswith(HUB):
        return choose_from_hub(source)
    path = Path(source).expanduser()
    if path.is_dir():
        return choose_files(path)
    if not path.exists():
        near = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
        raise DataError(
            f"{source} does not exist.{did_you_mean(path.name, near)}{hub_hint(source)} Expected a "
            "data file, a folder of data files, or shipped:everyday"
        )
    if not path.is_file():
        raise DataError(
            f"{source} is a pipe or a device, which cannot be read twice; write what comes from it "
            "to a file, and give that"
        )
    return Choice([ChosenFile(path)])


def choose_files(folder: Path) -> Choice:
    """Return the split files of a folder, else a file per class, else its only data file.

    Raises:
        DataError: no choice is clear.
    """
    try:
        listing = sorted(path for path in folder.iterdir() if path.name[0] != ".")
        present = [path for path in listing if path.is_file()]
    except OSError as error:
        raise DataError(f"{folder} cannot be listed: {error.strerror}") from error
    chosen = _split_files(folder, present) or _class_files(present) or _only_file(present)
    chosen = chosen or class_folders(folder)
    if not chosen:
        seen = listed([f"{path.name}/" if path.is_dir() else path.name for path in listing])
        raise DataError(
            f"{folder} holds {seen or 'nothing'}; expected files named train, val and test (.csv, "
            ".tsv, .jsonl, .json, .parquet, .txt), a text file per class, a folder per class with "
            ".txt files, or one data file. Give the path of the file that is meant"
        )
    read = {file.path for file in chosen}
    read |= {path.parent for path in read}
    others = [path for path in listing if path.is_dir()] if chosen[0].path.is_dir() else []
    left = [path.name for path in [*present, *others] if path not in read]
    return Choice(chosen, [f"left out of {folder.name}: {', '.join(left[:20])}"] if left else [])


def _split_files(folder: Path, present: Sequence[Path]) -> list[ChosenFile]:
    found: dict[Part, list[Path]] = {"train": [], "validation": [], "test": []}
    for path in present:
        stem, ending = bare_name(path)
        part = part_of(re.split(r"[._\-]", stem)[-1])
        if part and ending in DATA_SUFFIXES:
            found[part].append(path)
    for part, paths in found.items():
        if len(paths) > 1:
            raise DataError(
                f"{folder} has several files for {part}: {', '.join(p.name for p in paths)}. "
                "Put the ones that belong together into a folder of their own"
            )
    if any(found.values()) and not found["train"]:
        names = ", ".join(path.name for paths in found.values() for path in paths)
        raise DataError(f"{folder} has {names} but no train file to learn from")
    return [ChosenFile(paths[0], part=part) for part, paths in found.items() if paths]


def _class_files(present: Sequence[Path]) -> list[ChosenFile]:
    """Return files named for their class: joy.txt and fear.txt, or film.pos and film.neg."""
    texts = [path for path in present if not _NO_DATA.fullmatch(bare_name(path)[0])]
    by_stem = {bare_name(path)[0]: path for path in texts if bare_name(path)[1] == ".txt"}
    if len(by_stem) > 1:
        return [ChosenFile(path, label=stem) for stem, path in sorted(by_stem.items())]
    groups: dict[str, list[Path]] = {}
    for path in texts:
        stem, ending = bare_name(path)
        if ending and ending not in DATA_SUFFIXES | _NO_TEXT:
            groups.setdefault(stem, []).append(path)
    several = [paths for paths in groups.values() if len(paths) > 1]
    if len(several) != 1:
        return []
    return [ChosenFile(path, label=bare_name(path)[1][1:]) for path in several[0]]


def _only_file(present: Sequence[Path]) -> list[ChosenFile]:
    data = [
        path
        for path in present
        if bare_name(path)[1] in DATA_SUFFIXES and not _NO_DATA.fullmatch(bare_name(path)[0])
    ]
    return [ChosenFile(data[0])] if len(data) == 1 else []
