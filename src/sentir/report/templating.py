"""Pages from templates: one HTML file each that needs no network."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from sentir.report.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page, and a line for each thing that was left out; without jinja2 `html` is None."""

    html: str | None
    notes: tuple[str, ...]


def fill(
    template: str, language: Language, view: Mapping[str, Any], *, notes: tuple[str, ...] = ()
) -> Page:
    """Return the page that a template makes of a view; without jinja2 none, and a line why.

    Args:
        template: name of its file.
        language: of the page.
        view: what the template shows, all words already in the language.
        notes: a line for each figure and the like that was left out.
    """
    try:
        found = environment().get_template(template)
    except ImportError:
        note = language.say(
            "The HTML report is left out, for jinja2 is not installed: {command}",
            command='pip install -e ".[train]"',
        )
        return Page(html=None, notes=(note,))
    html = found.render(**view, language=language, say=language.say, notes=notes)
    return Page(html=html, notes=notes)


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
