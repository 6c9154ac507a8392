"""What the card of a data set on the hub says: its subsets, their files, the names of classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 1 << 20
MAX_CLASSES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """One of the sets that a repository holds.

    Attributes:
        name: as the card calls it.
        is_default: whether the card says so.
        patterns: (split, pattern of file names) in order; a pattern may hold `*`.
    """

    name: str
    is_default: bool = False
    patterns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is read of a card; a part that has another form than expected is passed over.

    Attributes:
        subsets: those with a list of files.
        names: class names by subset and column; a class is its place.
    """

    subsets: tuple[Subset, ...] = ()
    names: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Card:
        """Return what the YAML between the first two lines of dashes says."""
        import yaml

        head, _, rest = text.removeprefix("\ufeff").partition("\n")
        front, end, _ = rest.partition("\n---")
        if head.strip() != "---" or not end:
            return cls()
        try:
            value = yaml.safe_load(front)
        except (yaml.YAMLError, RecursionError, ValueError):
            return cls()
        card = _mapping(value)
        infos = card.get("dataset_info")
        return cls(
            subsets=tuple(filter(None, map(_subset, _list(card.get("configs"))))),
            names={
                str(info.get("config_name", "")): _names(info.get("features"))
                for info in map(_mapping, _list(infos))
            },
        )

    def names_of(self, subset: str) -> Mapping[str, tuple[str, ...]]:
        """Return the class names of a subset; where only one is described, those of that."""
        if subset in self.names or len(self.names) != 1:
            return self.names.get(subset, {})
        return next(iter(self.names.values()))


def _subset(value: object) -> Subset | None:
    stated = _mapping(value)
    files = stated.get("data_files")
    patterns = [("train", each) for each in _texts(files)]
    for part in map(_mapping, _list(files)):
        patterns += [(str(part.get("split", "")), each) for each in _texts(part.get("path"))]
    if not patterns:
        return None
    name = str(stated.get("config_name", "default"))
    is_default = stated.get("default") is True or name == "default"
    return Subset(name=name, is_default=is_default, patterns=tuple(patterns))


def _names(features: object) -> dict[str, tuple[str, ...]]:
    """Return the class names of each column that has some: a list, or numbers with names."""
    found = {}
    for feature in map(_mapping, _list(features)):
        labels = _mapping(_mapping(feature.get("dtype")).get("class_label")).get("names")
        names = _in_order(labels) if isinstance(labels, Mapping) else _texts(labels)
        if 0 < len(names) <= MAX_CLASSES:
            found[str(feature.get("name", ""))] = tuple(names)
    return found


def _in_order(names: Mapping[Any, Any]) -> list[str]:
    """Return names by number; none where the numbers do not count from 0."""
    numbered = {str(key): str(name) for key, name in names.items()}
    order = [numbered.get(str(i)) for i in range(len(numbered))]
    return [] if None in order else [name for name in order if name is not None]


def _mapping(value: object) -> Mapping[Any, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: object) -> list[str]:
    return [each for each in _list(value) if isinstance(each, str)]
