"""Runs by name: make the next free folder, find one by path, name or `latest`, list them."""

from __future__ import annotations

import shlex
from pathlib import Path

from sentir.errors import RunError, did_you_mean
from sentir.store.failures import refused
from sentir.store.new_folder import candidates, make_asked_folder, make_folder
from sentir.store.run_folder import RunFolder

ROOT = Path("runs")
"""Where runs lie when nothing else is said, seen from the working folder."""
_MODEL = b"SENTIR"  # then the version, see docs/formats.md


def create_run(name: str, *, out: Path | None = None, root: Path = ROOT) -> RunFolder:
    """Make the folder of a new run: `out`, or else the next free of root/name, root/name-2, ...

    Raises:
        RunError: `out` exists and is not an empty folder.
        MachineError: no permission, no room.
    """
    if out is not None:
        typed = shlex.quote(str(out))
        hint = f"a run that was interrupted goes on with: sentir resume {typed}"
        return RunFolder(make_asked_folder(out, hint=hint))
    return RunFolder(next(path for path in candidates(root, name) if make_folder(path)))


def open_run(reference: str | Path, *, root: Path = ROOT) -> RunFolder:
    """Return a run by path, by its name under `root`, or `latest`: the one started last.

    Raises:
        RunError: there is none; names the nearest.
    """
    if str(reference) == "latest":
        return _latest(root)
    name = str(reference)
    path = Path(reference)
    if name and _is_run(path):
        return RunFolder(path)
    if name and path.name == name and _is_run(root / path):
        return RunFolder(root / path)
    if path.name == "run.json" and _is_run(path.parent):
        return RunFolder(path.parent)
    for folder in (path, *([root / path] if path.name == name else [])):
        if name and folder.is_dir():
            raise RunError(
                f"{folder} is not a run: it holds no run.json. Give the folder of a run; sentir "
                "runs lists those there are."
            )
    if path.suffix == ".sentir" and path.is_file():
        raise RunError(f"{path} is a model file, not a run. Give the folder of the run it is of.")
    names = [run.name for run in list_runs(root=root)]
    raise RunError(
        f'there is no run "{reference}", neither as a path nor under {root}/.'
        f"{did_you_mean(path.name, names)} sentir runs lists those there are."
    )


def model_path(reference: str | Path, *, root: Path = ROOT) -> Path:
    """Return the model file that a MODEL names: the file itself, or the one of a run.

    Raises:
        RunError: there is neither, or the run has no model yet.
    """
    path = Path(reference)
    if path.is_file() and path.name != "run.json":
        if path.suffix != ".sentir" and not _begins_as_model(path):
            names = [run.name for run in list_runs(root=root)]
            raise RunError(
                f"{path} is not a model file: it does not begin with SENTIR01. Give a .sentir file "
                f"or a run.{did_you_mean(path.stem, names)} If it holds texts to learn from: "
                f"sentir train {shlex.quote(str(path))}, then give latest."
            )
        return path
    if path.suffix == ".sentir":
        raise RunError(f"there is no model file {path}. Give a .sentir file or a run.")
    run = open_run(reference, root=root)
    if not run.model_path.is_file():
        raise RunError(f"{run.path} has no model file: {unfinished(run)}")
    return run.model_path


def _begins_as_model(path: Path) -> bool:
    """Return whether a file begins as model files of all versions do."""
    try:
        with path.open("rb") as file:
            return file.read(len(_MODEL)) == _MODEL
    except OSError as error:
        raise refused(error, path, action="read") from error


def unfinished(run: RunFolder) -> str:
    """Return the state of a run that is not finished, and what to do about it."""
    state = run.state()
    if state == "running":  # it reads so only while a living process holds its lock
        return "the run is still being trained; wait until it is finished."
    if state == "finished":
        return f"the run is finished, yet lacks it. Train anew, or get {run.path} from a copy."
    return f"the run is {state}. Go on with: sentir resume {run.typed}"


def _is_run(path: Path) -> bool:
    try:
        return (path / "run.json").is_file()
    except OSError as error:
        raise refused(error, path, action="read") from error


def _latest(root: Path) -> RunFolder:
    runs = list_runs(root=root)
    if not runs:
        raise RunError(f"there is no run under {root}/ yet. Make one with sentir train.")
    return runs[-1]


def list_runs(*, root: Path = ROOT) -> list[RunFolder]:
    """Return the runs under `root` in the order in which they were started, damaged ones first."""
    try:
        found = [RunFolder(path) for path in root.iterdir() if _is_run(path)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise refused(error, root, action="read") from error
    return sorted(found, key=lambda run: (_started(run), run.name))


def _started(run: RunFolder) -> str:
    try:
        return str(run.read_run().get("started", ""))
    except RunError:
        return ""
