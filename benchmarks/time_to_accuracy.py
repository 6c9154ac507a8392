"""How soon recipe `emotion` is as good as a plain PyTorch loop becomes in 30 epochs.

The loop trains report R1's plain net. What it reaches at best on the validation rows, the median of
its seeds, is the target. Only training counts; measuring after an epoch takes no time on either
side.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bar import Bar, Figures, Mark, NotMeasuredError, Place, at_least
from benchmarks.peers import HERE
from benchmarks.processes import person
from benchmarks.rooms import LEARNING
from benchmarks.speed_cases import BATCH_SIZE, R1, ready, write_padded
from sentir.cells.stopwatch import EVALUATION, WATCH
from sentir.training.hooks import Hook
from sentir.training.run import begin, train
from sentir.training.state import TrainState
from sentir.workflows.material import gather, threads_of
from sentir.workflows.request import understand

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SEEDS = (0, 1, 2)
EPOCHS = 30
WANTED = 10.0


def peer(place: Place, *, seed: int) -> Figures:
    """Train the plain loop and return how every epoch came out."""
    with tempfile.TemporaryDirectory() as room:
        rows = Path(room) / "rows.npz"
        found = ready(R1, place.dataset(R1.data), batch_size=BATCH_SIZE)
        settings = {**write_padded(found, rows), "epochs": EPOCHS, "seed": seed}
        done = subprocess.run(
            [sys.executable, str(HERE / "plain_torch.py"), str(rows), json.dumps(settings)],
            env=person(),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise NotMeasuredError(f"the plain loop ended: {done.stderr.strip()[-1500:]}")
    return {"epochs": [json.loads(line) for line in done.stdout.splitlines()]}


class _Noting(Hook):
    """Notes after each epoch how long training took, and what it came to."""

    def __init__(self) -> None:
        self.epochs: list[dict[str, Any]] = []

    def after_epoch(self, state: TrainState) -> None:
        """Take the time of all measuring out."""
        seconds = sum(s for part, s in WATCH.seconds.items() if part != EVALUATION)
        accuracy = state.history[-1].val_score
        if state.epoch:
            self.epochs.append({"epoch": state.epoch, "seconds": seconds, "accuracy": accuracy})


def own(place: Place, *, seed: int) -> Figures:
    """Train recipe `emotion` and return how every epoch came out."""
    sets = [f"train.seed={seed}", "train.backend=numpy"]
    config = understand("emotion", data=str(place.dataset("emotion")), sets=sets).config
    prepared = gather(config).prepared
    noting = _Noting()
    WATCH.start()
    step = begin(config, prepared, threads=threads_of(config))
    train(TrainState(step=step), prepared, config, hooks=[noting])
    WATCH.stop()
    return {"epochs": noting.epochs}


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Take the loop's median best as the target, and see when each side was there."""
    peers = [_best(parts[f"plain loop, seed {seed}"]["epochs"]) for seed in SEEDS]
    target = statistics.median(each["accuracy"] for each in peers)
    there = [
        _first(parts[f"recipe emotion, seed {seed}"]["epochs"], target=target) for seed in SEEDS
    ]
    seconds = statistics.median(each["seconds"] for each in peers)
    own_seconds = statistics.median(each["seconds"] if each else float("inf") for each in there)
    figures: Figures = {
        "target": round(target, 5),
        "plain_loop": peers,
        "recipe_emotion": there,
        "plain_loop_seconds": round(seconds, 2),
        "recipe_emotion_seconds": round(own_seconds, 2) if any(there) else None,
        "times_sooner": round(seconds / own_seconds, 2),
    }
    return figures, [at_least("times_sooner", figures["times_sooner"], WANTED)]


def _best(epochs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the epoch with the highest accuracy, the first of equals."""
    return max(epochs, key=lambda each: each["accuracy"])


def _first(epochs: Sequence[dict[str, Any]], *, target: float) -> dict[str, Any] | None:
    """Return the first epoch that is as good as the target."""
    return next((each for each in epochs if each["accuracy"] >= target), None)


PARTS: dict[str, Callable[[Place], Figures]] = {
    **{f"plain loop, seed {seed}": partial(peer, seed=seed) for seed in SEEDS},
    **{f"recipe emotion, seed {seed}": partial(own, seed=seed) for seed in SEEDS},
}
BAR = Bar(
    name="time_to_accuracy",
    commands=("python benchmarks/bars.py time_to_accuracy",),
    covers=(
        *LEARNING,
        "benchmarks/plain_torch.py",
        "benchmarks/speed_cases.py",
        "benchmarks/time_to_accuracy.py",
        "src/sentir/shipped/recipes/emotion.toml",
    ),
    data=R1.files,
    seeds=SEEDS,
    parts=PARTS,
    conclude=conclude,
    threads=0,
)
