"""What a bar is: measured in parts, concluded into figures, held against what was wanted.

Bar(name="audit", parts={"audit": measure}, conclude=conclude, ...) is run by `running.run_bar`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sentir.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

Figures: TypeAlias = "dict[str, Any]"
Mark: TypeAlias = "dict[str, Any]"


class NotMeasuredError(MachineError):
    """A bar could not be measured here; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where bars are measured.

    Attributes:
        root: the repository.
        room: what is kept between two goes, runs and finished parts; not under version control.
        data: folder of the real data sets, or None where there is none.
        say: takes a line about how it goes.
        patience_s: how long to wait for a busy machine before each part.
    """

    root: Path
    room: Path
    data: Path | None
    say: Callable[[str], None]
    patience_s: float = 0.0

    def dataset(self, name: str) -> Path:
        """Return the folder of a real data set.

        Raises:
            NotMeasuredError: the real data are not here.
        """
        if self.data is None:
            raise NotMeasuredError(
                f"the data set {name} is not here. Set SENTIR_DATA to the folder that holds it."
            )
        return self.data / name


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One benchmark.

    Attributes:
        name: its result is `docs/results/NAME.json`.
        commands: what is measured, as a person would type it.
        covers: paths of the repository that decide the result; it is old when they change.
        parts: each measures something and gives figures back; a finished part is kept.
        conclude: from the figures of all parts to those of the bar, and the marks it gets.
        data: files under SENTIR_DATA that it needs.
        seeds: of the runs it trains.
        threads: of the matrix products; 0 for as many as there are cores.
    """

    name: str
    commands: tuple[str, ...]
    covers: tuple[str, ...]
    parts: Mapping[str, Callable[[Place], Figures]]
    conclude: Callable[[Mapping[str, Figures]], tuple[Figures, list[Mark]]]
    data: tuple[str, ...] = ()
    seeds: tuple[int, ...] = field(default=())
    threads: int = 1


def at_most(bar: str, measured: float, limit: float) -> Mark:
    """Return the mark of something that is to be small; the distance is what is too much."""
    return _mark(bar, measured, {"at_most": limit}, measured - limit)


def at_least(bar: str, measured: float, limit: float) -> Mark:
    """Return the mark of something that is to be large; the distance is what is lacking."""
    return _mark(bar, measured, {"at_least": limit}, limit - measured)


def equal(bar: str, measured: float, expected: float) -> Mark:
    """Return the mark of something that is to be just this; the distance is either way."""
    return _mark(bar, measured, {"equal": expected}, abs(measured - expected))


def _mark(bar: str, measured: float, wanted: dict[str, float], off: float) -> Mark:
    met = off <= 0  # a NaN meets no bar
    distance = 0.0 if met else off
    return {"bar": bar, "wanted": wanted, "measured": measured, "met": met, "distance": distance}
