"""Fill the tables of the README and the guide from docs/results/.

A table stands between `<!-- results: NAME -->` and `<!-- end -->`; what is between them is written
here and nowhere else.

python benchmarks/tables.py            writes them
python benchmarks/tables.py --check    says which are not up to date, and fails then
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this file is a program: `benchmarks` must be found beside `src`

from benchmarks.renderings import TABLES  # noqa: E402 - after the path
from benchmarks.wording import Language, word  # noqa: E402
from sentir.errors import ConfigError, did_you_mean  # noqa: E402
from sentir.store.atomic import write_whole  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKED = re.compile(r"(<!-- results: (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
PLACES = ("README*.md", "docs/guide/**/*.md", "docs/results/*.md")


def fill(root: Path) -> list[Path]:
    """Write every table anew and return the files that changed."""
    changed = []
    for path, _, new in _filled(root):
        write_whole(path, new.encode("utf-8"))
        changed.append(path)
    return changed


def stale(root: Path) -> list[Path]:
    """Return the files whose tables are not those of the results."""
    return [path for path, _, _ in _filled(root)]


def results_of(root: Path) -> dict[str, Any]:
    """Return every result by its name."""
    files = sorted((root / "docs" / "results").glob("*.json"))
    return {path.stem: json.loads(path.read_text("utf-8")) for path in files}


def language_of(path: Path) -> Language:
    """Return the language of a page, by its name or its folder."""
    return "es" if ".es." in path.name or "es" in path.parts else "en"


def _filled(root: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield the files whose text changes: path, old text, new text."""
    results = results_of(root)
    for path in sorted({path for pattern in PLACES for path in root.glob(pattern)}):
        old = path.read_text("utf-8")
        language = language_of(path.relative_to(root))

        def table(found: re.Match[str], path: Path = path, language: Language = language) -> str:
            opening, name, _, end = found.groups()
            return f"{opening}{_table(name, results, language, path)}\n{end}"

        new = MARKED.sub(table, old)
        if new != old:
            yield path, old, new


def _table(name: str, results: dict[str, Any], language: Language, path: Path) -> str:
    if name not in TABLES:
        raise ConfigError(
            f'{path.name}: there is no table "{name}".{did_you_mean(name, list(TABLES))} '
            f"There are: {', '.join(TABLES)}."
        )
    return TABLES[name](results, language) or f"{word('not_measured', language)}\n"


def main() -> int:
    """Write or check."""
    if "--check" in sys.argv[1:]:
        old = stale(ROOT)
        for path in old:
            print(f"{path.relative_to(ROOT)} is old. Run: python benchmarks/tables.py")
        return 1 if old else 0
    for path in fill(ROOT):
        print(f"{path.relative_to(ROOT)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
