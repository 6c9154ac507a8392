"""The types of the cells, the nets and the training: two arrays, and what undoes a sequence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
Ints: TypeAlias = NDArray[np.integer[Any]]

# d_states_NH -> d_projected_NG, d_hh, d_b_hh
SequenceBackward: TypeAlias = Callable[[Floats], tuple[Floats, Floats, Floats]]
