"""Are these gradients right? Every derivative beside what a small push in each direction gives.

    check = check_gradients(loss_and_gradients, {"hh": hh, "x": x})
    check.passed, check.message

A finite difference needs no theory, so it finds the mistakes that theory makes; in double it is
good to about nine digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sentir.cells.arrays import Floats, Ints

# arrays by name -> the loss, and its derivative by each array under the same name
LossAndGradients: TypeAlias = Callable[[dict[str, Floats]], tuple[float, Mapping[str, Floats]]]

PUSH = 1e-5  # the best for doubles: the error of the formula and of rounding are both about 1e-10
NEGLIGIBLE = 1e-3  # gradients under this share of the largest are compared with that share


@dataclass(frozen=True, slots=True, kw_only=True)
class GradientCheck:
    """The result of a check, with the entry that fits worst.

    Attributes:
        worst: relative error of that entry; infinite where a gradient is not finite.
        name: its array.
        index: its place in that array.
        gradient: what the backward says there.
        difference: what the finite difference says there.
        entries: how many entries were compared.
        tolerance: the largest relative error that passes.
    """

    worst: float
    name: str
    index: tuple[int, ...]
    gradient: float
    difference: float
    entries: int
    tolerance: float

    @property
    def passed(self) -> bool:
        """Return whether every entry fits within the tolerance."""
        return self.worst <= self.tolerance

    @property
    def message(self) -> str:
        """Return the result as a sentence."""
        place = f"{self.name}[{', '.join(map(str, self.index))}]"
        if self.passed:
            return (
                f"{self.entries} gradients agree with finite differences; the worst, {place}, "
                f"within {self.worst:.1e} (allowed {self.tolerance:.0e})."
            )
        return (
            f"The gradient of {place} is {self.gradient:.6g}, but finite differences give "
            f"{self.difference:.6g}: relative error {self.worst:.1e}, allowed "
            f"{self.tolerance:.0e}. Look at the backward line that makes the gradient of "
            f"{self.name}."
        )


def check_gradients(
    function: LossAndGradients,
    arrays: Mapping[str, Floats],
    *,
    tolerance: float = 1e-6,
    entries_per_array: int = 1000,
) -> GradientCheck:
    """Compare a function's gradients with central finite differences, in double.

    Args:
        function: gives the loss and its gradients for arrays of double precision; it must not
            change them, and must be smooth near them.
        arrays: where to check; copies are used.
        tolerance: the largest relative error that passes.
        entries_per_array: larger arrays are checked at this many entries, evenly spread.

    Raises:
        ValueError: a gradient is missing or has another shape than its array, or there is
            nothing to compare.
    """
    doubles: dict[str, Floats] = {
        name: np.array(array, dtype=np.float64) for name, array in arrays.items()
    }
    gradients = {name: np.array(g) for name, g in function(doubles)[1].items()}
    _refuse_unfit(gradients, doubles)
    places = {name: _spread(array.size, entries_per_array) for name, array in doubles.items()}
    differences = {name: _differences(function, doubles, name, places[name]) for name in doubles}

    largest = max(float(np.max(np.abs(d), initial=0.0)) for d in differences.values())
    worst, name, place = -1.0, "", 0
    for candidate, difference in differences.items():
        errors = _errors(
            gradients[candidate].ravel()[places[candidate]], difference, NEGLIGIBLE * largest
        )
        if errors.size and errors.max() > worst:
            worst, name, place = float(errors.max()), candidate, int(errors.argmax())
    at = int(places[name][place])
    return GradientCheck(
        worst=worst,
        name=name,
        index=tuple(int(i) for i in np.unravel_index(at, doubles[name].shape)),
        gradient=float(gradients[name].ravel()[at]),
        difference=float(differences[name][place]),
        entries=sum(found.size for found in places.values()),
        tolerance=tolerance,
    )


def _refuse_unfit(gradients: Mapping[str, Floats], arrays: Mapping[str, Floats]) -> None:
    """Raise if there is not one gradient of the right shape for each array."""
    if not any(array.size for array in arrays.values()):
        raise ValueError("there is nothing to check: give at least one array that is not empty")
    for name, array in arrays.items():
        if name not in gradients:
            raise ValueError(
                f"the function returned no gradient for {name!r}: add it, or leave it out"
            )
        if gradients[name].shape != array.shape:
            raise ValueError(
                f"the gradient of {name!r} has shape {gradients[name].shape}, "
                f"the array {array.shape}: they must be equal"
            )


def _spread(size: int, most: int) -> Ints:
    """Return at most so many of the numbers below size, evenly spread."""
    return np.unique(np.linspace(0, size - 1, min(size, most)).astype(np.int64))


def _differences(
    function: LossAndGradients, arrays: dict[str, Floats], name: str, places: Ints
) -> Floats:
    """Return the central finite differences at these places of one array, which is put back."""
    flat = arrays[name].reshape(-1)  # a view: the copies made above are contiguous
    found = np.empty(places.size)
    for number, place in enumerate(places):
        value = flat[place]
        flat[place] = value + PUSH
        above = function(arrays)[0]
        flat[place] = value - PUSH
        below = function(arrays)[0]
        flat[place] = value
        found[number] = (above - below) / (2 * PUSH)
    return found


def _errors(gradient: Floats, difference: Floats, negligible: float) -> Floats:
    """Return the relative errors, infinite where a number is not finite."""
    size = np.maximum(np.maximum(np.abs(gradient), np.abs(difference)), max(negligible, 1e-12))
    errors: Floats = np.abs(gradient - difference) / size
    return np.where(np.isfinite(errors), errors, math.inf)
