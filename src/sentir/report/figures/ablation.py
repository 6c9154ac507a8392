"""An ablation as figures: the score of every value with its interval, and validation losses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sentir.report.ablation_words import factor_title
from sentir.report.figures import canvas
from sentir.report.figures.curves import epoch_axis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from sentir.report.ablation_words import Comparison
    from sentir.report.language import Language

MOST_LINES = len(canvas.LINES)
"""More lines than colours cannot be told apart."""
_COLOURS = {"better": canvas.GREEN, "worse": canvas.VERMILION, "tied": canvas.GREY}


def scores_figure(found: Comparison, language: Language, *, title: str) -> str:
    """Return the scores as SVG: a line per value, below the name of its factor.

    Green is better than the first value of the factor, red is worse, grey is tied with it.
    """
    entries = _entries(found, language)
    with canvas.style():
        figure, (axes,) = canvas.panels(8.2, 1.3 + 0.27 * len(entries))
        for height, (name, value) in enumerate(reversed(entries)):
            if value is None:
                axes.text(0.0, height, name, transform=axes.get_yaxis_transform(), ha="left",
                          va="center", fontweight="bold", fontsize=9)  # fmt: skip
                continue
            _draw_score(axes, found["variants"][value["variant"]], value, height)
        names = [name if value else "" for name, value in reversed(entries)]
        axes.set_yticks(range(len(entries)), names)
        axes.set_ylim(-0.7, len(entries) - 0.4)
        digits = max(0, canvas.tick_digits(axes, "x") - 2)
        axes.xaxis.set_major_formatter(lambda value, _: language.percent(value, digits))
        axes.set_xlabel(language.say("accuracy on validation rows"))
        axes.grid(visible=False, axis="y")
        axes.set_title(title)
        return canvas.svg(figure, "ablation-scores", description=title)


def _entries(found: Comparison, language: Language) -> list[tuple[str, Mapping[str, Any] | None]]:
    """Return the lines from top to bottom: the name of a factor, then each of its values."""
    listed: list[tuple[str, Mapping[str, Any] | None]] = []
    for factor in found["factors"]:
        listed.append((canvas.plain_label(factor_title(factor, language), most=70), None))
        listed += [(canvas.plain_label(each["shown"]), each) for each in factor["values"]]
    return listed


def _draw_score(axes: Axes, side: Mapping[str, Any], value: Mapping[str, Any], height: int) -> None:
    score = side["score"]
    if score["value"] is None:
        return
    outcome = value["score"]["outcome"] if "score" in value else ""
    colour = _COLOURS.get(outcome, canvas.BLUE)
    axes.plot([score["low"], score["high"]], [height, height], color=colour, lw=5, alpha=0.3,
              solid_capstyle="round")  # fmt: skip
    axes.plot([score["value"]], [height], color=colour, marker="o" if outcome else "D", ms=7)


def losses_figure(
    found: Comparison, variants: Mapping[str, str], language: Language, *, title: str, name: str
) -> str:
    """Return the validation losses by epoch as SVG, means over seeds.

    Args:
        found: the comparison.
        variants: what each line is called, by its variant's name; at most `MOST_LINES`.
        language: of the labels.
        title: what the figure shows, in words.
        name: of the figure, unlike all others on the page.
    """
    sides = [(label, found["variants"][variant]) for variant, label in variants.items()]
    with canvas.style():
        figure, (axes,) = canvas.panels(9.2, 4.6)
        epochs: set[float] = set()
        for colour, (label, side) in zip(canvas.LINES, sides, strict=False):
            curves = side["curves"]
            values = [math.nan if each is None else each for each in curves["val_loss"]]
            axes.plot(curves["epoch"], values, color=colour, lw=1.8, marker="o", ms=3,
                      label=canvas.plain_label(label, most=48))  # fmt: skip
            epochs |= set(curves["epoch"])
        _scale(axes, [side["curves"]["val_loss"] for _, side in sides], language)
        epoch_axis(axes, sorted(epochs), language)
        axes.set_ylabel(language.say("validation loss"))
        axes.set_title(title)
        figure.legend(loc="outside right upper", frameon=False)
        return canvas.svg(figure, name, description=title)


def _scale(axes: Axes, lines: Sequence[Sequence[float | None]], language: Language) -> None:
    """Begin the axis at 0 where the least loss is far below the largest."""
    known = [value for line in lines for value in line if value is not None]
    if known and min(known) < max(known) / 3:
        axes.set_ylim(bottom=0)
    digits = max(2, canvas.tick_digits(axes, "y"))
    axes.yaxis.set_major_formatter(lambda value, _: language.number(value, digits))
