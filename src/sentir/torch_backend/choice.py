"""Which backend trains: NumPy, or PyTorch where there is a GPU.

PyTorch takes seconds to import, so that it is only asked where a GPU's driver was found.
"""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from sentir.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping

Reason = Literal["asked", "gpu", "no_gpu", "no_torch"]

PROCESSOR = "processor"
_DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """What computes the updates.

    Attributes:
        name: `numpy` or `torch`.
        reason: the setting asked for it; there is a GPU; there is none that PyTorch can use; there
            is one, but PyTorch is not installed.
        version: of PyTorch; empty for NumPy.
        place: the processor or GPU that PyTorch computes on, by its name; empty for NumPy.
    """

    name: Literal["numpy", "torch"]
    reason: Reason
    version: str = ""
    place: str = ""

    def __str__(self) -> str:
        """Return `NumPy`, or `PyTorch 2.10.0 (NVIDIA H100)`."""
        return "NumPy" if self.name == "numpy" else f"PyTorch {self.version} ({self.place})"


def choose(setting: str, environ: Mapping[str, str] = os.environ) -> Backend:
    """Return the backend that `train.backend` asks for on this machine.

    Args:
        setting: `auto`, `numpy` or `torch`.
        environ: the process' environment; an empty CUDA_VISIBLE_DEVICES hides every GPU.

    Raises:
        MachineError: torch is asked for but not installed.
    """
    if setting == "numpy":
        return Backend(name="numpy", reason="asked")
    if setting == "torch":
        if not has_torch():
            raise MachineError(
                "train.backend is torch, but PyTorch is not installed. Install it with "
                'pip install -e ".[torch]" (on Linux without a GPU first its smaller build for the '
                "processor, as pytorch.org says), or train with --set train.backend=numpy."
            )
        return _of_torch("asked")
    if not _may_have_gpu(environ):
        return Backend(name="numpy", reason="no_gpu")
    if not has_torch():
        return Backend(name="numpy", reason="no_torch")
    if device_of_this_machine() == "cpu":
        return Backend(name="numpy", reason="no_gpu")
    return _of_torch("gpu")


def has_torch() -> bool:
    """Return whether PyTorch is installed, without importing it."""
    spec = find_spec("torch")
    return spec is not None and spec.origin is not None  # a mere folder of that name has none


def device_of_this_machine() -> Literal["cuda", "cpu"]:
    """Return where PyTorch computes, as PyTorch names it: on a GPU if it can use one."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def _of_torch(reason: Reason) -> Backend:
    import torch

    is_gpu = device_of_this_machine() == "cuda"
    return Backend(
        name="torch",
        reason=reason,
        version=torch.__version__,
        place=torch.cuda.get_device_name() if is_gpu else PROCESSOR,
    )


def _may_have_gpu(environ: Mapping[str, str]) -> bool:
    """Return whether the driver of a GPU is installed and none of its devices is hidden."""
    driver = _DRIVERS.get(sys.platform)
    if driver is None or environ.get("CUDA_VISIBLE_DEVICES", "0") in {"", "-1"}:
        return False
    try:
        ctypes.CDLL(driver)
    except OSError:
        return False
    return True
