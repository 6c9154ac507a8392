"""All figures of a report by name, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sentir.report.figure_words import class_title, loss_title, reliability_title, score_title

if TYPE_CHECKING:
    from sentir.report import shape
    from sentir.report.language import Language

_MOST_CLASSES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Figures as SVG by name: `curves`, and PART-classes, PART-reliability; notes on what lacks."""

    figures: dict[str, str]
    notes: tuple[str, ...]


def why_no_figures(language: Language) -> tuple[str, ...]:
    """Return a line that says why figures are left out; nothing where they can be drawn."""
    if find_spec("matplotlib") is not None:
        return ()
    note = language.say(
        "Figures are left out, for matplotlib is not installed: {command}",
        command='pip install -e ".[train]"',
    )
    return (note,)


def draw(report: shape.Report, language: Language) -> Drawn:
    """Return the figures; without matplotlib none, and a line that says so."""
    if lacking := why_no_figures(language):
        return Drawn(figures={}, notes=lacking)
    from sentir.report.figures.classes import class_scores
    from sentir.report.figures.curves import curves
    from sentir.report.figures.reliability import reliability_diagram

    figures = {}
    if report["history"]:
        titles = {"title": loss_title(report, language), "subtitle": score_title(report, language)}
        figures["curves"] = curves(report, language, **titles)
    for part in report["parts"]:
        rows = report["per_class"][part]
        if len(rows) <= _MOST_CLASSES:
            name, title = f"{part}-classes", class_title(rows, language)
            figures[name] = class_scores(rows, language, title=title, name=name)
        name, calibration = f"{part}-reliability", report["calibration"][part]
        figures[name] = reliability_diagram(
            calibration, language, title=reliability_title(calibration, language), name=name
        )
    return Drawn(figures=figures, notes=())
