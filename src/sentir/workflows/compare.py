"""Which of several runs is better: on the same rows, with seeds and rows both allowed for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sentir.errors import ConfigError, MachineError, RunError, did_you_mean
from sentir.report.compared_page import compared_page
from sentir.report.language import language
from sentir.store.atomic import write_whole
from sentir.store.experiment_folder import now
from sentir.store.experiment_folders import place_for
from sentir.workflows.compared_sides import Side, comparisons, differing, letter, side_row
from sentir.workflows.contestants import by_recipe, check_same_rows, contestants, once_a_seed
from sentir.workflows.material import rows_again
from sentir.workflows.stored import needing_data

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from sentir.data.sources.table import Table
    from sentir.report.compared_shape import Compared
    from sentir.workflows.contestants import Contestant

PARTS = ("validation", "test")


def compare(references: Sequence[str], *, part: str = "validation", command: str) -> Compared:
    """Return how the runs stand to one another, and keep it under `runs/`.

    Runs that differ in nothing but the seed are the seeds of one recipe; where all do, each stands
    for itself. The same runs on the same part have one folder: typed again it is written anew.

    Args:
        references: Runs, or folders of runs; at least two runs in all.
        part: `validation`, or `test`, which counts as a look at the test rows of every run.
        command: What was typed.

    Raises:
        RunError: a run is not there, not finished, its data was changed, or the runs were not
            measured on the same rows, task and labels.
        ConfigError: there is no such part.
    """
    found = _comparable(references, part)
    groups = by_recipe(found)
    kept, again = zip(*(once_a_seed(group) for group in groups), strict=True)
    left_out = [run for runs in again for run in runs]
    runs = [run for group in kept for run in group]
    if len(runs) < 2:
        raise RunError(
            f"{', '.join(str(run.path) for run in found)} have one recipe and one seed: they are "
            "one model, and there is nothing to compare. Name a run of another recipe or seed."
        )
    is_one_recipe = len(groups) == 1
    if part == "test":
        _count_looks(runs, command)
    right = dict(zip(runs, _right(runs, part), strict=True))
    sides = [
        Side(letter(number), group, np.stack([right[run] for run in group]))
        for number, group in enumerate([[run] for run in runs] if is_one_recipe else kept)
    ]
    result: Compared = {
        "folder": "",
        "kind": "compare",
        "part": part,
        "rows": int(sides[0].right.shape[1]),
        "score": "accuracy",
        "one_recipe": is_one_recipe,
        "left_out": [str(run.path) for run in left_out],
        "sides": [side_row(side) for side in sides],
        "differing": differing(sides),
        "comparisons": comparisons(sides),
        "test_looks": [len(run.record["test_looks"]) + 1 for run in runs] if part == "test" else [],
    }
    return _kept(result, runs, command)


def _comparable(references: Sequence[str], part: str) -> list[Contestant]:
    """Return the runs that are named, all measured on the same rows."""
    if part not in PARTS:
        raise ConfigError(
            f'--part "{part}" does not exist. Expected {" or ".join(PARTS)}.'
            f"{did_you_mean(part, PARTS)}"
        )
    found = contestants(references)
    check_same_rows(found, part)
    return found


def write_comparison(compared: Compared, path: Path, *, lang: str) -> tuple[str, ...]:
    """Write the comparison as a page and return a line for each thing that was left out.

    Raises:
        MachineError: jinja2 is missing, no room, no permission.
    """
    made = compared_page(compared, language(lang))
    if made.html is None:
        raise MachineError(" ".join(made.notes))
    write_whole(path, made.html.encode("utf-8"))
    return made.notes


def write_chart(compared: Compared, path: Path, *, lang: str) -> None:
    """Write the curves of all runs as a picture of the kind that the file's name says.

    Raises:
        ConfigError: the name ends in neither .png nor .svg.
        MachineError: matplotlib is missing, no room, no permission.
    """
    kind = check_chart(path)
    try:
        from sentir.report.figures.compared_curves import compared_picture

        content = compared_picture(compared, language(lang), kind)
    except ImportError as error:
        raise MachineError(
            'figures need matplotlib, which is not installed: pip install -e ".[train]"'
        ) from error
    write_whole(path, content)


def check_chart(path: Path) -> Literal["png", "svg"]:
    """Return the kind of picture that a file's name says.

    Raises:
        ConfigError: it ends in neither .png nor .svg.
    """
    for kind in ("png", "svg"):
        if path.suffix.lower() == f".{kind}":
            return kind
    raise ConfigError(f"--chart {path} is no kind of picture. End it in .png or .svg.")


def _kept(result: Compared, runs: Sequence[Contestant], command: str) -> Compared:
    """Write the comparison into the folder of these runs and rows; return it with that path."""
    plan = {"runs": [str(run.path) for run in runs], "part": result["part"]}
    folder = place_for("compare", "compare", plan, takes_finished=True)
    with folder.lock(command):
        result = {**result, "folder": str(folder.path)}
        folder.write_comparison(result)
        record = {"kind": "compare", "state": "finished", "started": now(), "command": command}
        folder.write({**record, "plan": plan})
    return result


def _right(runs: Sequence[Contestant], part: str) -> list[NDArray[np.bool_]]:
    """Return which rows of the part each run's model file answers right (n,)."""
    read: list[tuple[dict[str, Any], Table]] = []
    found = []
    for run in runs:
        reading = run.config.data.model_dump(mode="json", exclude={"source"})
        table = next((table for how, table in read if how == reading), None)
        if table is None:
            with needing_data(run.folder):
                table, _ = rows_again(run.folder, run.config)
            read.append((reading, table))
        texts = [table.texts[row] for row in run.rows(part)]
        labels = [table.labels[row] for row in run.rows(part)]
        probabilities = run.model.task.activate(run.model.logits(texts))
        answers = run.model.task.decide(probabilities)
        found.append(np.asarray(answers == run.model.task.encode(labels)))
    return found


def _count_looks(runs: Sequence[Contestant], command: str) -> None:
    """Write into each run that its test rows are looked at; before it is done, as any look is."""
    look = {"time": datetime.now(UTC).isoformat(timespec="seconds")}
    for run in runs:
        with run.folder.lock(command):
            run.folder.update_run(test_looks=[*run.record["test_looks"], look])
