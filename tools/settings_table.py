"""Write the table of all settings into the guide, from the docstrings of the settings themselves.

python tools/settings_table.py            # bring docs/guide/settings.md up to date
python tools/settings_table.py --check    # exit status 1 if it is not
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from sentir.config.settings import RunConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

PAGE = Path(__file__).resolve().parent.parent / "docs" / "guide" / "settings.md"
BEGIN, END = "<!-- settings -->", "<!-- end -->"
_KINDS = {int: "whole number", float: "number", str: "text", bool: "true, false"}
_SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}


def tables() -> str:
    """Return a table for each section of the settings, and one for those outside a section."""
    fields = RunConfig.model_fields
    top = {name: field for name, field in fields.items() if not _section(field)}
    parts = ["## Outside a section", _table(top)]
    for name, field in fields.items():
        section = _section(field)
        if section:
            meaning = " ".join((section.__doc__ or "").split())
            parts += [f"## [{name}]", meaning, _table(section.model_fields, prefix=f"{name}.")]
    return "\n\n".join(parts)


def updated(page: str) -> str:
    """Return the page with the tables of today between its two marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} lacks {BEGIN} or {END}: put both back")
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def _table(fields: dict[str, FieldInfo], *, prefix: str = "") -> str:
    rows = [
        f"| `{prefix}{name}` | {_values(field)} | {_default(field)} | {_meaning(field)} |"
        for name, field in fields.items()
    ]
    return "\n".join(["| setting | values | default | meaning |", "|---|---|---|---|", *rows])


def _section(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _values(field: FieldInfo) -> str:
    bounds = [
        f"{sign} {getattr(entry, name)}"
        for entry in field.metadata
        for name, sign in _SIGNS.items()
        if getattr(entry, name, None) is not None
    ]
    return ", ".join([*_kinds(field.annotation), *bounds])


def _kinds(annotation: Any) -> Iterator[str]:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        yield from (f"`{value}`" for value in inner)
    elif origin in {Union, UnionType}:
        for each in inner:
            yield from _kinds(each)
    elif origin is list:
        kinds = ", ".join(_kinds(inner[0]))
        yield f"list of {kinds}{'s' if inner[0] in _KINDS else ''}"
    elif origin is dict:
        yield "a table of label = number"
    else:
        yield _KINDS[annotation]


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, list):
        return f"`{json.dumps(value)}`"
    return f"`{value}`" if value != "" else "empty"


def _meaning(field: FieldInfo) -> str:
    return " ".join((field.description or "").split()).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Update or check the page; return the exit status."""
    old = PAGE.read_text("utf-8")
    new = updated(old)
    if "--check" not in arguments:
        PAGE.write_text(new, "utf-8")
    elif old != new:
        print(f"{PAGE.name} is stale: run python tools/settings_table.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
