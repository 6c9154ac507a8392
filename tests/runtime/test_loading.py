from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir.errors import RunError
from sentir.runtime.predictor import load, model_of
from sentir.store.runs import create_run

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.runtime.build import Built
    from sentir.store.model_file import ModelFile


def test_a_run_is_loaded_by_its_folder(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = create_run("emotion")
    run.write_run({"state": "failed", "started": "2026-01-02T03:04:05Z"})
    with pytest.raises(RunError, match=r"has no model file: the run is failed\..*resume"):
        load("latest")
    path.rename(run.model_path)
    for reference in (run.path, "emotion", "latest", run.model_path):
        assert load(reference).labels == ("bad", "good", "odd")


def test_a_model_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"there is no model file .*none\.sentir\. Give a \.sentir"):
        load(tmp_path / "none.sentir")


def changed(file: ModelFile, **manifest: Any) -> ModelFile:
    return replace(file, manifest={**file.manifest, **manifest})


def unfit_models(file: ModelFile) -> dict[str, ModelFile]:
    net, counts = file.manifest["net"], file.words["counts"]
    weights = {**file.weights, "output.weight": file.weights["output.weight"] + 0.1}
    task = {"kind": "multiclass", "labels": ["a", "b", "c", "d"], "activation": "softmax"}
    shorter = {**file.weights, "output.bias": file.weights["output.bias"][1:]}
    return {
        "does not answer as it did where it was made": replace(file, weights=weights),
        "the net has 3 outputs, not 4": changed(file, task=task),
        'there is no task "guess"': changed(file, task={**task, "kind": "guess"}),
        "the activation is linear, not softmax": changed(
            file, task={**task, "labels": ["a", "b", "c"], "activation": "linear"}
        ),
        "vocabulary": replace(file, vocabulary=file.vocabulary[:-1]),
        "output.bias has the shape": replace(file, weights=shorter),
        "cell is": changed(file, net={**net, "cell": "transformer"}),
        "counts of words": replace(file, words={"counts": counts[:, :1]}),
        "reference.safetensors is damaged": replace(file, reference={}),
        "parity.json is damaged: texts": replace(file, parity={"texts": "x"}),
        "parity.json is damaged: logits": replace(
            file, parity={**file.parity, "logits": [["a"], [1, 2]]}
        ),
    }


def test_members_that_do_not_fit_each_other_are_refused(built: Built) -> None:
    for message, file in unfit_models(built.file).items():
        with pytest.raises(RunError, match=rf"model\.sentir.*{message}"):
            model_of(file, "model.sentir")


def test_the_last_digits_of_another_processor_are_no_reason_to_refuse(built: Built) -> None:
    logits = np.array(built.file.parity["logits"]) * (1 + 2e-4)
    model_of(replace(built.file, parity={**built.file.parity, "logits": logits.tolist()}), "model")
