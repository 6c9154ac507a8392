"""The page of an experiment, beside its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from sentir.store.atomic import write_whole

if TYPE_CHECKING:
    from sentir.report.language import Language
    from sentir.report.templating import Page
    from sentir.store.experiment_folder import ExperimentFolder


class MakesPage(Protocol):
    """What makes a page of `comparison.json`."""

    def __call__(self, found: dict[str, Any], language: Language, *, command: str) -> Page:
        """Return the page in this language; it says by which command it was made."""


def write_page(folder: ExperimentFolder, make: MakesPage, speech: Language) -> tuple[str, ...]:
    """Write `report.html` and return a line for each thing that had to be left out."""
    made = make(folder.read_comparison(), speech, command=str(folder.read()["command"]))
    if made.html is not None:
        write_whole(folder.path / "report.html", made.html.encode("utf-8"))
    return made.notes
