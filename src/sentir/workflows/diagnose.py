"""The verdict on a run, or on a history that another program wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from sentir.diagnose.fit import Reference
from sentir.diagnose.verdict import Verdict, judge
from sentir.errors import ConfigError, RunError
from sentir.report.words import finished_lines, verdict_lines
from sentir.store.history_files import read_history_file
from sentir.store.runs import open_run
from sentir.workflows.stored import as_damage, data_of

if TYPE_CHECKING:
    from sentir.report import shape
    from sentir.report.language import Language
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
        ConfigError: `validation_rows` is given for a run.
        RunError: there is no such run, or it has measured nothing yet.
    """
    if _is_history(source):
        rows = read_history_file(Path(source))
        return judge(rows, reference=Reference(validation_rows=validation_rows or None))
    if validation_rows:
        raise ConfigError(
            f"--validation-rows is for a history from elsewhere; the run {source} knows how many "
            "validation rows it has. Leave the option out."
        )
    folder = open_run(source)
    record = folder.read_run()
    if record.get("verdict"):
        with as_damage(folder.path / "run.json"):
            found = record["verdict"]
            return Verdict(found["fit"], found["course"], found["numbers"])
    return _of_unfinished(folder)


def lines_on(source: str | Path, verdict: Verdict, speech: Language) -> list[str]:
    """Return the verdict in words; of a finished run with the next step its report names.

    Raises:
        RunError: the run's report is damaged.
    """
    folder = None if _is_history(source) else open_run(source)
    if folder is None or folder.state() != "finished":
        return verdict_lines(verdict.to_json(), speech)
    with as_damage(folder.path / "report.json"):
        return finished_lines(cast("shape.Report", folder.read("report")), speech)


def _is_history(source: str | Path) -> bool:
    path = Path(source)
    return path.is_file() and path.suffix in _SUFFIXES and path.name != "run.json"


def _of_unfinished(folder: RunFolder) -> Verdict:
    """Return what can be said while a run is under way, or after it was interrupted."""
    history = folder.read_history()
    if not history:
        raise RunError(
            f"{folder.path} has measured nothing yet. Wait for its first epoch, or go on with: "
            f"sentir resume {folder.typed}"
        )
    validation = len(data_of(folder).split.validation)
    return judge(history, reference=Reference(validation_rows=validation))
