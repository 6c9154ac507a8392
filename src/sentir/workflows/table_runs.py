"""The runs of a table: each an ordinary run folder, trained once, its test rows scored once."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.errors import RunError
from sentir.experiments.table_figures import Runs
from sentir.store.run_folder import RunFolder
from sentir.workflows.contestants import Contestant, check_same_rows
from sentir.workflows.material import anchored, rows_again
from sentir.workflows.stored import settings_of
from sentir.workflows.testing import test_run
from sentir.workflows.train import train_new, train_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sentir.config.settings import RunConfig
    from sentir.workflows.progress import Progress
    from sentir.workflows.request import Request


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableRun:
    """One run of a table.

    Attributes:
        recipe: what is trained.
        seed: `train.seed`.
        request: the same, checked.
        path: its folder.
    """

    recipe: str
    seed: int
    request: Request
    path: Path

    @property
    def folder(self) -> RunFolder:
        """Return its folder as a run."""
        return RunFolder(self.path)

    @property
    def is_begun(self) -> bool:
        """Return whether there is something to go on with."""
        return (self.path / "run.json").is_file()

    @property
    def is_trained(self) -> bool:
        """Return whether training and judging are over."""
        return self.is_begun and self.folder.state() == "finished"

    @property
    def is_tested(self) -> bool:
        """Return whether its test rows were scored."""
        return self.is_trained and "test" in self.folder.read_run()["scores"]

    @property
    def seconds(self) -> float:
        """Return the seconds of its training."""
        return self.folder.read_history()[-1].seconds or 0.0


def check_settings(run: TableRun) -> None:
    """Check that what was begun is what is asked for.

    Raises:
        RunError: it has other settings; names them.
    """
    if not run.is_begun:
        return
    changed = _changed(settings_of(run.folder), anchored(run.request.config))
    if changed:
        raise RunError(
            f"{run.path} was trained with other settings: {'; '.join(changed)}. "
            "Remove that folder to train it anew, or give --out another one for the table."
        )


def carry_out(run: TableRun, *, progress: Progress, command: str, lang: str) -> None:
    """Train what is missing of a run, and score its test rows unless that was done.

    Raises:
        RunError: what training itself raises.
        Interrupted: the person asked to stop; all that was finished is kept.
    """
    if not run.is_trained:
        _train(run, progress=progress, command=command, lang=lang)
    if not run.is_tested:
        test_run(str(run.path), progress=progress, command=command)


def _train(run: TableRun, *, progress: Progress, command: str, lang: str) -> None:
    if run.is_begun:
        train_on(str(run.path), progress=progress, command=command)
        return
    if run.path.is_dir():  # killed before it had become a run: nothing of it is worth keeping
        shutil.rmtree(run.path)
    train_new(
        run.request, progress=progress, command=command, out=run.path, lang=lang, to_test=True
    )


def _changed(then: RunConfig, now: RunConfig) -> list[str]:
    """Return the settings that differ, `train.epochs was 3 and is 30 now`; a title is none."""
    before, after = (config.model_dump(mode="json", exclude={"title"}) for config in (then, now))
    return [
        f"{section}.{key} was {before[section][key]} and is {value} now"
        for section, values in after.items()
        for key, value in values.items()
        if before[section][key] != value
    ]


def scored(runs: Sequence[TableRun]) -> dict[str, Runs]:
    """Return what every run answers on the test rows, by recipe, seeds in order.

    It is read from the model files, so it is the look that was counted when they were tested. The
    loss is that of the bare net: the reports know no calibration.

    Raises:
        RunError: the data was changed meanwhile, or the runs have other test rows.
    """
    found = {run: Contestant(run.folder) for run in runs}
    everyone = list(found.values())
    check_same_rows(everyone, "test")
    table, _ = rows_again(everyone[0].folder, everyone[0].config)
    rows = everyone[0].rows("test")
    texts, labels = [table.texts[row] for row in rows], [table.labels[row] for row in rows]
    answers = {run: _answers(each, texts, labels) for run, each in found.items()}
    return {
        recipe: _together([run for run in runs if run.recipe == recipe], found, answers)
        for recipe in dict.fromkeys(run.recipe for run in runs)
    }


def _answers(
    run: Contestant, texts: Sequence[str], labels: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Return of each row whether it was named right, and its loss."""
    task = run.model.task
    probabilities, targets = task.activate(run.model.logits(texts)), task.encode(labels)
    smallest = np.finfo(np.float64).eps
    true = probabilities[np.arange(targets.size), targets]
    return task.decide(probabilities) == targets, -np.log(np.clip(true, smallest, 1.0))


def _together(
    runs: Sequence[TableRun], found: dict[TableRun, Contestant], answers: dict[TableRun, Any]
) -> Runs:
    return Runs(
        recipe=runs[0].recipe,
        seeds=tuple(run.seed for run in runs),
        right=np.stack([answers[run][0] for run in runs]),
        losses=np.stack([answers[run][1] for run in runs]),
        kept_epochs=tuple(found[run].record["kept_epoch"] for run in runs),
        verdicts=tuple(found[run].record["verdict"] for run in runs),
        seconds=tuple(run.seconds for run in runs),
    )
