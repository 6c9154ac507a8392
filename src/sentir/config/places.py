"""Where a setting stands: `model.cell`, or `rows.2.recipe` within a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Sequence


def keys_at(kind: type[BaseModel], place: Sequence[str | int]) -> list[str]:
    """Return the settings that exist at a place: `[]` is the top, `["model"]` a section."""
    found: type[BaseModel] | None = kind
    for part in place:
        if isinstance(part, str) and found is not None:
            found = _section(found, part)
    return [] if found is None else list(found.model_fields)


def name_of(kind: type[BaseModel], place: Sequence[str | int]) -> str:
    """Return a place as it is said; which of several types was tried is left out.

    Entries of a list are counted from 1.
    """
    parts: list[str] = []
    found: type[BaseModel] | None = kind
    for part in place:
        if isinstance(part, int):
            parts.append(str(part + 1))
        elif found is not None and part in found.model_fields:
            parts.append(part)
            found = _section(found, part)
        else:
            break
    return ".".join(parts) or "as a whole"


def _section(kind: type[BaseModel], key: str) -> type[BaseModel] | None:
    field = kind.model_fields.get(key)
    return None if field is None else _model_in(field.annotation)


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the section that an annotation names, alone or within a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
