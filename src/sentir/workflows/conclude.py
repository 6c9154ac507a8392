"""From a trained state to a judged run: model file, evidence, scores, verdict, report."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir import __version__
from sentir.report.language import language
from sentir.runtime.build import Labelled, Trained, build_model
from sentir.runtime.predictor import load
from sentir.runtime.preprocessing import Preprocessing
from sentir.store.evidence import Evidence, text_hashes, write_evidence
from sentir.store.model_file import write_model
from sentir.training.run import kept_net
from sentir.workflows.judgement import judge_run
from sentir.workflows.material import threads_of

if TYPE_CHECKING:
    from sentir.cells.arrays import Ints
    from sentir.config.settings import RunConfig
    from sentir.runtime.build import Built
    from sentir.store.run_folder import RunFolder
    from sentir.training.state import TrainState
    from sentir.workflows.material import Material
    from sentir.workflows.progress import Progress

_BUILDING = 2  # what the run's seed is split into; 0 and 1 are training's


def conclude(
    folder: RunFolder,
    config: RunConfig,
    material: Material,
    state: TrainState,
    *,
    progress: Progress,
) -> None:
    """Make the model file of the best weights, and judge it on the validation rows."""
    prepared = material.prepared
    speech = language(folder.read_run()["language"])
    progress.say(speech.say("Making the model file of the best weights ..."))
    built = build_model(
        Trained(
            net=kept_net(state, prepared),
            vocabulary=prepared.vocabulary,
            task=prepared.task,
            preprocessing=Preprocessing.of(config.text),
            min_probability=config.predict.min_probability,
        ),
        train=_labelled(material, material.split.train),
        validation=_labelled(material, material.split.validation),
        card=_card(folder, config, material),
        rng=np.random.default_rng([config.train.seed, _BUILDING]),
    )
    built.file.manifest["card"]["scores"] = {"validation": _scores(material, built)}
    write_model(folder.model_path, built.file)
    _write_evidence(folder, material, built)
    if built.rows.size < material.split.train.size:
        progress.say(
            speech.say(
                "Evidence is kept of {kept} of the {rows} training rows, drawn at random: nearest "
                "rows are looked for among these.",
                kept=speech.count(built.rows.size),
                rows=speech.count(material.split.train.size),
            )
        )
    folder.update_run(
        kept_epoch=state.best.epoch if state.best else None,
        stopped=asdict(state.stopped) if state.stopped else None,
    )
    judge_run(
        folder,
        config,
        material,
        load(folder.model_path, threads=threads_of(config)),
        parts=("validation",),
        progress=progress,
    )


def _labelled(material: Material, rows: Ints) -> Labelled:
    return Labelled(
        sequences=material.prepared.sequences.take(rows), targets=material.prepared.targets[rows]
    )


def _card(folder: RunFolder, config: RunConfig, material: Material) -> dict[str, Any]:
    """Return what the model file says of itself; never a text of its training rows."""
    return {
        "title": config.title or folder.name,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "sentir": __version__,
        "files": [
            {"name": file.name, "rows": file.rows, "sha256": file.sha256}
            for file in material.table.files
        ],
        "rows": {name: int(rows.size) for name, rows in material.split.parts().items()},
        "settings": config.model_dump(mode="json", exclude={"data": {"source"}}),
        "limits": (
            "It knows the classes, the words and the ways of writing of its training rows only. "
            "Its probabilities hold for texts of the same source, as far as `calibration` says. "
            "Do not judge persons by it."
        ),
    }


def _scores(material: Material, built: Built) -> dict[str, Any]:
    task, rows = material.prepared.task, material.split.validation
    probabilities = task.activate(built.validation_logits, temperature=built.temperature.value)
    scores = task.score(probabilities, material.prepared.targets[rows])
    return {name: score.to_json() for name, score in scores.items()}


def _write_evidence(folder: RunFolder, material: Material, built: Built) -> None:
    rows = material.split.train[built.rows]
    write_evidence(
        folder.evidence_path,
        Evidence(
            row=rows.astype(np.int64),
            text_hash=text_hashes(material.table.texts[row] for row in rows),
            label=material.prepared.targets[rows].astype(np.int32),
            state=built.states,
        ),
    )
