"""Recipe `emotion` on its data: five seeds, their scores, what they took, what they answer."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.bar import Bar, Figures, Mark, Place, at_least, at_most
from benchmarks.models import COMMAND, FILES, ROOMS, emotion_run, first_run
from benchmarks.processes import sentir, spend
from benchmarks.width import width_cost
from sentir.statistics.intervals import mean_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SEEDS = (0, 1, 2, 3, 4)
WANTED_ACCURACY, STRETCH_ACCURACY = 0.933, 0.936
SEED_S, MODEL_MB, WIDTH_POINTS = 60.0, 3.0, 0.2
# The prompts of report R1, and the emotion that its author expected.
SENTENCES = {
    "I am very happy today": "joy",
    "I feel lonely and tired.": "sadness",
    "I am extremely frustrated with this situation.": "anger",
    "I feel scared to go outside at night.": "fear",
    "I did not expect that to happen.": "surprise",
    "I feel deeply in love with you.": "love",
    "I love this movie": "joy",
}


def first(place: Place) -> Figures:
    """Train one epoch, so that the linear baseline is computed and kept before the seeds."""
    return first_run(place).spent


def seed_run(place: Place, *, seed: int) -> Figures:
    """Train one seed, look at its test rows, and ask it the sentences."""
    trained = emotion_run(place, seed)
    spend(sentir("test", trained.path, "--json"), cwd=place.room)
    record = json.loads((trained.path / "run.json").read_text("utf-8"))
    history = [json.loads(x) for x in (trained.path / "history.jsonl").read_text().splitlines()]
    asked = spend(sentir("predict", trained.path, *SENTENCES, "--json"), cwd=place.room)
    return {
        "seed": seed,
        "validation": record["scores"]["validation"],
        "test": record["scores"]["test"],
        "baselines": record["baselines"],
        "verdict": {key: record["verdict"][key] for key in ("fit", "course")},
        "kept_epoch": record["kept_epoch"],
        "epochs": len(history) - 1,
        "training_s": round(history[-1]["seconds"], 2),
        "updates": history[-1]["step"],
        "spent": trained.spent,
        "threads": record["environment"]["threads"],
        "model_mb": round((trained.path / "model.sentir").stat().st_size / 1e6, 3),
        "width": width_cost(trained.path),
        "sentences": [_answer(json.loads(line)) for line in asked.output.splitlines()],
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Take means over seeds, and of what must stay small the largest."""
    seeds = [parts[f"seed {seed}"] for seed in SEEDS]
    baselines = seeds[0]["baselines"]
    figures: Figures = {
        "validation_accuracy": _mean(seeds, "validation"),
        "test_accuracy": _mean(seeds, "test"),
        "baselines": {name: _accuracies(scores) for name, scores in baselines.items()},
        "seconds_a_seed": [each["spent"]["wall_s"] for each in seeds],
        "cpu_seconds_a_seed": [each["spent"]["cpu_s"] for each in seeds],
        "first_run_of_one_epoch_s": parts["first run"]["wall_s"],
        "peak_mb": max(each["spent"]["peak_mb"] for each in seeds),
        "model_mb": max(each["model_mb"] for each in seeds),
        "width_cost_points": max(each["width"]["cost_points"] for each in seeds),
        "seeds": [_short(each) for each in seeds],
        "sentences": _table(seeds),
    }
    return figures, [
        at_least("mean_test_accuracy", figures["test_accuracy"]["value"], WANTED_ACCURACY),
        at_least("mean_test_accuracy_stretch", figures["test_accuracy"]["value"], STRETCH_ACCURACY),
        at_most("slowest_seed_s", max(figures["seconds_a_seed"]), SEED_S),
        at_most("model_mb", figures["model_mb"], MODEL_MB),
        at_most("width_cost_points", figures["width_cost_points"], WIDTH_POINTS),
    ]


def _mean(seeds: Sequence[Figures], part: str) -> dict[str, Any]:
    """Return the mean accuracy over seeds; its interval is of the seeds, on the same rows."""
    values = np.array([each[part]["accuracy"]["value"] for each in seeds])
    found = mean_interval(values, lowest=0.0, highest=1.0)
    return {
        **found.to_json(),
        "value": round(found.value, 6),  # what is a whole number of rows must not miss by a bit
        "sd": round(float(values.std(ddof=1)), 6),
        "rows": seeds[0][part]["accuracy"]["n"],
    }


def _accuracies(scores: dict[str, Any]) -> dict[str, Any]:
    return {part: scores[part]["accuracy"] for part in scores}


def _short(seed: Figures) -> Figures:
    """Return a seed's row: everything but the baselines and the answers, which stand elsewhere."""
    kept = {key: value for key, value in seed.items() if key not in {"baselines", "sentences"}}
    for part in ("validation", "test"):
        names = ("accuracy", "macro_f1", "log_loss", "calibration_error")
        kept[part] = {name: seed[part][name] for name in names if name in seed[part]}
    return kept


def _answer(prediction: dict[str, Any]) -> dict[str, Any]:
    label = prediction["label"]
    return {
        "label": label,
        "probability": round(prediction["probabilities"][label], 3),
        "sure": prediction["sure"],
        "why_not": prediction["why_not"],
    }


def _table(seeds: Sequence[Figures]) -> list[dict[str, Any]]:
    """Return a row per sentence with the answer of every seed."""
    return [
        {"text": text, "expected": expected, "answers": [each["sentences"][k] for each in seeds]}
        for k, (text, expected) in enumerate(SENTENCES.items())
    ]


PARTS: dict[str, Callable[[Place], Figures]] = {
    "first run": first,
    **{f"seed {seed}": partial(seed_run, seed=seed) for seed in SEEDS},
}
BAR = Bar(
    name="emotion",
    commands=(f"{COMMAND} --set train.seed=SEED", "sentir test RUN", 'sentir predict RUN "..."'),
    covers=(*ROOMS, "benchmarks/emotion.py", "benchmarks/models.py", "benchmarks/width.py"),
    data=FILES,
    seeds=SEEDS,
    parts=PARTS,
    conclude=conclude,
    threads=0,
)
