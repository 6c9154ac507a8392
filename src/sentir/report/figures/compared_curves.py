"""Validation loss and score of every run of a comparison by epoch, a colour a side."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from sentir.report.compared_words import side_title
from sentir.report.figures import canvas
from sentir.report.figures.curves import epoch_axis, scale_loss, scale_score
from sentir.report.score_words import score_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from sentir.report.compared_shape import Compared, RunRow, SideRow
    from sentir.report.language import Language

# Where the colours are used up, they come again with other dashes.
_DASHES = ("solid", (0, (5, 2)), (0, (1, 1.5)))


def compared_curves(compared: Compared, language: Language) -> str:
    """Return the chart as SVG: validation loss above, score below; a dot where weights are kept."""
    titles = _titles(compared, language)
    with canvas.style():
        figure = _figure(compared, titles, language)
        return canvas.svg(figure, "compared-curves", description=f"{titles[0]}. {titles[1]}.")


def compared_picture(compared: Compared, language: Language, kind: Literal["png", "svg"]) -> bytes:
    """Return the same chart as the content of a picture file."""
    with canvas.style():
        return canvas.picture(_figure(compared, _titles(compared, language), language), kind)


def _titles(compared: Compared, language: Language) -> tuple[str, str]:
    return (
        language.say("Validation loss of every run, a line a seed"),
        language.say(
            "Validation {score} of every run; dots: the epochs whose weights are kept",
            score=score_name(compared["score"], language),
        ),
    )


def _figure(compared: Compared, titles: tuple[str, str], language: Language) -> Figure:
    figure, (upper, lower) = canvas.panels(10, 6.8, rows=2)
    first_lines: list[Line2D] = []
    for axes, key, title in zip((upper, lower), ("val_loss", "val_score"), titles, strict=True):
        first_lines = [
            _draw(axes, side, key, number) for number, side in enumerate(compared["sides"])
        ]
        axes.set_title(title)
    losses = [_line(run, "val_loss")[1] for side in compared["sides"] for run in side["runs"]]
    scale_loss(upper, losses, language)
    upper.set_ylabel(language.say("loss"))
    scale_score(lower, compared["score"], language)
    lower.set_ylabel(score_name(compared["score"], language))
    epoch_axis(lower, _epochs(compared["sides"]), language)
    names = [f"{s['name']}  {side_title(s, language)}" for s in compared["sides"]]
    labels = [canvas.plain_label(name, most=60) for name in names]
    figure.legend(first_lines, labels, loc="outside upper left", ncols=2, frameon=False)
    return figure


def _draw(axes: Axes, side: SideRow, key: str, number: int) -> Line2D:
    """Draw a side's runs and return the line of the first, for the legend."""
    turn, place = divmod(number, len(canvas.LINES))
    look = {"color": canvas.LINES[place], "ls": _DASHES[turn % len(_DASHES)]}
    lines = []
    for run in side["runs"]:
        epochs, values = _line(run, key)
        lines += axes.plot(epochs, values, lw=1.6, **look)  # type: ignore[arg-type]
        if run["kept_epoch"] in epochs:
            kept = epochs.index(run["kept_epoch"])
            dot = {"marker": "o", "ms": 6, "ls": "", "color": look["color"], "zorder": 3}
            # not clipped: the last epoch lies on the edge
            axes.plot(epochs[kept], values[kept], clip_on=False, **dot)  # type: ignore[arg-type]
    return lines[0]


def _line(run: RunRow, key: str) -> tuple[list[int], list[float]]:
    values = [math.nan if row[key] is None else float(row[key]) for row in run["history"]]
    return [row["epoch"] for row in run["history"]], values


def _epochs(sides: Sequence[SideRow]) -> list[float]:
    return sorted({float(r["epoch"]) for s in sides for run in s["runs"] for r in run["history"]})
