"""What the model of a run is worth: scores with intervals, baselines, verdict, report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.diagnose.fit import Reference
from sentir.diagnose.verdict import judge
from sentir.report.content import PartAnswers, build_content
from sentir.report.language import language
from sentir.report.page import page
from sentir.runtime.calibration import TOO_FEW_ROWS
from sentir.runtime.states import states_of
from sentir.store.atomic import write_whole
from sentir.workflows.beside import baselines_beside
from sentir.workflows.stored import data_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.config.settings import RunConfig
    from sentir.report import shape
    from sentir.runtime.predictor import Model
    from sentir.store.run_folder import RunFolder
    from sentir.workflows.beside import Beside
    from sentir.workflows.material import Material
    from sentir.workflows.progress import Progress


def judge_run(
    folder: RunFolder,
    config: RunConfig,
    material: Material,
    model: Model,
    *,
    parts: Sequence[str],
    progress: Progress,
) -> shape.Report:
    """Score these parts of the rows, write `run.json`, `report.json` and the report.

    Scores, verdict and report are of the model file itself: half-width weights, calibrated.
    """
    speech = language(folder.read_run()["language"])
    beside = baselines_beside(config, material, parts, progress=progress, speech=speech)
    answers = {part: _answers(part, material, model, beside) for part in parts}
    verdict = judge(
        folder.read_history(),
        reference=_reference(material, beside),
        kept_epoch=folder.read_run()["kept_epoch"],
        stopped=folder.read_run().get("stopped"),
    )
    judged = {
        "state": "finished",
        "score": model.task.main_score,
        "verdict": verdict.to_json(),
        "scores": {part: dict(given.scores) for part, given in answers.items()},
        "baselines": beside.scores,
    }
    record = {**folder.read_run(), **judged}
    content = build_content(
        record,
        config=config.model_dump(mode="json"),
        data=data_of(folder).to_json(),
        history=[row.to_json() for row in folder.read_history()],
        model=_summary(folder, material, model),
        answers=answers,
        name=folder.name,
    )
    folder.write("report", content)
    for note in write_page(folder, content, lang=record["language"]):
        progress.say(note)
    folder.update_run(**judged)  # last: a run that says it is finished has its report
    return content


def write_page(folder: RunFolder, content: shape.Report, *, lang: str) -> tuple[str, ...]:
    """Write `report.html` and return a line for each thing that had to be left out."""
    made = page(content, language(lang))
    if made.html is not None:
        write_whole(folder.path / "report.html", made.html.encode("utf-8"))
    return made.notes


def _answers(part: str, material: Material, model: Model, beside: Beside) -> PartAnswers:
    rows = material.split.parts()[part]
    targets = material.prepared.targets[rows]
    logits = model.net.head(states_of(model.net, material.prepared.sequences.take(rows)))
    probabilities = model.task.activate(logits, temperature=model.temperature)
    scores = model.task.score(probabilities, targets)
    return PartAnswers(
        rows=rows,
        texts=[material.table.texts[row] for row in rows],
        targets=targets,
        probabilities=probabilities,
        uncalibrated=model.task.activate(logits),
        scores={name: score.to_json() for name, score in scores.items()},  # type: ignore[misc]
        baselines=beside.answers.get(part, {}),
    )


def _reference(material: Material, beside: Beside) -> Reference:
    linear = beside.scores.get("linear", {}).get("validation", {}).get("accuracy", {})
    majority = beside.scores["majority"]["validation"]["accuracy"]
    return Reference(
        validation_rows=int(material.split.validation.size),
        train_rows=material.prepared.batches.seen_count,
        majority_score=majority["value"],
        linear_score=linear.get("value"),
        classes=len(material.prepared.task.labels),
    )


def _summary(folder: RunFolder, material: Material, model: Model) -> shape.ModelSummary:
    history = folder.read_history()
    layers: list[dict[str, Any]] = [
        {"name": layer.name, "shape": list(layer.shape), "parameters": layer.parameters}
        for layer in model.net.layers()
    ]
    return {
        "task": model.task.kind,
        "labels": list(model.labels),
        "layers": layers,  # type: ignore[typeddict-item]  # they have the keys of LayerRow
        "parameters": sum(layer["parameters"] for layer in layers),
        "words": model.vocabulary.known,
        "updates_per_epoch": material.prepared.batches.updates_per_epoch,
        "updates": (history[-1].step or 0) if history else 0,
        "temperature": model.temperature,
        "calibrated": model.manifest["card"]["calibration"]["how"] != TOO_FEW_ROWS,
        "max_length": model.max_length,
        "keep": model.keep,
        "coverage": material.prepared.coverage,
        "measured_training_rows": material.prepared.batches.seen_count,
        "bytes": folder.model_path.stat().st_size,
    }
