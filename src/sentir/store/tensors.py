"""Named arrays as bytes of a safetensors file and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from sentir.errors import RunError

if TYPE_CHECKING:
    from collections.abc import Mapping

Arrays: TypeAlias = dict[str, NDArray[Any]]


def pack_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the arrays as one safetensors file; equal arrays give equal bytes."""
    return save({name: np.asarray(array, order="C") for name, array in arrays.items()})


def unpack_arrays(data: bytes, name: str, *, mend: str) -> Arrays:
    """Return the arrays that a safetensors file holds; nothing in it is executed.

    Raises:
        RunError: the bytes are no safetensors file, or hold a kind of number NumPy lacks.
    """
    try:
        return load(data)
    except (SafetensorError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise RunError(f"{name} is damaged: not a safetensors file ({error}). {mend}") from error
