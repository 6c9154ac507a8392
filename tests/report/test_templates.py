from __future__ import annotations

import re
from importlib.resources import files

import pytest

from sentir.report.language import language
from sentir.report.templating import fill

TEMPLATES = files("sentir") / "report" / "templates"
STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
PAGES = sorted(
    each.name
    for each in TEMPLATES.iterdir()
    if each.name.endswith(".html") and each.name not in {"base.html", "parts.html", "repeat.html"}
)
READABLE = 4.5
"""Least contrast of text and ground.  Source: WCAG 2.2, success criterion 1.4.3."""


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_its_head_and_its_style_from_one_place(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert text.startswith('{% extends "base.html" %}')
    assert "<style>" not in text
    assert "#0" not in text


def test_a_page_states_its_language_its_title_and_how_to_repeat_it() -> None:
    view = {"title": "a <b>", "change": [], "asked": [], "score": [], "caveats": [], "command": "x"}
    html = fill("what_if.html", language("es"), view).html or ""
    assert '<html lang="es">' in html
    assert "<title>a &lt;b&gt;</title>" in html
    assert '<h2 id="repeat-title">Para repetirlo</h2>\n  <pre>x</pre>' in html


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "ground", "code", "tint", "own"])
@pytest.mark.parametrize("ink", ["ink", "soft", "link", "green", "orange", "red"])
def test_text_stays_readable_on_every_ground(ink: str, ground: str, scheme: str) -> None:
    colours = _colours(scheme)
    lighter, darker = sorted((_light(colours[ink]), _light(colours[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= READABLE


def _colours(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme by name."""
    block = re.search(rf"color-scheme: {scheme};(.*?)}}", STYLE, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def _light(colour: str) -> float:
    """Return the relative luminance of #rrggbb, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
