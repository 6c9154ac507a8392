from __future__ import annotations

import numpy as np

from sentir.cells.workspace import Workspace


def test_a_buffer_is_kept_and_cut_to_shape() -> None:
    workspace = Workspace()
    first = workspace.take("a", 4, 5, dtype=np.float32)
    second = workspace.take("a", 3, 2, dtype=np.float32)
    assert (first.shape, second.shape) == ((4, 5), (3, 2))
    assert second.flags.c_contiguous
    assert np.shares_memory(first, second)


def test_a_larger_shape_gets_a_larger_buffer() -> None:
    workspace = Workspace()
    workspace.take("a", 2, dtype=np.float64)
    larger = workspace.take("a", 1000, dtype=np.float64)
    larger[...] = 1.0
    assert larger.size == 1000


def test_names_and_precisions_do_not_share_memory() -> None:
    workspace = Workspace()
    arrays = [
        workspace.take("a", 8, dtype=np.float32),
        workspace.take("b", 8, dtype=np.float32),
        workspace.take("a", 8, dtype=np.float64),
    ]
    assert [array.dtype for array in arrays] == [np.float32, np.float32, np.float64]
    for number, array in enumerate(arrays):
        assert not any(np.shares_memory(array, other) for other in arrays[:number])


def test_an_empty_shape_is_an_empty_array() -> None:
    assert Workspace().take("a", 0, 7, dtype=np.float32).shape == (0, 7)
