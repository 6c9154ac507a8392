"""A report's table: its recipes trained with several seeds, its figures set beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.errors import DataError, Interrupted
from sentir.experiments.table import table_rows
from sentir.report.duration_words import duration
from sentir.report.language import language
from sentir.store.documents import write_document
from sentir.store.experiment_folders import place_for
from sentir.workflows.hushed import Hushed
from sentir.workflows.material import rows_for
from sentir.workflows.table_runs import TableRun, carry_out, check_settings, scored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentir.store.experiment_folder import ExperimentFolder
    from sentir.workflows.progress import Progress
    from sentir.workflows.table_request import Reproduction


KIND = "table"
FORMAT = 1


def reproduce(
    asked: Reproduction,
    *,
    progress: Progress,
    command: str,
    out: Path | None = None,
    lang: str = "en",
) -> dict[str, Any]:
    """Train what is missing, score the test rows once a run, and return the table.

    Args:
        asked: What `understand_table` gave.
        progress: Hears which run is under way, and how that goes.
        command: What was typed; typed again it goes on.
        out: Folder of the table; without it that of the same table under `runs/`, or a new one.
        lang: Language of the runs' reports.

    Raises:
        DataError: the data cannot be read or learned from, or has no test rows.
        RunError: the folder holds something else, or a run of other settings.
        Interrupted: the person asked to stop.
    """
    plan = {"recipe": asked.recipe.name, "data": asked.source, "sets": list(asked.sets)}
    _check_rows(asked)
    folder = place_for(KIND, asked.recipe.name, plan, out=out, takes_finished=True)
    runs = _runs(asked, folder)
    for run in runs:
        check_settings(run)
    with folder.lock(command):
        folder.begin({"kind": KIND, "command": command, "plan": plan})
        try:
            _carry_out(runs, progress=progress, command=command, lang=lang)
        except (Interrupted, KeyboardInterrupt):
            folder.update(state="interrupted")
            raise Interrupted(
                f"Interrupted; what is finished is kept. Go on with the same command: {command}"
            ) from None
        table = _table(asked, runs, folder, command=command)
        write_document(folder.path / "table.json", table)
        folder.update(state="finished")
    return table


def _check_rows(asked: Reproduction) -> None:
    """Check that there are rows to learn from and to test on, before anything is announced."""
    first = [next(iter(requests.values())).config for requests in asked.requests.values()]
    for config in {str((each.data, each.split)): each for each in first}.values():
        _, parts = rows_for(config)
        if not parts.test.size:
            raise DataError(
                f"{config.data.source} has no test rows, and a table is made of their scores: none "
                "are stated, or split.test is 0. Set some aside, for example "
                "--set split.test=0.1."
            )


def _runs(asked: Reproduction, folder: ExperimentFolder) -> list[TableRun]:
    """Return every run, the first seed of each row, then the second: a table is soon there."""
    seeds = next(iter(asked.requests.values()))
    return [
        TableRun(
            recipe=recipe,
            seed=seed,
            request=requests[seed],
            path=folder.path / f"{requests[seed].name}-seed-{seed}",
        )
        for seed in seeds
        for recipe, requests in asked.requests.items()
    ]


def _carry_out(runs: Sequence[TableRun], *, progress: Progress, command: str, lang: str) -> None:
    speech, missing = language(lang), [run for run in runs if not run.is_tested]
    took = [run.seconds for run in runs if run.is_tested]
    for done, run in enumerate(missing):
        sentence = speech.say(
            "Run {number} of {count}: {recipe}, seed {seed}.",
            number=str(runs.index(run) + 1),
            count=str(len(runs)),
            recipe=run.recipe,
            seed=str(run.seed),
        )
        if took:
            left_s = sum(took) / len(took) * (len(missing) - done)
            sentence += " " + speech.say("About {time} to go.", time=duration(left_s, speech))
        progress.say(sentence)
        heard = Hushed(progress) if done else progress
        carry_out(run, progress=heard, command=command, lang=lang)
        took.append(run.seconds)


def _table(
    asked: Reproduction, runs: Sequence[TableRun], folder: ExperimentFolder, *, command: str
) -> dict[str, Any]:
    """Return `table.json`."""
    found = scored(runs)
    return {
        "format": FORMAT,
        "kind": KIND,
        "recipe": asked.recipe.name,
        "title": asked.recipe.title,
        "command": command,
        "folder": str(folder.path),
        "data": asked.source,
        "changed": list(asked.sets),
        "report": asked.table.report.model_dump(mode="json"),
        "test_rows": int(next(iter(found.values())).right.shape[1]),
        "seeds": sorted({run.seed for run in runs}),
        "rows": table_rows(asked.table, found),
        "ours": asked.ours(),
    }
