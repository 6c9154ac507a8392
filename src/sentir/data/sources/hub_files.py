"""Which files of a repository on the hub are the data, and of which part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sentir.data.sources.labels import part_of
from sentir.data.sources.streams import DELIMITED_ENDINGS, JSON_ENDINGS, bare_name
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sentir.data.sources.hub_card import Card, Subset
    from sentir.data.sources.hub_names import HubName
    from sentir.data.sources.table import Part

MAX_FILES = 200
_ENDINGS = DELIMITED_ENDINGS | JSON_ENDINGS | {".parquet"}
_SHARD = re.compile(r"(.*?)-\d+-of-(\d+)")
_NO_DATA = re.compile(r"(?i)dataset_infos?|dataset_dict|state|readme|licen[cs]e|config")
# A name that is this and nothing else cannot leave the folder it is fetched into.
_SAFE = re.compile(r"(?!.*(?:^|/)\.)[^\x00-\x1f\\:*?\"<>|]{1,400}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HubFiles:
    """The files to be fetched.

    Attributes:
        subset: that they belong to, as the card or the folder calls it; empty for none.
        parts: (name in the repository, part), in the order of reading.
        notes: what there is to say about the choice.
    """

    subset: str
    parts: list[tuple[str, Part]]
    notes: list[str]


def pick(name: HubName, files: Iterable[str], card: Card) -> HubFiles:
    """Return the files of the subset that is named, or of the only or the default one.

    Raises:
        DataError: no choice is clear, or shards are missing; with what there is.
    """
    data = sorted(file for file in files if _is_data(file))
    stated = {subset.name: subset for subset in card.subsets}
    if stated and (not name.subset or name.subset in stated):
        subset = _chosen(name, card.subsets)
        found = _by_patterns(subset, data)
        others = sorted(set(stated) - {subset.name})
        notes = [f"subset {subset.name}; others: {', '.join(others[:20])}"] if others else []
    else:
        folder, found = _by_folder(name, data)
        subset_name = folder
        return HubFiles(subset=subset_name, parts=_checked(name, found), notes=[])
    return HubFiles(subset=subset.name, parts=_checked(name, found), notes=notes)


def _is_data(file: str) -> bool:
    stem, ending = bare_name(PurePosixPath(file))
    is_safe = _SAFE.fullmatch(file) is not None and not file.startswith("/")
    return is_safe and ending in _ENDINGS and _NO_DATA.fullmatch(stem) is None


def _chosen(name: HubName, subsets: Sequence[Subset]) -> Subset:
    wanted = [each for each in subsets if each.name == name.subset]
    default = [each for each in subsets if each.is_default]
    if name.subset or len(default) == 1 or len(subsets) == 1:
        return (wanted or default or list(subsets))[0]
    raise DataError(
        f"{name} holds several sets: {', '.join(each.name for each in subsets[:30])}. "
        f"Choose one, such as {name}/{subsets[0].name}"
    )


def _by_patterns(subset: Subset, data: Sequence[str]) -> list[tuple[str, Part]]:
    found: dict[str, Part] = {}
    for split, pattern in subset.patterns:
        part = part_of(split)
        for file in data:
            if part is not None and fnmatchcase(file, pattern.removeprefix("./")):
                found.setdefault(file, part)
    return list(found.items())


def _by_folder(name: HubName, data: Sequence[str]) -> tuple[str, list[tuple[str, Part]]]:
    """Return the folder that holds a train file and its files, if there is but one."""
    folders: dict[str, list[tuple[str, Part]]] = {}
    for file in data:
        folder, part = _place(file)
        if part is not None and (not name.subset or folder == name.subset):
            folders.setdefault(folder, []).append((file, part))
    whole = {f: files for f, files in folders.items() if any(part == "train" for _, part in files)}
    if len(whole) == 1:
        return next(iter(whole.items()))
    if len(data) == 1 and not name.subset:
        return "", [(data[0], "train")]
    if whole:
        named = [f"{name}/{folder}" for folder in whole if folder]
        raise DataError(f"{name} holds several sets: choose one of {', '.join(named[:30])}")
    seen = ", ".join(data[:10]) + (", ..." if len(data) > 10 else "") or "no such file at all"
    raise DataError(
        f"{name} has no train file in .parquet, .csv, .tsv, .json or .jsonl; it holds {seen}. "
        "Download what you mean by hand and give its path"
    )


def _place(file: str) -> tuple[str, Part | None]:
    """Return the folder of a file and the part that its name, or that of its folder, states."""
    path = PurePosixPath(file)
    stem = bare_name(path)[0]
    shard = _SHARD.fullmatch(stem)
    words = re.split(r"[._\-]", shard.group(1) if shard else stem)
    part = part_of(words[-1]) or part_of(words[0])
    if part is None and part_of(path.parent.name):
        return str(path.parent.parent).removeprefix("."), part_of(path.parent.name)
    return str(path.parent).removeprefix("."), part


def _checked(name: HubName, found: list[tuple[str, Part]]) -> list[tuple[str, Part]]:
    """Return the files of one form, the parts in order, refusing too many or too few."""
    found = _of_one_form(found)
    if not any(part == "train" for _, part in found):
        raise DataError(f"{name} names no train file that is there; give files by their path")
    if len(found) > MAX_FILES:
        raise DataError(
            f"{name} has {len(found)} files of data, more than {MAX_FILES}; download what you need "
            "by hand and give its path"
        )
    _refuse_gaps(name, [file for file, _ in found])
    order = ("train", "validation", "test")
    return sorted(found, key=lambda each: (order.index(each[1]), each[0]))


def _of_one_form(found: list[tuple[str, Part]]) -> list[tuple[str, Part]]:
    """Return the Parquet files alone where the same parts come in other forms too."""
    packed = [(f, part) for f, part in found if f.endswith(".parquet")]
    same = {part for _, part in packed} == {part for _, part in found}
    return packed if packed and same else found


def _refuse_gaps(name: HubName, files: Collection[str]) -> None:
    shards: dict[tuple[str, int], int] = {}
    for file in files:
        if found := _SHARD.match(file):
            key = (found.group(1), int(found.group(2)[:6]))
            shards[key] = shards.get(key, 0) + 1
    for (stem, count), there in shards.items():
        if there != count:
            raise DataError(f"{name}: of {count} files {stem}-... only {there} are there")
