"""Looking without training: the audit of a source, the list of runs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sentir.config.loading import resolve
from sentir.data.audit import Audit, audit
from sentir.data.splits import split
from sentir.errors import RunError
from sentir.store.documents import dump
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
    config = resolve(None, data={"on_bad_row": "skip", **reading, "source": source})
    table = read_table(config.data)
    parts = split(
        table,
        seed=config.split.seed,
        validation=config.split.validation,
        test=config.split.test,
    )
    return audit(table, parts)


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
        found.append({"name": folder.name, **known, "rows": _same_rows(folder)})
    return found


def _same_rows(folder: RunFolder) -> str | None:
    """Return what runs have in common that were measured on the same validation rows."""
    try:
        data = folder.read("data")
        rows = data["split"]["validation"], [file["sha256"] for file in data["files"]]
    except (RunError, KeyError, TypeError):
        return None  # it has none yet, or a damaged one: whoever opens the run is told
    return hashlib.sha256(dump(rows)).hexdigest()[:12]
