"""What the last bits of a result depend on besides the seed: versions, threads, processor."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping


def machine_record(threads: int) -> dict[str, Any]:
    """Return the versions, the threads of the matrix products and the processor's abilities."""
    built: Any = np.show_config(mode="dicts")
    blas = built["Build Dependencies"]["blas"]
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip(),
        "threads": threads,
        "processor": platform.machine(),
        "processor_abilities": " ".join(built.get("SIMD Extensions", {}).get("found", [])),
    }


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return `numpy 2.4.6 -> 2.5.0` and so on; results repeat bit for bit where nothing differs."""
    return [
        f"{key} {then.get(key)} -> {now.get(key)}"
        for key in sorted(then.keys() | now.keys())
        if then.get(key) != now.get(key)
    ]
