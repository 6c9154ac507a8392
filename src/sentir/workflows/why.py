"""Why a model answers as it does: with the rows it was trained on, where they are at hand.

Imports stay light, as those of an answer; settings are taken from the run's files as they are.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.errors import DataError, MachineError, RunError
from sentir.explain.explain import explain
from sentir.explain.explanation import Note
from sentir.explain.rows import TrainingRows, TrainingTexts
from sentir.report.why_page import why_page
from sentir.runtime.items import only_texts
from sentir.runtime.predictor import load
from sentir.runtime.threads import use_blas_threads
from sentir.store.atomic import write_whole
from sentir.store.evidence import read_evidence
from sentir.store.run_folder import MEND, RunFolder
from sentir.store.runs import model_path
from sentir.workflows.result import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sentir.data.sources.table import Table
    from sentir.explain.explanation import Explanation
    from sentir.report.language import Language
    from sentir.runtime.predictor import Model
    from sentir.store.evidence import Evidence


def why(reference: str | Path | Run, text: str) -> Explanation:
    """Return why a model answers this text as it does.

    Args:
        reference: a run (its folder, its name, `latest`), which shows training rows too, or a
            model file.
        text: the text.

    Raises:
        RunError: there is no such run or model, or it is damaged.
    """
    use_blas_threads(1)
    return explain_all(reference, [text])[0]


def explain_all(reference: str | Path | Run, texts: Iterable[str]) -> tuple[Explanation, ...]:
    """Return why a model answers each of these texts as it does."""
    stated = reference.path if isinstance(reference, Run) else reference
    path = model_path(stated)
    model = load(path)
    if path == Path(stated):  # a model file by itself: its texts stayed with the run
        note = Note(code="rows_need_run", detail=str(path))
        return tuple(explain(model, text, notes=(note,)) for text in only_texts(texts))
    training, notes = training_rows(RunFolder(path.parent), model)
    return tuple(explain(model, text, training=training, notes=notes) for text in only_texts(texts))


def write_page(explanations: Sequence[Explanation], path: Path, speech: Language) -> None:
    """Write the explanations as one HTML page.

    Raises:
        MachineError: jinja2 is missing, no room, no permission.
    """
    html = why_page(explanations, speech)
    if html is None:
        raise MachineError(
            'A page needs jinja2, which is not installed. Add it: pip install -e ".[train]", or '
            "leave out --html."
        )
    write_whole(path, html.encode("utf-8", "backslashreplace"))


def training_rows(folder: RunFolder, model: Model) -> tuple[TrainingRows, tuple[Note, ...]]:
    """Return what is at hand of the rows of a run, and why the rest is not.

    Raises:
        RunError: a file of the run is damaged.
    """
    notes: list[Note] = []
    evidence, texts = _evidence(folder, model), None
    if evidence is None:
        notes.append(Note(code="evidence_missing", detail=str(folder.evidence_path)))
    try:
        table = _source(folder)
    except (DataError, MachineError) as error:  # gone, or a hub that does not answer
        notes.append(Note(code="source_missing", detail=str(error)))
    else:
        if changed := table.changed(_hashes(folder)):
            notes.append(Note(code="source_changed", detail=", ".join(changed)))
        else:
            texts = _texts(folder, table, model)
    return TrainingRows(evidence=evidence, texts=texts), tuple(notes)


def _evidence(folder: RunFolder, model: Model) -> Evidence | None:
    if not folder.evidence_path.is_file():
        return None
    evidence = read_evidence(folder.evidence_path)
    size, classes = model.net.spec.state_size, len(model.labels)
    is_ours = evidence.state.shape[1] == size and (evidence.label < classes).all()
    if not is_ours or (evidence.label < 0).any():
        raise RunError(
            f"{folder.evidence_path} is not of the model beside it: expected states of {size} "
            f"numbers and {classes} classes. {MEND}"
        )
    return evidence


def _source(folder: RunFolder) -> Table:
    """Return the rows that the run was made of, as its settings read them.

    Raises:
        DataError: the source is not where it was.
    """
    data = _section(folder, "config", "data", dict)
    options = {field.name: data.get(field.name) for field in fields(SourceOptions)}
    if not all(isinstance(value, str) for value in (*options.values(), data.get("source"))):
        raise _damage(folder, "config", "data does not say where the rows are")
    return read(data["source"], SourceOptions(**options))


def _hashes(folder: RunFolder) -> dict[str, str]:
    files = _section(folder, "data", "files", list)
    if not all(isinstance(file, dict) and {"name", "sha256"} <= file.keys() for file in files):
        raise _damage(folder, "data", "files lack name or sha256")
    return {file["name"]: file["sha256"] for file in files}


def _texts(folder: RunFolder, table: Table, model: Model) -> TrainingTexts:
    """Return the training rows out of all rows."""
    split = _section(folder, "data", "split", dict)
    numbers = split.get("train")
    if not isinstance(numbers, list) or not all(
        isinstance(row, int) and 0 <= row < len(table) for row in numbers
    ):
        raise _damage(folder, "data", "split names training rows that are not there")
    rows = np.sort(np.array(numbers, np.int64))
    classes = model.task.encode([table.labels[row] for row in rows.tolist()])
    return TrainingTexts(
        rows=rows,
        texts=[table.texts[row] for row in rows.tolist()],
        classes=classes.astype(np.int64),
    )


def _section(folder: RunFolder, name: str, key: str, kind: type[Any]) -> Any:
    """Return one value of a run's file, which must be of this kind."""
    value = folder.read(name).get(key)
    if not isinstance(value, kind):
        raise _damage(folder, name, f"{key} is {str(value)[:60]!r}")
    return value


def _damage(folder: RunFolder, name: str, problem: str) -> RunError:
    return RunError(f"{folder.path / name}.json is damaged: {problem}. {MEND}")
