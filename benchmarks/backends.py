"""Losses of recipes trained by NumPy and by PyTorch: equal weights, equal batches, no dropout."""

from __future__ import annotations

from functools import partial
from itertools import chain, count, islice
from typing import TYPE_CHECKING

from benchmarks.bar import Bar, Figures, Mark, NotMeasuredError, Place, at_most
from benchmarks.models import FILES
from benchmarks.rooms import LEARNING
from sentir.torch_backend.choice import has_torch
from sentir.training.run import begin
from sentir.workflows.material import gather
from sentir.workflows.request import understand

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.data.batches import Batch
    from sentir.training.run import Prepared

RECIPES = ("emotion", "r1-plain")
UPDATES = {"single": 200, "double": 50}
LIMITS = {"single": 1e-4, "double": 1e-9}
_DROPS = ("embedding", "word", "input", "recurrent", "pooled", "dense")


def measure(place: Place, *, recipe: str) -> Figures:
    """Let both backends learn from the same batches, and compare every loss.

    Raises:
        NotMeasuredError: PyTorch is not installed.
    """
    if not has_torch():
        raise NotMeasuredError(
            "PyTorch is not installed, and there is nothing to compare with. "
            'Install it: pip install -e ".[dev]"'
        )
    return {name: _apart(place, recipe, name) for name in UPDATES}


def _apart(place: Place, recipe: str, precision: str) -> float:
    """Return the largest difference of a batch's loss."""
    sets = [f"train.precision={precision}", *(f"model.{kind}_dropout=0" for kind in _DROPS)]
    request = understand(recipe, data=str(place.dataset("emotion")), sets=sets)
    prepared = gather(request.config).prepared
    numpys, torchs = (
        begin(
            request.config.model_copy(
                update={"train": request.config.train.model_copy(update={"backend": backend})}
            ),
            prepared,
            threads=1,
        )
        for backend in ("numpy", "torch")
    )
    return max(
        abs(numpys.update(batch).loss - torchs.update(batch).loss)
        for batch in _batches(prepared, UPDATES[precision])
    )


def _batches(prepared: Prepared, number: int) -> list[Batch]:
    epochs = (prepared.batches.train(epoch) for epoch in count())
    return list(islice(chain.from_iterable(epochs), number))


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Hold the largest difference of all recipes against what was wanted."""
    marks = [
        at_most(f"backends_apart_{name}", max(part[name] for part in parts.values()), limit)
        for name, limit in LIMITS.items()
    ]
    return {"updates": UPDATES, "largest_difference_of_a_loss": dict(parts)}, marks


BAR = Bar(
    name="backends",
    commands=("python benchmarks/bars.py backends",),
    covers=(
        *LEARNING,
        "src/sentir/torch_backend",
        "benchmarks/backends.py",
        *(f"src/sentir/shipped/recipes/{recipe}.toml" for recipe in ("emotion", "r1", "r1-plain")),
    ),
    data=FILES,
    seeds=(0,),
    parts={recipe: partial(measure, recipe=recipe) for recipe in RECIPES},
    conclude=conclude,
)
