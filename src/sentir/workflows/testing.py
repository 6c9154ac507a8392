"""Score the test rows of a run; the run remembers each look."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sentir.errors import RunError
from sentir.runtime.predictor import load
from sentir.store.runs import open_run, unfinished
from sentir.workflows.judgement import judge_run
from sentir.workflows.material import gather_again
from sentir.workflows.stored import history_of, needing_data, record_of, settings_of

if TYPE_CHECKING:
    from sentir.report import shape
    from sentir.workflows.progress import Progress


def test_run(reference: str, *, progress: Progress, command: str) -> shape.Report:
    """Return the report's numbers with the test rows scored, and write them into the run.

    Raises:
        RunError: no such run, not finished, its data was changed, or it has no test rows.
    """
    folder = open_run(reference)
    if folder.state() != "finished":  # before the lock: who holds it is taken for a training
        raise RunError(f"{folder.path} cannot be tested yet: {unfinished(folder)}")
    with folder.lock(command):
        record, config = record_of(folder), settings_of(folder)
        history_of(folder, record["kept_epoch"])
        with needing_data(folder):
            material = gather_again(folder, config)
        if not material.split.test.size:
            raise RunError(
                f"{folder.path} has no test rows: its data states none, or split.test is 0. "
                "Train a run with test rows, for example --set split.test=0.1."
            )
        model = load(folder.model_path)
        look = {"time": datetime.now(UTC).isoformat(timespec="seconds")}
        # the look is written first: it cannot be forgotten, whatever happens next
        folder.update_run(test_looks=[*record["test_looks"], look])
        return judge_run(
            folder,
            config,
            material,
            model,
            parts=("validation", "test"),
            progress=progress,
        )
