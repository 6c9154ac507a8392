"""What this machine and this installation can do, and how to add what is missing."""

from __future__ import annotations

import os
import platform
import shutil
from dataclasses import dataclass
from importlib import metadata, util
from typing import TYPE_CHECKING

from sentir import __version__
from sentir.report.backend_words import backend_sentence
from sentir.report.language import language
from sentir.runtime.threads import physical_cores
from sentir.torch_backend.choice import choose

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """An optional group of packages and what it is for."""

    name: str
    modules: tuple[str, ...]
    gives: str


EXTRAS = (
    Extra(
        name="train",
        modules=("sklearn", "scipy", "datasketch", "matplotlib", "jinja2", "charset_normalizer"),
        gives="the linear baseline, figures and the HTML report, near duplicates in large data, "
        "more text encodings",
    ),
    Extra(name="parquet", modules=("pyarrow",), gives="reading .parquet files"),
    Extra(
        name="hub",
        modules=("huggingface_hub", "yaml"),
        gives="data sets of the hub as hf:OWNER/NAME",
    ),
    Extra(
        name="torch", modules=("torch",), gives="training with PyTorch, on a GPU if there is one"
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One finding: `ok` is false where something a command needs is missing."""

    name: str
    ok: bool
    found: str
    mend: str = ""


def doctor(folder: Path) -> list[Check]:
    """Return what was found of Python, packages, processor, memory and the folder for runs."""
    return [
        Check(name="sentir", ok=True, found=__version__),
        Check(
            name="python", ok=True, found=f"{platform.python_version()} on {platform.platform()}"
        ),
        *(_package(name) for name in ("numpy", "safetensors", "pydantic", "typer", "rich")),
        *(_extra(extra) for extra in EXTRAS),
        _backend(),
        Check(name="processor", ok=True, found=f"{physical_cores()} physical cores"),
        _memory(),
        _folder(folder),
    ]


def _package(name: str) -> Check:
    try:
        return Check(name=name, ok=True, found=metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name=name, ok=False, found="missing", mend="pip install sentir")


def _extra(extra: Extra) -> Check:
    missing = [module for module in extra.modules if util.find_spec(module) is None]
    if not missing:
        return Check(name=f"[{extra.name}]", ok=True, found=f"installed: {extra.gives}")
    return Check(
        name=f"[{extra.name}]",
        ok=False,
        found=f"without {', '.join(missing)}: not available: {extra.gives}",
        mend=f'pip install -e ".[{extra.name}]"',
    )


def _backend() -> Check:
    """Return what training would compute with; PyTorch is imported only where a GPU may be."""
    backend = choose("auto")
    why = {"backend": str(backend), "backend_reason": backend.reason}
    return Check(name="backend", ok=True, found=backend_sentence(why, language("en")))


def _memory() -> Check:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return Check(name="memory", ok=True, found="unknown")
    return Check(name="memory", ok=True, found=f"{total / 2**30:.1f} GiB")


def _folder(folder: Path) -> Check:
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free / 2**30
    if not os.access(place, os.W_OK):
        mend = "choose another folder with --out, or change its permissions"
        return Check(name="runs", ok=False, found=f"{place} cannot be written", mend=mend)
    return Check(name="runs", ok=True, found=f"{folder} can be written, {free:.1f} GiB free")
