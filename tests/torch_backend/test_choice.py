"""Which backend trains, and that finding out costs nothing where there is no GPU."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING

import pytest

from sentir.errors import MachineError
from sentir.torch_backend.choice import Backend, choose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


@pytest.fixture
def _without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the import system find no torch."""

    class Hiding(PathFinder):
        @classmethod
        def find_spec(
            cls,
            fullname: str,
            path: Sequence[str] | None = None,
            target: ModuleType | None = None,
        ) -> ModuleSpec | None:
            return None if fullname == "torch" else super().find_spec(fullname, path, target)

    finders = [Hiding if finder is PathFinder else finder for finder in sys.meta_path]
    monkeypatch.setattr(sys, "meta_path", finders)
    monkeypatch.delitem(sys.modules, "torch", raising=False)


def test_numpy_is_taken_where_it_is_asked_for() -> None:
    backend = choose("numpy")
    assert (backend.name, backend.reason, str(backend)) == ("numpy", "asked", "NumPy")


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_auto_takes_numpy_where_every_gpu_is_hidden(hidden: str) -> None:
    backend = choose("auto", {"CUDA_VISIBLE_DEVICES": hidden})
    assert backend == Backend(name="numpy", reason="no_gpu")


def test_torch_is_taken_where_it_is_asked_for() -> None:
    backend = choose("torch")
    assert (backend.name, backend.reason) == ("torch", "asked")
    assert str(backend) == f"PyTorch {backend.version} ({backend.place})"


@pytest.mark.usefixtures("_without_torch")
def test_torch_that_is_not_installed_is_an_error_that_says_how_to_install_it() -> None:
    with pytest.raises(MachineError) as caught:
        choose("torch")
    assert str(caught.value) == (
        "train.backend is torch, but PyTorch is not installed. Install it with "
        'pip install -e ".[torch]" (on Linux without a GPU first its smaller build for the '
        "processor, as pytorch.org says), or train with --set train.backend=numpy."
    )


def test_finding_out_that_there_is_no_gpu_imports_no_torch() -> None:
    code = """
import sys
import sentir.training.run
from sentir.torch_backend.choice import choose
choose("auto", {"CUDA_VISIBLE_DEVICES": ""}), choose("numpy")
print("torch" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
