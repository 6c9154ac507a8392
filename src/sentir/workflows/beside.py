"""The baselines on the same rows: computed once per data and split, and kept."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sentir.baselines.linear import Linear, Rows
from sentir.baselines.majority import majority
from sentir.baselines.own_process import baseline_key, cached_linear
from sentir.report.caveats import hashed_sentences
from sentir.report.note_words import note_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.cells.arrays import Ints
    from sentir.config.settings import RunConfig
    from sentir.report.language import Language
    from sentir.statistics.intervals import Interval
    from sentir.workflows.material import Material
    from sentir.workflows.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a model stands beside.

    Attributes:
        scores: `{"majority": {PART: {NAME: score}}, "linear": ...}`, as `run.json` holds them;
            linear is left out where it could not be fitted.
        answers: the class (n,) that a baseline gave each row: `{PART: {NAME: classes}}`.
    """

    scores: dict[str, dict[str, dict[str, Any]]]
    answers: dict[str, dict[str, Ints]] = field(default_factory=dict)


def baselines_beside(
    config: RunConfig,
    material: Material,
    parts: Sequence[str],
    *,
    progress: Progress,
    speech: Language,
) -> Beside:
    """Return the baselines' scores on these parts, the linear one fitted if it is not kept yet."""
    prepared, rows = material.prepared, material.split.parts()
    trivial = majority(
        prepared.targets[rows["train"]],
        {part: prepared.targets[rows[part]] for part in parts},
        task=prepared.task,
    )
    scores = {"majority": _plain(trivial, parts)}
    if not config.baseline.linear:
        return Beside(scores=scores)
    progress.say(speech.say("Fitting the linear baseline beside it, if it is not kept yet ..."))
    for sentence in hashed_sentences(rows["train"].size, speech):
        progress.say(sentence)
    fitted = _linear(config, material)
    if fitted.missing:
        progress.say(note_words(fitted.missing, speech))
        return Beside(scores=scores)
    scores["linear"] = _plain(fitted.scores, parts)
    answers = {part: {"linear": fitted.decided[part]} for part in parts}
    return Beside(scores=scores, answers=answers)


def _linear(config: RunConfig, material: Material) -> Linear:
    """Return the linear baseline of every part, so that it is fitted once; one shows some."""
    split = material.split.parts()
    parts = {name: _rows(material, rows) for name, rows in split.items() if name != "train"}
    return cached_linear(
        _kept_in(),
        baseline_key(_fingerprint(config, material), split),
        train=_rows(material, split["train"]),
        parts={name: rows for name, rows in parts.items() if rows.targets.size},
        task=material.prepared.task,
    )


def _rows(material: Material, rows: Ints) -> Rows:
    texts = [material.table.texts[row] for row in rows]
    return Rows(texts=texts, targets=material.prepared.targets[rows])


def _fingerprint(config: RunConfig, material: Material) -> str:
    """Return what the baseline depends on besides the split: the rows and what a label is."""
    task = material.prepared.task
    read = config.data.model_dump(mode="json", exclude={"source"})
    files = [file.sha256 for file in material.table.files]
    return json.dumps([files, read, task.kind, task.labels], sort_keys=True)


def _kept_in() -> Path:
    """Return where baselines are kept: the user's cache folder."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "sentir" / "baselines"


def _plain(
    scores: Mapping[str, Mapping[str, Interval]], parts: Sequence[str]
) -> dict[str, dict[str, Any]]:
    return {part: {name: score.to_json() for name, score in scores[part].items()} for part in parts}
