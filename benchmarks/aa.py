"""A recipe against itself: 100 comparisons of 3 runs a side that differ in nothing but the seed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.bar import Bar, Figures, Mark, Place, at_most
from benchmarks.rooms import LEARNING
from sentir.statistics.comparison import difference_of, paired_difference

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from sentir.config.settings import RunConfig
    from sentir.workflows.material import Material

RECIPE = "demo"
SETTINGS = ("split.validation=0.4", "split.test=0", "train.epochs=8")
RUNS, AT_ONCE = 60, 10
COMPARISONS, SEEDS_A_SIDE, MOST_DIFFERENT = 100, 3, 10


def some_runs(_: Place, *, first: int) -> Figures:
    """Train ten runs and return which validation rows each has right, as bits."""
    from sentir.config.loading import resolve
    from sentir.config.recipes import load_recipe
    from sentir.workflows.material import gather

    seeds = range(first, first + AT_ONCE)
    config = resolve(load_recipe(RECIPE), SETTINGS)
    material = gather(config)
    right = {}
    for seed in seeds:
        train = config.train.model_copy(update={"seed": seed})
        answers = _right(config.model_copy(update={"train": train}), material)
        right[str(seed)] = np.packbits(answers).tobytes().hex()
    return {"rows": int(material.split.validation.size), "right": right}


def _right(config: RunConfig, material: Material) -> NDArray[np.bool_]:
    """Return which validation rows the kept weights of one run have right."""
    from sentir.runtime.states import states_of
    from sentir.training.run import adapted, begin, kept_net, train
    from sentir.training.state import TrainState

    prepared = adapted(material.prepared, config)
    state = train(TrainState(step=begin(config, prepared, threads=1)), prepared, config)
    net = kept_net(state, prepared)
    rows = material.split.validation
    logits = net.head(states_of(net, prepared.sequences.take(rows)))
    return np.asarray(logits.argmax(axis=1) == prepared.targets[rows])


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Draw two sides of three runs a hundred times, and count what is called different."""
    runs = _runs(parts)
    rng = np.random.default_rng(0)
    found, alone = [], 0
    for _ in range(COMPARISONS):
        drawn = runs[rng.permutation(len(runs))[: 2 * SEEDS_A_SIDE]]
        found.append(difference_of(drawn[:SEEDS_A_SIDE], drawn[SEEDS_A_SIDE:]))
        alone += paired_difference(drawn[0], drawn[SEEDS_A_SIDE]).is_told_apart
    accuracies = runs.mean(axis=1)
    different = sum(each.is_told_apart for each in found)
    figures: Figures = {
        "runs": len(runs),
        "rows": runs.shape[1],
        "accuracy": float(accuracies.mean()),
        "sd_over_seeds": float(accuracies.std(ddof=1)),
        "comparisons": COMPARISONS,
        "seeds_a_side": SEEDS_A_SIDE,
        "different": different,
        "different_by_one_run_a_side": int(alone),
        "minimum_detectable": float(np.median([each.minimum_detectable for each in found])),
    }
    return figures, [at_most("equal_recipes_called_different", different, MOST_DIFFERENT)]


def _runs(parts: Mapping[str, Figures]) -> NDArray[np.bool_]:
    """Return which rows each run has right: (runs, rows)."""
    rows = [
        np.unpackbits(np.frombuffer(bytes.fromhex(bits), np.uint8), count=part["rows"])
        for part in (parts[name] for name in PARTS)
        for bits in part["right"].values()
    ]
    return np.array(rows).astype(bool)


PARTS: dict[str, Callable[[Place], Figures]] = {
    f"seeds {first} to {first + AT_ONCE - 1}": partial(some_runs, first=first)
    for first in range(0, RUNS, AT_ONCE)
}
BAR = Bar(
    name="aa",
    commands=("python benchmarks/bars.py aa",),
    covers=(
        *LEARNING,
        "src/sentir/shipped/corpora",
        "src/sentir/shipped/recipes/demo.toml",
        "benchmarks/aa.py",
    ),
    parts=PARTS,
    conclude=conclude,
    seeds=tuple(range(RUNS)),
)
