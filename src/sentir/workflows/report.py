"""Write the report of a run again: in another language, or to another place."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sentir.errors import MachineError, RunError
from sentir.report.language import language
from sentir.report.page import page
from sentir.store.atomic import write_whole
from sentir.store.runs import open_run, unfinished
from sentir.workflows.stored import as_damage

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.report import shape


def read_report(reference: str) -> shape.Report:
    """Return the numbers of a finished run's report.

    Raises:
        RunError: no such run, not finished, or damaged.
    """
    folder = open_run(reference)
    if folder.state() != "finished":
        raise RunError(f"{folder.path} cannot be reported yet: {unfinished(folder)}")
    return cast("shape.Report", folder.read("report"))


def write_report(reference: str, *, lang: str, out: Path | None = None) -> Path:
    """Write the page and return where it lies.

    Raises:
        RunError: no such run, not finished, or damaged.
        MachineError: jinja2 is missing, no room, no permission.
    """
    folder = open_run(reference)
    with as_damage(folder.path / "report.json"):
        made = page(read_report(reference), language(lang))
    if made.html is None:
        raise MachineError(" ".join(made.notes))
    path = out or folder.path / "report.html"
    write_whole(path, made.html.encode("utf-8"))
    return path
