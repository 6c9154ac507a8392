"""How far a text lies from the training data: the angle between states, to the nearest of a few.

Every class has some prototypes, the middles of its training states' clusters; the distance is
1 - cosine to the nearest one. `docs/decisions/0003-distance.md` says what else was tried.

Shapes: N rows, S state size, P prototypes, K clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sentir.errors import RunError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sentir.cells.arrays import Floats, Ints
    from sentir.store.tensors import Arrays

LEVELS = (*(percent / 100 for percent in range(1, 100)), 0.999)
"""Shares of validation rows whose distance quantiles are kept."""
FEW_LEVELS = (0.5, 0.9, 0.95, 0.99, 0.999)
"""Those that the first model files kept, and that are shown."""
FAR = 0.99
_PER_CLASS = 8
_MAX_NUMBERS = 48_000  # of all prototypes: 96 kB in the file
_MAX_ROWS = 20_000  # of the training rows, drawn at random; more move no prototype much
_ROUNDS = 15
_FARTHEST = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What the training data look like from the network's side.

    Attributes:
        prototypes: (P, S) float32, each of length 1.
        quantiles: (len(levels),) distances that these shares of validation rows do not exceed.
    """

    prototypes: Floats
    quantiles: NDArray[np.float64]

    @property
    def levels(self) -> tuple[float, ...]:
        """Return the shares of validation rows that the quantiles belong to."""
        return LEVELS if self.quantiles.size == len(LEVELS) else FEW_LEVELS

    def distances(self, states: Floats) -> NDArray[np.float64]:
        """Return the distance (N,) of states, from 0 to 2."""
        along: Floats = (states @ self.prototypes.T).max(axis=1)
        return np.subtract(1, along / _lengths(states)[:, 0])

    def far(self, states: Floats) -> NDArray[np.bool_]:
        """Return which rows (N,) lie farther than 99 % of the validation rows."""
        return np.asarray(self.distances(states) > self.quantiles[self.levels.index(FAR)], np.bool_)

    def to_arrays(self) -> Arrays:
        """Return the member `reference.safetensors`."""
        prototypes = self.prototypes.astype(np.float16)
        return {"prototypes": prototypes, "quantiles": self.quantiles}

    @classmethod
    def from_arrays(cls, arrays: Arrays, *, state_size: int, name: str) -> Reference:
        """Return the reference that a model file holds.

        Raises:
            RunError: an array is missing, of another shape, or not finite.
        """
        prototypes, quantiles = (
            arrays.get(key, np.empty(0)) for key in ("prototypes", "quantiles")
        )
        if (
            prototypes.ndim != 2
            or prototypes.shape[1] != state_size
            or not len(prototypes)
            or prototypes.dtype != np.float16
            or quantiles.shape not in {(len(LEVELS),), (len(FEW_LEVELS),)}
            or quantiles.dtype != np.float64
            or not (np.isfinite(prototypes).all() and np.isfinite(quantiles).all())
        ):
            raise RunError(
                f"{name}: reference.safetensors is damaged: expected prototypes of {state_size} "
                "numbers and their quantiles. Copy or download the file again, or make it anew "
                "with sentir train."
            )
        return cls(prototypes=prototypes.astype(np.float32), quantiles=quantiles)


def build_reference(
    states: Floats, targets: Ints, *, validation_states: Floats, rng: np.random.Generator
) -> Reference:
    """Return the reference of training states (N, S), judged by the validation rows' states."""
    rows = np.arange(len(targets))
    if rows.size > _MAX_ROWS:
        rows = np.sort(rng.choice(rows.size, _MAX_ROWS, replace=False))
    points, classes = _directions(states[rows]), targets[rows]
    present = np.unique(classes)
    room = _MAX_NUMBERS // points.shape[1]
    if room < present.size:  # more classes than prototypes: those of all rows together
        classes, present = np.zeros_like(classes), np.zeros(1, np.int64)
    count = max(1, room if present.size == 1 else min(_PER_CLASS, room // present.size))
    found = [_clusters(points[classes == one], count, rng) for one in present]
    # rounded as the file keeps them, so that the quantiles are those of the file's own distances
    prototypes = np.concatenate(found).astype(np.float16).astype(np.float32)
    reference = Reference(prototypes=prototypes, quantiles=np.full(len(LEVELS), _FARTHEST))
    if not len(validation_states):
        return reference
    quantiles = np.quantile(reference.distances(validation_states), LEVELS, method="higher")
    return Reference(prototypes=prototypes, quantiles=quantiles.astype(np.float64))


def _directions(states: Floats) -> Floats:
    """Return states of length 1; a state of nothing but zeros stays."""
    directions: Floats = (states / _lengths(states)).astype(np.float32)
    return directions


def _lengths(states: Floats) -> NDArray[np.float64]:
    """Return the length of each state (N, 1), and 1 for one of zeros: it is at distance 1."""
    lengths = np.sqrt(np.einsum("ns,ns->n", states, states, dtype=np.float64))[:, None]
    return np.where(lengths > 0, lengths, 1.0)


def _clusters(points: Floats, count: int, rng: np.random.Generator) -> Floats:
    """Return up to `count` middles (K, S) of points of length 1.

    Source: spherical k-means, Dhillon and Modha 2001.
    """
    first = rng.choice(len(points), min(count, len(points)), replace=False)
    centers = points[first]
    for _ in range(_ROUNDS):
        nearest = (points @ centers.T).argmax(axis=1)
        belongs = (nearest[:, None] == np.arange(len(centers))).astype(np.float32)
        sums = belongs.T @ points
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centers = np.where(lengths > 0, sums / np.maximum(lengths, 1e-30), centers)
    return centers
