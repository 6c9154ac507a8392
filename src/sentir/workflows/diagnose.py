"""The verdict on a run, or on a history that another program wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from sentir.diagnose.fit import Reference
from sentir.diagnose.verdict import Verdict, judge
from sentir.errors import RunError
from sentir.store.history_files import read_history_file
from sentir.store.runs import open_run

if TYPE_CHECKING:
    from sentir.report import shape
    from sentir.store.run_folder import RunFolder

_SUFFIXES = (".csv", ".json", ".jsonl", ".tsv", ".txt")


def diagnose(source: str | Path, *, validation_rows: int = 0) -> Verdict:
    """Return how the fit is and what the curves did.

    Args:
        source: A run (folder, name, `latest`), or a file with a row per epoch.
        validation_rows: How many rows the validation figures rest on; 0 where it is not known.
            A run of sentir knows it.

    Raises:
        DataError: the file is no history.
        RunError: there is no such run, or it has measured nothing yet.
    """
    if _is_history(source):
        rows = read_history_file(Path(source))
        return judge(rows, reference=Reference(validation_rows=validation_rows or None))
    folder = open_run(source)
    record = folder.read_run()
    if record.get("verdict"):
        found = record["verdict"]
        return Verdict(found["fit"], found["course"], found["numbers"])
    return _of_unfinished(folder)


def report_of(source: str | Path) -> shape.Report | None:
    """Return the numbers of a finished run's report; None for a history or an unfinished run.

    Raises:
        RunError: there is no such run, or its report is damaged.
    """
    if _is_history(source):
        return None
    folder = open_run(source)
    return cast("shape.Report", folder.read("report")) if folder.state() == "finished" else None


def _is_history(source: str | Path) -> bool:
    path = Path(source)
    return path.is_file() and path.suffix in _SUFFIXES and path.name != "run.json"


def _of_unfinished(folder: RunFolder) -> Verdict:
    """Return what can be said while a run is under way, or after it was interrupted."""
    history = folder.read_history()
    if not history:
        raise RunError(
            f"{folder.path} has measured nothing yet. Wait for its first epoch, or go on with: "
            f"sentir resume {folder.path}"
        )
    validation = len(folder.read("data")["split"]["validation"])
    return judge(history, reference=Reference(validation_rows=validation))
