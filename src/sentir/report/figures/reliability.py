"""How sure the answers were against how many came true, before and after the temperature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report.figures import canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sentir.report import shape
    from sentir.report.language import Language


def reliability_diagram(
    calibration: shape.Calibration, language: Language, *, title: str, name: str
) -> str:
    """Return the diagram as SVG; bars are the intervals of each bin after the temperature.

    Args:
        calibration: Bins before and after.
        language: Of the labels.
        title: What the diagram shows, in words.
        name: Of the figure, unlike all others on the page.
    """
    with canvas.style():
        figure, (axes,) = canvas.panels(6.4, 5.2)
        axes.plot([0, 1], [0, 1], color=canvas.GREY, lw=1, ls=(0, (4, 3)), zorder=1)
        before, after = calibration["before"]["bins"], calibration["after"]["bins"]
        axes.plot(
            [each["confidence"] for each in before],
            [each["accuracy"] for each in before],
            color=canvas.VERMILION, marker="s", mfc="white", ms=5, lw=1.2, ls=(0, (2, 2)),
            label=language.say("before the temperature"),
        )  # fmt: skip
        _draw_bins(axes, after, label=language.say("after the temperature"))
        low = min([0.5, *(each["confidence"] for each in (*before, *after))])
        axes.set_xlim(max(0.0, low - 0.05), 1.01)
        axes.set_ylim(0, 1.02)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: language.percent(value, 0))
        axes.set_xlabel(language.say("how sure the answers were"))
        axes.set_ylabel(language.say("how many were right"))
        axes.set_title(title)
        axes.legend(loc="lower right", frameon=False)
        return canvas.svg(figure, name, description=title)


def _draw_bins(axes: Axes, bins: list[shape.Bin], *, label: str) -> None:
    heights = [each["accuracy"] for each in bins]
    errors = [
        [height - each["low"] for height, each in zip(heights, bins, strict=True)],
        [each["high"] - height for height, each in zip(heights, bins, strict=True)],
    ]
    axes.errorbar(
        [each["confidence"] for each in bins], heights, yerr=errors, label=label,
        color=canvas.BLUE, marker="o", ms=6, lw=2, elinewidth=1, capsize=0,
    )  # fmt: skip
