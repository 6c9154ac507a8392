"""Looking without training: the audit of a source, the lists of runs and experiments."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.config.loading import resolve
from sentir.config.recipes import load_recipe, shipped_recipes
from sentir.data.audit import Audit, audit
from sentir.data.splits import split
from sentir.errors import DataError, RunError
from sentir.store.documents import dump
from sentir.store.experiment_folders import list_experiments
from sentir.store.runs import list_runs
from sentir.workflows.material import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.store.run_folder import RunFolder


def audit_data(source: str, reading: Mapping[str, Any]) -> Audit:
    """Return what there is to know about a source, divided as a training would divide it.

    Rows that cannot be read are counted and the first of them named, unless `reading` says fail.

    Raises:
        DataError: the source cannot be read.
        ConfigError: an option of reading does not exist.
    """
    _refuse_recipe(source)
    config = resolve(None, data={"on_bad_row": "skip", **reading, "source": source})
    table = read_table(config.data)
    parts = split(
        table,
        seed=config.split.seed,
        validation=config.split.validation,
        test=config.split.test,
    )
    return audit(table, parts)


def _refuse_recipe(source: str) -> None:
    """Say where the data of a recipe are, instead of looking for a file of its name."""
    if Path(source).exists() or source not in shipped_recipes():
        return
    own = load_recipe(source).settings.get("data", {}).get("source")
    hint = f"Its data: sentir audit {own}" if own else "Give the path of your copy of its data."
    raise DataError(f'"{source}" is a recipe, and audit looks at data. {hint}')


def runs_here() -> list[dict[str, Any]]:
    """Return every run under `runs/`: name, state, verdict and scores, in the order of start."""
    found: list[dict[str, Any]] = []
    for folder in list_runs():
        try:
            record = folder.read_run()
        except RunError as error:
            found.append({"name": folder.name, "state": "damaged", "problem": str(error)})
            continue
        keys = ("state", "started", "verdict", "scores")
        known = {key: record.get(key) for key in keys}
        stopped = record["state"] == "interrupted"
        found.append(
            {
                "name": folder.name,
                **known,
                "rows": _same_rows(folder),
                "go_on": f"sentir resume {folder.typed}" if stopped else None,
            }
        )
    return [{"kind": "run", **each} for each in found]


def _same_rows(folder: RunFolder) -> str | None:
    """Return what runs have in common that were measured on the same validation rows."""
    try:
        data = folder.read("data")
        rows = data["split"]["validation"], [file["sha256"] for file in data["files"]]
    except (RunError, KeyError, TypeError):
        return None  # it has none yet, or a damaged one: whoever opens the run is told
    return hashlib.sha256(dump(rows)).hexdigest()[:12]


def experiments_here() -> list[dict[str, Any]]:
    """Return every experiment under `runs/`: name, kind, state and of what, in the order of start.

    One that was interrupted says in `go_on` which command goes on with it: the one that began it.
    """
    found: list[dict[str, Any]] = []
    for folder in list_experiments():
        try:
            record = folder.read()
        except RunError as error:
            found.append(
                {"kind": None, "name": folder.name, "state": "damaged", "problem": str(error)}
            )
            continue
        stopped = record["state"] == "interrupted"
        found.append(
            {
                "kind": record.get("kind"),
                "name": folder.name,
                "state": record["state"],
                "started": record.get("started"),
                "of": _subjects(str(record.get("kind")), record["plan"]),
                "go_on": record.get("command") if stopped else None,
            }
        )
    return found


def _subjects(kind: str, plan: Mapping[str, Any]) -> list[str]:
    """Return what an experiment is of: runs by their path, a recipe or its title, a file."""
    try:
        match kind:
            case "ablation":
                base = plan["base"]
                return [base["title"] or Path(base["data"]["source"]).name]
            case "compare":
                return list(plan["runs"])
            case "remedy":
                return [plan["question"]["run"]]
            case "table":
                return [plan["recipe"]]
            case "what_if":
                return [plan["run"]]
    except (KeyError, TypeError):
        pass  # damaged, or of another version: whoever opens it is told
    return []
