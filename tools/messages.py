"""Collect the sentences of the source, keep their Spanish beside them, and compile it.

    python tools/messages.py            # bring sentir.po up to date, compile sentir.mo
    python tools/messages.py --check    # say what is missing or stale; exit status 1 if anything is

A sentence is found where it is given to `say`, `say_many`, `mark` or `mark_many` (see
`sentir.report.language`), in Python and in templates; so are the titles of the shipped recipes.
Needs Babel.
"""

from __future__ import annotations

import ast
import io
import string
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from sentir.report.language import TITLE

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parent.parent / "src" / "sentir"
LOCALE = SOURCE / "shipped" / "locale"
KEYWORDS = ("say", "say_many", "mark", "mark_many")
_TEMPLATE_OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true"}
_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # equal input gives equal files


def collected() -> list[str | tuple[str, ...]]:
    """Return every sentence of the source, each once, singular and plural as a pair."""
    found: set[str | tuple[str, ...]] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        found.update(_python_sentences(path))
    for path in sorted(SOURCE.glob("**/templates/*.html")):
        with path.open("rb") as stream:
            for _, _, message, _ in babel_extract(stream, KEYWORDS, (), _TEMPLATE_OPTIONS):
                given = (message,) if isinstance(message, str) else message or ()
                found.update(each for each in given if each)  # None stands for a named value
    return sorted(found, key=lambda each: each if isinstance(each, str) else each[0])


def recipe_titles() -> list[str]:
    """Return the titles of the shipped recipes."""
    paths = (SOURCE / "shipped" / "recipes").glob("*.toml")
    return sorted(tomllib.loads(path.read_text("utf-8"))["title"] for path in paths)


def _python_sentences(path: Path) -> Iterator[str | tuple[str, ...]]:
    """Find the sentences that are given as they stand, not computed."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
        given = [each.value for each in node.args if isinstance(each, ast.Constant)]
        sentences = tuple(each for each in given if isinstance(each, str))
        if name in KEYWORDS and sentences:
            yield sentences if name.endswith("_many") else sentences[0]


def updated(old: Catalog) -> Catalog:
    """Return a catalog of the source's sentences with the translations that the old one has."""
    new = Catalog(
        locale=old.locale, project="sentir", version="1", creation_date=_DATE, revision_date=_DATE,
        last_translator="sentir", language_team="sentir", copyright_holder="sentir", fuzzy=False,
        msgid_bugs_address="sentir",
        header_comment="# Sentences of sentir. Bring it up to date with: make locale",
    )  # fmt: skip
    titles = [(title, TITLE) for title in recipe_titles()]
    for message, context in [*((each, None) for each in collected()), *titles]:
        known = old.get(message, context)
        added = new.add(message, known.string if known else None, context=context)
        added.flags.discard("python-format")  # a per cent sign is a per cent sign here
    return new


def problems(catalog: Catalog) -> list[str]:
    """Return the sentences without a translation, or with other placeholders than the source."""
    found = []
    for message in catalog:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        known = message.string or [""]
        strings = [known] if isinstance(known, str) else list(known)
        if not all(strings):
            found.append(f"not translated: {ids[0]}")
        elif any(_names(each) != _names(ids[-1]) for each in strings):
            found.append(f"other placeholders: {ids[0]}")
    return found


def _names(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def _written(catalog: Catalog) -> tuple[bytes, bytes]:
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=96, no_location=True)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def main(arguments: list[str]) -> int:
    """Update or check every language; return the exit status."""
    status = 0
    for folder in sorted(LOCALE.glob("*/LC_MESSAGES")):
        language = folder.parent.name
        po_path, mo_path = folder / "sentir.po", folder / "sentir.mo"
        old = read_po(io.BytesIO(po_path.read_bytes() if po_path.exists() else b""), language)
        catalog = updated(old)
        po, mo = _written(catalog)
        found = problems(catalog)
        if "--check" not in arguments:
            po_path.write_bytes(po)
            mo_path.write_bytes(mo)
        elif (po_path.read_bytes(), mo_path.read_bytes()) != (po, mo):
            found.append(f"{language}: sentir.po or sentir.mo is stale: run make locale")
        sys.stdout.writelines(f"{language}: {each}\n" for each in found)
        status |= bool(found)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
