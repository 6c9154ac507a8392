"""The use cases as a notebook calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.config.names import full_names
from sentir.errors import ConfigError
from sentir.runtime.threads import use_blas_threads
from sentir.store import runs
from sentir.workflows.ablate import ablate as ablate_settings
from sentir.workflows.ablation_request import understand_ablation
from sentir.workflows.changed_rows import Change
from sentir.workflows.compare import compare as compare_runs
from sentir.workflows.progress import Progress
from sentir.workflows.remedy import remedy as try_remedies
from sentir.workflows.remedy_request import understand_remedy
from sentir.workflows.request import understand
from sentir.workflows.result import Run
from sentir.workflows.testing import test_run
from sentir.workflows.train import train_new, train_on
from sentir.workflows.trial_progress import TrialProgress
from sentir.workflows.what_if import Question
from sentir.workflows.what_if import what_if as suppose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report.compared_shape import Compared


def train(
    subject: str | Path,
    *,
    data: str | Path | None = None,
    reading: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> Run:
    """Train and judge a model; return its run.

    Args:
        subject: Path to data, name of a shipped recipe, or path to a recipe (`.toml`).
        data: With it, `subject` is a recipe and this is where the rows are.
        reading: How to read the data: text, label, split, encoding, delimiter, on_bad_row.
        settings: For example `{"model.cell": "lstm", "train.epochs": 5}`.
        out: Folder of the run; without it the next free name under `runs/`.
        progress: Hears what is found and how training goes.

    Raises:
        SentirError: what happened, what was expected, how to mend it.
    """
    request = understand(
        str(subject),
        data=None if data is None else str(data),
        reading=reading,
        settings=_nested(settings or {}),
    )
    use_blas_threads(1)
    return train_new(
        request,
        progress=progress or Progress(),
        out=None if out is None else Path(out),
        command=f"sentir.train({str(subject)!r}, ...)",
    )


def compare(*compared: str | Path | Run, part: str = "validation") -> Compared:
    """Return how runs stand to one another on the same rows, as `comparison.json` holds it.

    Args:
        compared: Runs, or folders of runs; at least two runs in all.
        part: `validation`, or `test`, which counts as a look at the test rows of every run.

    Raises:
        RunError: they were not measured on the same rows, or one is not finished.
    """
    use_blas_threads(1)
    named = [str(each.path if isinstance(each, Run) else each) for each in compared]
    return compare_runs(named, part=part, command=f"sentir.compare({', '.join(named)})")


def ablate(
    subject: str | Path,
    vary: Mapping[str, Sequence[Any]],
    *,
    data: str | Path | None = None,
    settings: Mapping[str, Any] | None = None,
    seeds: int = 3,
    rows: int = 0,
) -> dict[str, Any]:
    """Vary settings one at a time; return how the values compare, as `comparison.json` holds it.

    Its folder is the next free `runs/NAME-ablation`, or the one that was left unfinished.

    Args:
        subject: Recipe, path to a recipe (`.toml`), or path to data.
        vary: For example `{"model.hidden_size": [16, 32], "model.cell": ["gru", "lstm"]}`; each
            value is held against the first of its list.
        data: With it, `subject` is a recipe and this is where the rows are.
        settings: Of the base, such as `{"train.epochs": 5}`.
        seeds: How many trainings of each value.
        rows: Training rows to sample; 0 for all.

    Raises:
        SentirError: what happened, what was expected, how to mend it.
    """
    use_blas_threads(1)
    asked = understand_ablation(
        str(subject),
        data=None if data is None else str(data),
        sets=[f"{name}={json.dumps(value)}" for name, value in (settings or {}).items()],
        vary=[f"{name}={','.join(map(json.dumps, values))}" for name, values in vary.items()],
        seeds=seeds,
        rows=rows,
    )
    done = ablate_settings(
        asked,
        progress=TrialProgress(),
        command=f"sentir.ablate({str(subject)!r}, ...)",
    )
    return done.folder.read_comparison()


def what_if(
    run: str | Path | Run,
    *,
    drop_containing: Sequence[str] = (),
    substring: bool = False,
    add: str | Path | None = None,
    ask: Sequence[str] = (),
    seeds: int = 5,
) -> dict[str, Any]:
    """Train a run's recipe with and without some rows; return what `comparison.json` holds of it.

    Its folder is the next free `runs/NAME-what-if`, or the one that was left unfinished.

    Args:
        run: A run, its folder, its name, or `latest`.
        drop_containing: Training rows that hold one of these words are taken away.
        substring: Whether a part of a word is enough.
        add: File of rows to be added, in the data's own columns.
        ask: Texts whose answers are compared.
        seeds: How many trainings with and without the change.

    Raises:
        SentirError: what happened, what was expected, how to mend it.
    """
    use_blas_threads(1)
    named = str(run.path if isinstance(run, Run) else run)
    change = Change(
        words=tuple(drop_containing),
        is_substring=substring,
        add=None if add is None else Path(add),
    )
    done = suppose(
        Question(run=named, change=change, ask=tuple(ask), seeds=seeds),
        progress=TrialProgress(),
        command=f"sentir.what_if({named!r}, ...)",
    )
    return done.folder.read_comparison()


def remedy(
    run: str | Path | Run, *, only: Sequence[str] = (), budget: str = "10m", seeds: int = 5
) -> dict[str, Any]:
    """Try what would help a run; return what became of it, as `comparison.json` holds it.

    Its folder is the next free `runs/NAME-remedy`, or the one that was left unfinished.

    Args:
        run: A run, its folder, its name, or `latest`.
        only: Codes of the remedies to try, such as `["l2", "smaller_net"]`; none for all that fit.
        budget: What all trainings may take, such as `"90s"` or `"1h"`.
        seeds: How many trainings with and without each remedy.

    Raises:
        SentirError: what happened, what was expected, how to mend it.
    """
    use_blas_threads(1)
    named = str(run.path if isinstance(run, Run) else run)
    request = understand_remedy(named, budget=budget, seeds=seeds, only=only)
    command = f"sentir.remedy({named!r}, ...)"
    return try_remedies(request, progress=TrialProgress(), command=command).read_comparison()


def resume(run: str | Path, *, progress: Progress | None = None) -> Run:
    """Go on with an interrupted run; the result equals never having stopped."""
    use_blas_threads(1)
    return train_on(str(run), progress=progress or Progress(), command=f"sentir.resume({run!r})")


def test(run: str | Path | Run) -> dict[str, Any]:
    """Score the test rows of a run and return their scores; the run remembers each look."""
    reference = str(run.path if isinstance(run, Run) else run)
    report = test_run(reference, progress=Progress(), command=f"sentir.test({reference!r})")
    return dict(report["scores"]["test"])


def open_run(reference: str | Path) -> Run:
    """Return a run by its folder, its name under `runs/`, or `latest`."""
    return Run(runs.open_run(reference))


def _nested(settings: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in settings.items():
        section, dot, key = name.partition(".")
        if not dot:
            raise ConfigError(
                f'"{name}" is not a setting. Write SECTION.KEY, for example '
                f'"{(full_names(name) or ["model.hidden_size"])[0]}".'
            )
        nested.setdefault(section, {})[key] = value
    return nested
