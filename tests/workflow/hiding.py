"""A Python in which some installed packages cannot be found, and which notes who asked for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# What the core alone does not bring, with what these packages bring themselves.
EXTRAS = (
    "torch", "scipy", "sklearn", "joblib", "threadpoolctl", "matplotlib", "PIL", "jinja2",
    "markupsafe", "charset_normalizer", "pyarrow", "datasketch", "huggingface_hub", "yaml", "click",
    "hypothesis", "pytest", "babel",
)  # fmt: skip

_SITE = """
import sys
from importlib.machinery import PathFinder

class Hiding(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name.partition(".")[0] in {hidden!r}:
            with open({asked!r}, "a") as file:
                file.write(name + "\\n")
            return None
        return PathFinder.find_spec(name, path, target)

sys.meta_path[:] = [Hiding if finder is PathFinder else finder for finder in sys.meta_path]
"""


def hiding(folder: Path, packages: Sequence[str]) -> dict[str, str]:
    """Return the environment of a process, and of those it starts, that lacks these packages."""
    site = folder / "site"
    site.mkdir()
    code = _SITE.format(hidden=set(packages), asked=str(folder / "asked.txt"))
    (site / "sitecustomize.py").write_text(code, encoding="utf-8")
    return {"PYTHONPATH": str(site)}


def asked_for(folder: Path) -> set[str]:
    """Return the packages that a process looked for in vain."""
    path = folder / "asked.txt"
    return set(path.read_text().split()) if path.exists() else set()
