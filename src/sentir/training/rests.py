"""What Adam does to rows that no batch touches, many updates at once.

An embedding has thousands of rows and a batch touches a few hundred. Adam moves the others too, by
moments that fade; to walk over all of them at every update takes longer than the net itself. But
while a row rests its moments follow from where they were, so that the updates it missed add up to
scalars, the same for every number of the row. Let m and v be its moments as `rules` keeps them
(decayed already), s = sqrt(v). The j-th update missed, with learning rate l and number t, does

    p <- (1 - l wd) p - m w_j / (s + e_j)      w_j = l b1^(j-1) / b2^((j-1)/2) root / (1 - b1^t)
                                               e_j = eps root / b2^((j-1)/2), root = sqrt(1 - b2^t)

The e_j hardly differ: with c their mean (weighed by the w_j), V and T their second and third
central moments, the sum of the fractions is

    sum of w_j / (s + e_j)  =  W / (s + c) (1 + V / (s + c)^2 - T / (s + c)^3 + ...),   W = sum w_j

and the term left out lies below single precision from update `FIRST` on; before, every row is
walked over. (Where s is much larger than e, as almost everywhere, all terms but the first do.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints
    from sentir.training.rules import Adam, Pace

FIRST = 128
"""Update from which rows may rest: by then the e_j of the last dozens of updates are alike."""
LONGEST = 512
"""Updates after which a row is brought up to date even when nobody reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What the updates missed come to for some rows, a column (U, 1) of single precision each.

    Attributes:
        kept: what is left of the weight.
        size: W, by which m / (s + c) is multiplied.
        shift: c.
        spread, skew: V and T.
        m, v: what is left of the moments.
    """

    kept: Floats
    size: Floats
    shift: Floats
    spread: Floats
    skew: Floats
    m: Floats
    v: Floats


class Rests:
    """The sums for every update after which a row may have begun to rest.

    Attributes:
        since: number of the update after which the oldest rest begins.
        until: number of the last update.
    """

    def __init__(self, rule: Adam) -> None:
        self._rule = rule
        powers = np.arange(LONGEST + 1)
        self._m_powers = rule.beta1**powers
        self._v_powers = rule.beta2**powers
        self._growth = rule.beta2 ** (-0.5 * powers)
        # Of each beginning: W, sums of w e, w e^2 and w e^3 with e in units of eps, and `kept`.
        self._sums = np.zeros((5, LONGEST + 1))
        self.begin(0)

    def begin(self, update: int) -> None:
        """Forget all: every row is up to date after this update."""
        self.since = self.until = update
        self._sums[:, 0] = (0, 0, 0, 0, 1)

    @property
    def is_full(self) -> bool:
        """Return whether no further update can be taken in."""
        return self.until - self.since >= LONGEST

    def add(self, pace: Pace) -> None:
        """Take in the update that rows miss now."""
        rule, count = self._rule, self.until - self.since + 1
        root = (1 - rule.beta2**pace.update) ** 0.5
        growth = self._growth[:count][::-1]  # the oldest rest has grown most
        w = growth * self._m_powers[:count][::-1]
        w *= pace.learning_rate * root / (1 - rule.beta1**pace.update)
        e = growth * root
        sums = self._sums[:, :count]
        sums *= 1 - pace.learning_rate * rule.weight_decay
        for row in range(4):
            sums[row] += w
            w *= e
        self.until = pace.update
        self._sums[:, count] = (0, 0, 0, 0, 1)

    def missed(self, settled: Ints) -> Missed:
        """Return what came to rows that are up to date after these updates (U,)."""
        size, first, second, third, kept = self._sums[:, settled - self.since]
        rested = self.until - settled
        divisor = np.where(size > 0, size, 1.0)
        shift = first / divisor
        square, cube = second / divisor, third / divisor
        spread = square - shift**2
        skew = cube - 3 * shift * square + 2 * shift**3
        unit = self._rule.epsilon
        return Missed(
            kept=_column(kept),
            size=_column(size),
            shift=_column(np.where(size > 0, shift, 1.0) * unit),
            spread=_column(np.maximum(spread, 0.0)),
            skew=_column(skew),
            m=_column(self._m_powers[rested]),
            v=_column(self._v_powers[rested]),
        )


def catch_up(weights: Floats, m: Floats, v: Floats, *, missed: Missed, unit: float) -> None:
    """Change rows (U, D) and their moments by all that they missed; `unit` is Adam's epsilon."""
    share = np.sqrt(v)
    share += missed.shift
    np.reciprocal(share, out=share)
    relative = share * unit  # eps / (s + c), below 1 / root: its powers neither vanish nor burst
    further = relative * missed.skew
    np.subtract(missed.spread, further, out=further)
    relative *= relative
    further *= relative
    further += 1  # 1 + V / (s + c)^2 - T / (s + c)^3
    share *= further
    share *= m
    share *= missed.size
    weights *= missed.kept
    weights -= share
    m *= missed.m
    v *= missed.v


def _column(numbers: Floats) -> Floats:
    return numbers.astype(np.float32)[:, None]
