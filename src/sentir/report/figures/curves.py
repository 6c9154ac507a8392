"""Loss and score of train and validation rows by epoch, the kept epoch marked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sentir.report.figures import canvas
from sentir.report.score_words import SHARES, score_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from sentir.report import shape
    from sentir.report.language import Language

_LOOKS = ((canvas.BLUE, "o", (0, (5, 2))), (canvas.VERMILION, "s", "solid"))  # train, validation
_NAME_HEIGHT = 15  # points
_MOST_MARKERS = 40
_EXPLODED = 6  # times the first loss: only a logarithmic axis still shows the rest


def curves(report: shape.Report, language: Language, *, title: str, subtitle: str) -> str:
    """Return the chart as SVG: loss above, score below, one epoch axis.

    Args:
        report: Its history, kept epoch and main score are drawn.
        language: Of the labels.
        title: What the losses show, in words.
        subtitle: What the scores show, in words.
    """
    history, kept = report["history"], report["repeat"]["kept_epoch"]
    epochs = [float(row["epoch"]) for row in history]
    score = report["main_score"]
    with canvas.style():
        figure, (upper, lower) = canvas.panels(10, 6.4, rows=2)
        for axes, measure in ((upper, "loss"), (lower, "score")):
            lines = [_column(history, f"{part}_{measure}") for part in ("train", "val")]
            _draw_lines(axes, epochs, lines)
            if measure == "loss":
                scale_loss(axes, lines, language)
            else:
                scale_score(axes, score, language)
            _name_lines(axes, epochs, lines, language)
        upper.set_ylabel(language.say("loss"))
        lower.set_ylabel(score_name(score, language))
        upper.set_title(title)
        lower.set_title(subtitle)
        epoch_axis(lower, epochs, language)
        if kept is not None:
            is_late = kept > max(epochs) / 2
            _mark_kept((upper, lower), kept, is_late=is_late, language=language)
        return canvas.svg(figure, "curves", description=f"{title}. {subtitle}.")


def _column(history: Sequence[dict[str, Any]], name: str) -> list[float]:
    return [math.nan if row.get(name) is None else float(row[name]) for row in history]


def _draw_lines(axes: Axes, epochs: list[float], lines: list[list[float]]) -> None:
    for values, (colour, marker, dashes) in zip(lines, _LOOKS, strict=True):
        shown = marker if len(epochs) <= _MOST_MARKERS else ""
        axes.plot(epochs, values, color=colour, marker=shown, ms=5, lw=2, ls=dashes, clip_on=False)


def _name_lines(
    axes: Axes, epochs: list[float], lines: list[list[float]], language: Language
) -> None:
    """Write each line's name at its end; two names never cover each other."""
    ends = [[v for v in values if math.isfinite(v)][-1:] for values in lines]
    height = axes.transData.transform
    places = [float(height((0, end[0]))[1]) if end else math.nan for end in ends]
    apart = places[0] - places[1]
    push = max(0.0, _NAME_HEIGHT - abs(apart)) / 2 if math.isfinite(apart) else 0.0
    signs = (1, -1) if apart >= 0 else (-1, 1)
    names = (language.say("train"), language.say("validation"))
    for end, name, (colour, _, _), sign in zip(ends, names, _LOOKS, signs, strict=True):
        if end:
            axes.annotate(
                name, (epochs[-1], end[0]), xytext=(10, sign * push), textcoords="offset points",
                color=colour, fontweight="bold", va="center", annotation_clip=False,
            )  # fmt: skip


def scale_loss(axes: Axes, lines: list[list[float]], language: Language) -> None:
    """Let the loss begin at 0; where it exploded, write its axis by powers."""
    finite = [value for values in lines for value in values if math.isfinite(value)]
    first = [values[0] for values in lines if values and math.isfinite(values[0])]
    if first and min(finite) > 0 and max(finite) > _EXPLODED * max(first):
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
        _write_numbers(axes, language)


def scale_score(axes: Axes, score: str, language: Language) -> None:
    """Write the score's axis in per cent, or in numbers where it is no share."""
    if score in SHARES:
        digits = max(0, canvas.tick_digits(axes, "y") - 2)
        axes.yaxis.set_major_formatter(lambda value, _: language.percent(value, digits))
    else:
        _write_numbers(axes, language)


def _write_numbers(axes: Axes, language: Language) -> None:
    digits = max(2, canvas.tick_digits(axes, "y"))
    axes.yaxis.set_major_formatter(lambda value, _: language.number(value, digits))


def epoch_axis(axes: Axes, epochs: list[float], language: Language) -> None:
    """Write whole epochs below, from the first to the last."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(nbins=12, integer=True))
    axes.xaxis.set_major_formatter(lambda value, _: language.count(round(value)))
    axes.set_xlabel(language.say("epoch (0: before training)"))
    reach = max(*epochs, 1) - min(epochs)
    axes.set_xlim(min(epochs) - 0.02 * reach, max(*epochs, 1))


def _mark_kept(panels: Sequence[Axes], kept: int, *, is_late: bool, language: Language) -> None:
    for axes in panels:
        axes.axvline(kept, color=canvas.INK, lw=1, ls=(0, (2, 2)), zorder=1)
    panels[-1].annotate(
        language.say("kept: epoch {n}", n=language.count(kept)), (kept, 0.04),
        xycoords=("data", "axes fraction"), xytext=(-5 if is_late else 5, 0),
        textcoords="offset points", ha="right" if is_late else "left", color=canvas.INK,
    )  # fmt: skip
