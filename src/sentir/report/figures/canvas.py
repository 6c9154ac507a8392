"""An empty figure in the report's style, and a figure as SVG that can stand inside a page.

Text stays text, equal input gives equal bytes, no display is needed.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterator  # noqa: TC003 - contextmanager's signature is read at run time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe and Ito's palette: told apart with every common colour vision, and in grey
BLUE, VERMILION, GREEN, GREY, INK = "#0072B2", "#D55E00", "#009E73", "#8a8f98", "#1f2430"
LINES = (BLUE, VERMILION, GREEN, "#CC79A7", "#E69F00", "#56B4E9", INK)
"""Colours of lines that stand for equals, the strongest first."""
_STEPS = (1, 2, 5, 10)  # no 2.5, whose ticks would need a digit more to be true
_ROUNDING = 1e-6
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "sentir",
    "text.parse_math": False,  # a label such as $x is a label
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#b8bcc4",
    "axes.labelcolor": "#4a505c",
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e7e9ee",
    "xtick.color": "#4a505c",
    "ytick.color": "#4a505c",
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "text.color": INK,
    "figure.constrained_layout.use": True,
}


@contextmanager
def style() -> Iterator[None]:
    """Draw in the report's style, whatever the user's own matplotlib settings are."""
    import matplotlib as mpl

    with warnings.catch_warnings(), mpl.rc_context():
        # a label in a script that the measuring font lacks is still shown by the reader's fonts
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)  # type: ignore[arg-type]  # wants literal keys
        yield


def panels(
    width: float, height: float, *, rows: int = 1, columns: int = 1
) -> tuple[Figure, list[Axes]]:
    """Return a figure of so many inches and its panels.

    Those one above the other have one x axis, those side by side one y axis.
    """
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    FigureCanvasSVG(figure)
    grid = figure.subplots(rows, columns, sharex="col", sharey="row", squeeze=False)
    return figure, list(grid.flat)


def tick_digits(axes: Axes, axis: Literal["x", "y"], *, most: int | None = None) -> int:
    """Set ticks that a rounded number can name, and return the decimals that all of them need.

    Args:
        axes: A panel on which everything is drawn.
        axis: Which of its two.
        most: About the most ticks; none for as many as matplotlib finds fit.
    """
    axes.locator_params(axis, steps=_STEPS)
    if most is not None:
        axes.locator_params(axis, nbins=most)
    ticks = axes.get_xticks() if axis == "x" else axes.get_yticks()
    if len(ticks) == 1:
        return 0
    return max(0, math.ceil(-math.log10(ticks[1] - ticks[0]) - _ROUNDING))


def svg(figure: Figure, name: str, *, description: str) -> str:
    """Return the figure as an `<svg>` element whose ids begin with its name.

    Args:
        figure: What was drawn, inside `style()`.
        name: Of the figure, unlike all others on the page.
        description: What a reader who cannot see it is told.
    """
    from html import escape

    stream = io.StringIO()
    figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", text)
    label = f'<svg role="img" aria-label="{escape(description)}" class="figure"'
    return text.replace("<svg", label, 1)


def picture(figure: Figure, kind: Literal["png", "svg"]) -> bytes:
    """Return the figure as a file of its own, on white; call it inside `style()`."""
    stream = io.BytesIO()
    metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    figure.savefig(stream, format=kind, dpi=150, facecolor="white", metadata=metadata)
    return stream.getvalue()


def plain_label(text: str, most: int = 28) -> str:
    """Return a class name fit for an axis: one line, no control characters, cut when long."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return shown if len(shown) <= most else shown[: most - 1] + "…"
