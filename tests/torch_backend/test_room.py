"""A GPU whose memory runs out."""

from __future__ import annotations

import pytest
import torch

from sentir.errors import MachineError
from sentir.torch_backend.room import enough_room


def test_a_gpu_without_room_is_said_with_the_ways_out() -> None:
    with pytest.raises(MachineError) as caught, enough_room():
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")
    assert str(caught.value) == (
        "the GPU has no room for a batch of this net. Lower train.batch_size or the sizes of "
        "the net, end other programs that use the GPU, or set train.backend=numpy."
    )


def test_other_errors_pass_as_they_are() -> None:
    with pytest.raises(RuntimeError, match="sizes do not fit"), enough_room():
        raise RuntimeError("sizes do not fit")
