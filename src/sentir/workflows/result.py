"""A run on disk as a program sees it: where it lies, how it is judged, its model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.diagnose.verdict import Verdict
from sentir.errors import RunError
from sentir.store.runs import unfinished

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.runtime.predictor import Model
    from sentir.store.histories import HistoryRow
    from sentir.store.run_folder import RunFolder


@dataclass(frozen=True, slots=True)
class Run:
    """A training run: `run.verdict.fit`, `run.scores["validation"]["accuracy"]`, `run.model()`."""

    folder: RunFolder

    @property
    def path(self) -> Path:
        """Return the folder it lies in."""
        return self.folder.path

    @property
    def record(self) -> dict[str, Any]:
        """Return `run.json`, read anew."""
        return self.folder.read_run()

    @property
    def state(self) -> str:
        """Return running, interrupted, finished or failed."""
        return self.folder.state()

    @property
    def verdict(self) -> Verdict:
        """Return how the fit is and what the curves did.

        Raises:
            RunError: the run is not finished.
        """
        found = self._concluded("verdict")
        return Verdict(found["fit"], found["course"], found["numbers"])

    @property
    def scores(self) -> dict[str, Any]:
        """Return the scores by part; each has value, low, high and n.

        Raises:
            RunError: the run is not finished.
        """
        return self._concluded("scores")

    def _concluded(self, key: str) -> dict[str, Any]:
        found: dict[str, Any] | None = self.record.get(key)
        if not found:
            raise RunError(f"{self.path} has no {key}: {unfinished(self.folder)}")
        return found

    @property
    def report_path(self) -> Path:
        """Return where the report lies."""
        return self.path / "report.html"

    def history(self) -> list[HistoryRow]:
        """Return what was measured after each epoch."""
        return self.folder.read_history()

    def report(self) -> dict[str, Any]:
        """Return the numbers of the report."""
        return self.folder.read("report")

    def model(self) -> Model:
        """Return the model it made."""
        from sentir.runtime.predictor import load

        return load(self.folder.model_path)
