"""F1 of every class with its interval, the weakest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.report.figures import canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.report import shape
    from sentir.report.language import Language


def class_scores(
    rows: Sequence[shape.ClassRow], language: Language, *, title: str, name: str
) -> str:
    """Return the chart as SVG; a class without rows has no score and is left out.

    Args:
        rows: The table per class.
        language: Of the labels.
        title: What the chart shows, in words.
        name: Of the figure, unlike all others on the page.
    """
    scored = [row for row in rows if row["support"] and row["f1"]["value"] is not None]
    scored.sort(key=lambda row: (-(row["f1"]["value"] or 0.0), row["label"]))
    with canvas.style():
        figure, (axes,) = canvas.panels(8.2, 1.3 + 0.3 * len(scored))
        for height, row in enumerate(scored):
            value, low, high = (row["f1"][end] or 0.0 for end in ("value", "low", "high"))
            axes.plot([low, high], [height, height], color=canvas.BLUE, lw=5, alpha=0.28,
                      solid_capstyle="round")  # fmt: skip
            axes.plot([value], [height], color=canvas.BLUE, marker="o", ms=7)
        axes.set_yticks(range(len(scored)), [_name(row, language) for row in scored])
        axes.set_ylim(-0.6, len(scored) - 0.4)
        lowest = min((row["f1"]["low"] or 0.0 for row in scored), default=0.0)
        axes.set_xlim(max(0.0, lowest - 0.05), 1.0)
        axes.xaxis.set_major_formatter(lambda value, _: language.percent(value, 0))
        axes.grid(visible=False, axis="y")
        axes.set_title(title)
        return canvas.svg(figure, name, description=title)


def _name(row: shape.ClassRow, language: Language) -> str:
    return f"{canvas.plain_label(row['label'])}  ({language.count(row['support'])})"
