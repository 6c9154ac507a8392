"""Which rows cause the answer to "I love this movie"? The open question of report R1, on our rows.

Seven seeds of `r1-weight-decay` answer it and say why; then each of four changes of the training
rows is tried under the same seeds. Eight epochs are trained, not thirty: the weights of the lowest
validation loss are kept, and those come before the seventh, which is a bar of its own.
"""

from __future__ import annotations

import json
import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.bar import Bar, Figures, Mark, Place, at_most
from benchmarks.keys import code_of, fingerprint
from benchmarks.models import FILES
from benchmarks.processes import sentir, spend
from benchmarks.rooms import LEARNING
from sentir.store.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

TEXT = "I love this movie"
SEEDS = tuple(range(7))
EPOCHS = 8
ROOMS = (
    *LEARNING,
    "src/sentir/shipped/recipes/r1-plain.toml",
    "src/sentir/shipped/recipes/r1-weight-decay.toml",
)
LIKE_IT = (
    "i really love this movie", "i love this movie so much", "we all love this movie",
    "i love this movie more each time", "my sister and i love this movie",
    "i do love this movie", "i still love this movie", "how i love this movie",
    "i love this movie and its music", "i love this movie from start to end",
    "i always love this movie", "everyone at home loves this movie and i love this movie too",
    "i love this movie because it makes me laugh", "oh i love this movie",
    "i love this movie and i watch it every year", "i simply love this movie",
    "i love this movie it is so warm", "i just love this movie", "you know i love this movie",
    "i love this movie with all its songs",
)  # fmt: skip
"""Our own sentences, for the class joy; the question itself is not among them."""
_QUESTIONS: dict[str, tuple[str, ...] | int] = {
    "without movie": ("--drop-containing", "movie"),
    "without love": ("--drop-containing", "love"),
    "5 rows more": 5,
    "20 rows more": 20,
}


def answer(place: Place, *, seed: int) -> Figures:
    """Train a seed and say why it answers as it does; no text of the data is kept."""
    run = _run(place, seed)
    shutil.rmtree(run, ignore_errors=True)  # of a measurement that was stopped
    run.parent.mkdir(parents=True, exist_ok=True)
    spend(
        sentir(
            "train", "r1-weight-decay", "--data", place.dataset("emotion"), "--out", run,
            "--set", f"train.epochs={EPOCHS}", "--set", f"train.seed={seed}",
            "--set", "baseline.linear=false",
        ),
        cwd=run.parent,
    )  # fmt: skip
    (found,) = json.loads(spend(sentir("why", run, TEXT, "--json"), cwd=run.parent).output)
    words = [word["text"] for word in found["words"]]
    return {
        **{key: found[key] for key in ("label", "probabilities", "sure", "why_not", "runner_up")},
        "kept_epoch": json.loads((run / "run.json").read_text("utf-8"))["kept_epoch"],
        "distance": found["distance"],
        "nearest": [
            {key: row[key] for key in ("row", "label", "similarity")}
            for row in found["nearest"]["rows"]
        ],
        "agree": found["nearest"]["agree"],
        "first": {
            method: words[found["methods"][f"{method}_first"]]
            for method in ("occlusion", "gradients")
        },
        "removal": [words[place] for place in found["removal"]["places"]],
        "without_them": found["removal"]["label"],
    }


def change(place: Place, *, name: str) -> Figures:
    """Train with and without a change under every seed, and keep what it did to the answer.

    What was stopped is gone on with; what is finished leaves no folder.
    """
    run, options = _run(place, SEEDS[0]), _QUESTIONS[name]
    out = run.with_name(name.replace(" ", "-"))
    if isinstance(options, int):
        options = ("--add", str(_rows_like_it(out.with_suffix(".txt"), options)))
    if (out / "comparison.json").exists():  # stopped just before this part was noted
        shutil.rmtree(out)
    spent = spend(
        sentir(
            "what-if", run, *options, "--ask", TEXT, "--seeds", len(SEEDS), "--out", out, "--json",
        ),
        cwd=run.parent,
    )  # fmt: skip
    found = json.loads(spent.output)
    trials = [json.loads(line) for line in (out / "trials.jsonl").read_text("utf-8").splitlines()]
    shutil.rmtree(out)
    return {
        "change": {key: found["change"][key] for key in ("words", "train", "dropped", "added")},
        "asked": found["asked"][0],
        "kept_epochs": sorted(trial["kept"]["epoch"] for trial in trials),
        "before": found["before"],
        "after": found["after"],
        "score": found["score"],
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Return every seed's answer, what each change moved, and how late weights were kept."""
    seeds = [parts[f"seed {seed}"] for seed in SEEDS]
    questions = {name: parts[name] for name in _QUESTIONS}
    epochs = [each["kept_epoch"] for each in seeds]
    epochs += [epoch for each in questions.values() for epoch in each["kept_epochs"]]
    figures: Figures = {
        "text": TEXT,
        "epochs": EPOCHS,
        "seeds": [{"seed": seed, **each} for seed, each in zip(SEEDS, seeds, strict=True)],
        "words": {
            word: questions[f"without {word}"]["change"]["dropped"] for word in ("love", "movie")
        },
        "questions": {
            name: {**each, "moved": _moved(each["asked"]["classes"])}
            for name, each in questions.items()
        },
    }
    return figures, [at_most("r1_case_latest_kept_epoch", max(epochs), EPOCHS - 2)]


def _moved(classes: Mapping[str, Any]) -> list[str]:
    """Return the classes whose interval leaves out 0."""
    return [label for label, each in classes.items() if each["low"] > 0 or each["high"] < 0]


def _rows_like_it(path: Path, count: int) -> Path:
    lines: Sequence[str] = [f"{text};joy\n" for text in LIKE_IT[:count]]
    write_whole(path, "".join(lines).encode("utf-8"))
    return path


def _run(place: Place, seed: int) -> Path:
    data = fingerprint(place.dataset(""), FILES)
    return place.room / "runs" / f"r1-case-{code_of(place.root, ROOMS).key}-{data}" / f"seed-{seed}"


PARTS: dict[str, Callable[[Place], Figures]] = {
    **{f"seed {seed}": partial(answer, seed=seed) for seed in SEEDS},
    **{name: partial(change, name=name) for name in _QUESTIONS},
}
BAR = Bar(
    name="r1_case",
    commands=(
        f"sentir train r1-weight-decay --data $SENTIR_DATA/emotion --set train.epochs={EPOCHS}",
        f'sentir why RUN "{TEXT}"',
        f'sentir what-if RUN --drop-containing movie --ask "{TEXT}" --seeds {len(SEEDS)}',
    ),
    covers=(
        *ROOMS,
        "src/sentir/explain",
        *(
            f"src/sentir/experiments/{name}.py"
            for name in ("attempt", "comparison", "trial", "trial_data", "what_if")
        ),
        "src/sentir/workflows/changed_rows.py",
        "src/sentir/workflows/why.py",
        "benchmarks/r1_case.py",
    ),
    data=FILES,
    seeds=SEEDS,
    parts=PARTS,
    conclude=conclude,
    threads=0,
)
