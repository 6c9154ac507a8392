"""What the README and the guide show: files to save, commands to type, Python to run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "README.es.md", *GUIDE]

_BLOCK = re.compile(r"(?:<!-- file: (\S+) -->\n)?^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Command:
    """A line to type, and the error that is shown below it, if one is."""

    line: str
    error: str = ""

    @property
    def needs_real_data(self) -> bool:
        """Return whether it is about data that is not shipped."""
        return "$SENTIR_DATA" in self.line


def files(page: Path) -> dict[str, str]:
    """Return the files that a page asks its reader to save."""
    return {name: body for name, _, body in _blocks(page) if name}


def commands(page: Path) -> list[Command]:
    """Return the commands of the page's ```console blocks, in order."""
    found = []
    for _, kind, body in _blocks(page):
        if kind != "console":
            continue
        for typed in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            line, _, shown = typed.replace("\\\n", " ").partition("\n")
            error = shown[shown.find("error: ") :] if "error: " in shown else ""
            found.append(Command(line, " ".join(error.split())))
    return found


def scripts(page: Path) -> str:
    """Return the ```python blocks of a page as one program."""
    return "\n".join(body for _, kind, body in _blocks(page) if kind == "python")


def links(page: Path) -> list[Path]:
    """Return the files that a page links to or shows."""
    found = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    return [page.parent / each for each in found if "://" not in each]


def _blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    for match in _BLOCK.finditer(page.read_text("utf-8")):
        yield match[1] or "", match[2], match[3]
