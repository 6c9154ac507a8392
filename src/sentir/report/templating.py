"""Pages from templates: one HTML file each that needs no network."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment


def environment() -> Environment:
    """Return what makes pages of the templates; without jinja2 an ImportError."""
    import jinja2

    folder = files("sentir") / "report" / "templates"

    def read(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(read),
        autoescape=True,  # texts and labels are strangers' words
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
