"""The runs of a comparison: found, finished, on the same rows, and grouped by recipe."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.errors import RunError
from sentir.runtime.predictor import load
from sentir.store.runs import list_runs, model_path, open_run, unfinished
from sentir.workflows.stored import data_of, history_of, record_of, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sentir.config.settings import RunConfig
    from sentir.runtime.predictor import Model
    from sentir.store.histories import HistoryRow
    from sentir.store.run_folder import RunFolder
    from sentir.workflows.stored import DataRecord

_NO_PART_OF_A_RECIPE = {"title", "train.seed", "data.source"}
"""The files themselves are held against each other by their SHA-256."""


@dataclass(frozen=True)
class Contestant:
    """A finished run, and what is read of it when it is needed."""

    folder: RunFolder

    @cached_property
    def record(self) -> dict[str, Any]:
        """Return `run.json`."""
        return record_of(self.folder)

    @cached_property
    def config(self) -> RunConfig:
        """Return its settings."""
        return settings_of(self.folder)

    @cached_property
    def data(self) -> DataRecord:
        """Return what it knows of its rows."""
        return data_of(self.folder)

    @cached_property
    def history(self) -> list[HistoryRow]:
        """Return what was measured after each epoch."""
        return history_of(self.folder, self.record["kept_epoch"])

    @cached_property
    def model(self) -> Model:
        """Return the model it made."""
        return load(model_path(self.folder.path))

    @property
    def path(self) -> Path:
        """Return its folder."""
        return self.folder.path

    @property
    def seed(self) -> int:
        """Return `train.seed`."""
        return self.config.train.seed

    @cached_property
    def recipe(self) -> dict[str, Any]:
        """Return every setting by its dotted name, but for those that make no recipe."""
        settings = _dotted(self.config.model_dump(mode="json"))
        return {key: value for key, value in settings.items() if key not in _NO_PART_OF_A_RECIPE}

    def rows(self, part: str) -> list[int]:
        """Return the numbers of the rows of a part."""
        found: list[int] = getattr(self.data.split, part)
        return found


def contestants(references: Sequence[str]) -> list[Contestant]:
    """Return the runs that are named, each once; a folder of runs names all in it.

    Raises:
        RunError: one is not there or not finished, or they are fewer than two.
    """
    folders = {folder.path.resolve(): folder for name in references for folder in _runs_of(name)}
    for folder in folders.values():
        if folder.state() != "finished":
            raise RunError(f"{folder.path} cannot be compared yet: {unfinished(folder)}")
    if len(folders) < 2:
        named = ", ".join(str(folder.path) for folder in folders.values())
        raise RunError(
            f"a comparison needs at least two runs, and this is one: {named}. Name another, or a "
            "folder that holds several; sentir runs lists those there are."
        )
    return [Contestant(folder) for folder in folders.values()]


def _runs_of(reference: str) -> list[RunFolder]:
    path = Path(reference)
    if reference != "latest" and path.is_dir() and not (path / "run.json").is_file():
        inside = _inside(path)
        if inside:
            return inside
    return [open_run(reference)]


def _inside(path: Path) -> list[RunFolder]:
    """Return the runs of a folder, and of the folders in it, in the order of their names."""
    folders = [path, *sorted(child for child in path.iterdir() if child.is_dir())]
    found = [run for folder in folders for run in list_runs(root=folder)]
    return sorted(found, key=lambda run: str(run.path))


def check_same_rows(found: Sequence[Contestant], part: str) -> None:
    """Refuse runs that were not measured on the very same rows of this part.

    Raises:
        RunError: other files, rows, tasks or labels, or no rows of this part; says which.
    """
    first = found[0]
    if not first.rows(part):
        raise RunError(
            f"{first.path} has no {part} rows: its data states none, or split.{part} is 0. "
            f"Compare on validation rows, or train with some, for example --set split.{part}=0.1."
        )
    for other in found[1:]:
        reason = _other_task(first, other) or _other_files(first, other)
        reason = reason or _other_rows(first, other, part)
        if reason:
            raise RunError(f"{first.path} and {other.path} cannot be compared: {reason}")


def _other_task(first: Contestant, other: Contestant) -> str:
    tasks = first.model.task.kind, other.model.task.kind
    labels = first.model.labels, other.model.labels
    if set(labels[0]) != set(labels[1]):
        only = [", ".join(sorted(set(a) - set(b))) for a, b in (labels, labels[::-1])]
        said = [
            f"only {each.path.name} has {names}"
            for each, names in zip((first, other), only, strict=True)
            if names
        ]
        return f"their labels differ ({'; '.join(said)}). Compare runs on the same labels."
    if tasks[0] != tasks[1]:
        return f"their tasks differ ({tasks[0]} and {tasks[1]}). Compare runs of one task."
    return ""


def _other_files(first: Contestant, other: Contestant) -> str:
    a, b = ({file.name: file.sha256 for file in each.data.files} for each in (first, other))
    if list(a.values()) == list(b.values()):  # a copy under another name holds the same rows
        return ""
    differing = sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))
    return (
        f"they were trained on other files ({', '.join(differing)}: the SHA-256 differs, or only "
        "one has it). Train both on the same files."
    )


def _other_rows(first: Contestant, other: Contestant, part: str) -> str:
    a, b = first.rows(part), other.rows(part)
    if a == b:
        return ""
    shared = len(set(a) & set(b))
    return (
        f"their {part} rows differ ({len(a)} and {len(b)}, {shared} of them in both). Train both "
        "with the same split.seed, split.validation and split.test."
    )


def by_recipe(found: Iterable[Contestant]) -> list[list[Contestant]]:
    """Return the runs grouped by recipe: those of a group differ in nothing but `train.seed`."""
    groups: list[list[Contestant]] = []
    for run in found:
        for group in groups:
            if group[0].recipe == run.recipe:
                group.append(run)
                break
        else:
            groups.append([run])
    return groups


def once_a_seed(group: Sequence[Contestant]) -> tuple[list[Contestant], list[Contestant]]:
    """Return the first run of each seed, and the others: the same seed again tells nothing new."""
    seen: dict[int, Contestant] = {}
    again = [run for run in group if seen.setdefault(run.seed, run) is not run]
    return list(seen.values()), again


def _dotted(settings: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Return a table of tables by dotted names: `{"model": {"cell": "gru"}}` as `model.cell`."""
    found: dict[str, Any] = {}
    for key, value in settings.items():
        found |= (
            _dotted(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: value}
        )
    return found
