"""What remedies did as a figure: their effects on score and loss with intervals, around 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.figures import canvas
from sentir.report.remedy_names import NAMES
from sentir.report.remedy_sentences import matters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from sentir.report.language import Language
    from sentir.report.remedy_words import Remedies

_COLOURS = {"better": canvas.GREEN, "worse": canvas.VERMILION}
_POINTS = 100
_MOST_TICKS = 8


def effects_figure(found: Remedies, language: Language, *, title: str) -> str:
    """Return the effects as SVG: a line per remedy, its score to the left, its loss to the right.

    Green is better by as much as matters, red worse, grey neither or not judged; the band around 0
    is what would not matter.
    """
    shown = [each for each in found["remedies"] if each["outcome"] != "not_compared"]
    titles = {
        "score": language.say("score, points (right is better)"),
        "loss": language.say("loss (left is better)"),
    }
    with canvas.style():
        figure, panels = canvas.panels(9.2, 1.5 + 0.36 * len(shown), columns=2)
        for axes, (measure, label) in zip(panels, titles.items(), strict=True):
            for height, tried in enumerate(reversed(shown)):
                _draw(axes, tried, measure, height)
            _frame(axes, [each[measure] for each in shown], measure, language)
            axes.set_xlabel(label)
        names = [canvas.plain_label(language.say(NAMES[each["code"]]), most=34) for each in shown]
        panels[0].set_yticks(range(len(shown)), names[::-1])
        panels[0].set_ylim(-0.6, len(shown) - 0.4)
        figure.suptitle(title, x=0.01, ha="left", fontsize=11, fontweight="bold")
        return canvas.svg(figure, "remedy-effects", description=title)


def _draw(axes: Axes, tried: Mapping[str, Any], measure: str, height: int) -> None:
    pair, unit = tried[measure], _unit(measure)
    is_judged = tried["outcome"] != "few_seeds" and matters(pair)
    colour = _COLOURS[pair["outcome"]] if is_judged else canvas.GREY
    ends = [unit * pair["adjusted_low"], unit * pair["adjusted_high"]]
    axes.plot(ends, [height, height], color=colour, lw=5, alpha=0.3, solid_capstyle="round")
    axes.plot([unit * pair["effect"]], [height], color=colour, marker="o", ms=7)


def _frame(
    axes: Axes, pairs: Sequence[Mapping[str, Any]], measure: str, language: Language
) -> None:
    """Draw 0, what would not matter around it, and ticks with as many digits as they need."""
    least = max((_unit(measure) * pair.get("least", 0.0) for pair in pairs), default=0.0)
    if least:
        axes.axvspan(-least, least, color=canvas.GREY, alpha=0.18, lw=0)
    axes.axvline(0, color=canvas.INK, lw=1)
    digits = canvas.tick_digits(axes, "x", most=_MOST_TICKS)
    axes.xaxis.set_major_formatter(lambda value, _: _tick(value, digits, language))
    axes.grid(visible=False, axis="y")


def _tick(value: float, digits: int, language: Language) -> str:
    return language.signed(value, digits) if round(value, digits) else "0"


def _unit(measure: str) -> int:
    return _POINTS if measure == "score" else 1
