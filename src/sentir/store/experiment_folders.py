"""Experiments by what they are of: the folder of a plan, those that answer a question, all."""

from __future__ import annotations

import contextlib
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.errors import MachineError, RunError
from sentir.store.documents import dump
from sentir.store.experiment_folder import ExperimentFolder
from sentir.store.failures import refused
from sentir.store.new_folder import candidates, make_asked_folder, make_folder
from sentir.store.runs import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping


def place_for(
    kind: str,
    name: str,
    plan: Mapping[str, Any],
    *,
    out: Path | None = None,
    takes_finished: bool = False,
    root: Path = ROOT,
) -> ExperimentFolder:
    """Return the folder in which a plan is carried out.

    That is `out`, or the folder under `root` that was left unfinished with the same plan, or else
    the next free of root/name, root/name-2, ...; an unfinished one is gone on with.

    Args:
        kind: of the experiment.
        name: of a new folder.
        plan: what is carried out.
        out: the folder asked for.
        takes_finished: whether a finished folder of the same plan is taken again too: of what is
            not carried out twice, or comes to the same.
        root: where folders lie that nobody asked for.

    Raises:
        RunError: `out` holds something else.
        MachineError: no permission, no room.
    """
    wanted = json.loads(dump(plan))

    def is_ours(folder: ExperimentFolder) -> bool:
        record = _record(folder)
        return (
            record.get("kind") == kind
            and record["plan"] == wanted
            and (takes_finished or record["state"] != "finished")
        )

    if out is not None:
        folder = ExperimentFolder(out)
        if is_ours(folder):
            return folder
        return ExperimentFolder(make_asked_folder(out, hint=_elsewhere(folder, kind, wanted)))
    for path in candidates(root, name):
        folder = ExperimentFolder(path)
        if is_ours(folder) or make_folder(path):
            return folder
    raise AssertionError("the candidates never end")


def experiments_of(
    kind: str, name: str, *, out: Path | None = None, root: Path = ROOT
) -> list[tuple[ExperimentFolder, dict[str, Any]]]:
    """Return the experiments that lie where `place_for` looks, each with its `experiment.json`."""
    paths = [out] if out is not None else itertools.takewhile(Path.exists, candidates(root, name))
    found = [(folder, _record(folder)) for folder in map(ExperimentFolder, paths)]
    return [(folder, record) for folder, record in found if record.get("kind") == kind]


def list_experiments(*, root: Path = ROOT) -> list[ExperimentFolder]:
    """Return the experiments under `root` in the order in which they began, damaged ones first."""
    try:
        found = [
            ExperimentFolder(path)
            for path in root.iterdir()
            if (path / "experiment.json").is_file()
        ]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise refused(error, root, action="read") from error
    return sorted(found, key=lambda each: (str(_record(each).get("started", "")), each.name))


def _record(folder: ExperimentFolder) -> dict[str, Any]:
    """Return `experiment.json`; nothing where the folder holds none that can be read."""
    with contextlib.suppress(RunError, MachineError):
        return folder.read()
    return {}


def _elsewhere(folder: ExperimentFolder, kind: str, plan: Mapping[str, Any]) -> str:
    """Return what to do where `out` is taken."""
    record = _record(folder)
    if not record:
        return "an unfinished experiment is gone on with by the very command that began it"
    if record["state"] == "finished" and record.get("kind") == kind and record["plan"] == plan:
        return "the experiment in it is finished"
    return f"it was begun with another plan: {record.get('command', '')}"
