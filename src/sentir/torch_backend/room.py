"""The memory of a GPU: what happens when it runs out."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

from sentir.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def enough_room() -> Iterator[None]:
    """Say how to mend it when the device has no room for what is done inside.

    Raises:
        MachineError: it has none.
    """
    try:
        yield
    except torch.OutOfMemoryError as error:
        raise MachineError(
            "the GPU has no room for a batch of this net. Lower train.batch_size or the sizes of "
            "the net, end other programs that use the GPU, or set train.backend=numpy."
        ) from error
