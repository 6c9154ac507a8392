"""The gradient of a matrix of which a batch touches few rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowGradient:
    """What a batch says about the rows it touched; the gradient of all others is zero.

    Attributes:
        rows: (U,) rows of the matrix, none twice.
        values: (U, D) their gradients.
    """

    rows: Ints
    values: Floats

    def dense(self, count: int) -> Floats:
        """Return the gradient of the whole matrix of `count` rows."""
        whole = np.zeros((count, self.values.shape[1]), self.values.dtype)
        whole[self.rows] = self.values
        return whole
