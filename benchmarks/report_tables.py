"""Tables of the reports: their figures and readings beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks import ablations, report_rows
from benchmarks.markdown import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.wording import Language

Results: TypeAlias = "Mapping[str, Any]"
Rendering: TypeAlias = "Callable[[Results, Language], str]"


def r1(results: Results, language: Language) -> str:
    """Return the figures of report R1 beside ours."""
    if "r1" not in results:
        return ""
    head, rows = report_rows.figures(results["r1"]["figures"]["table"], language)
    return joined(head, rows, [results["r1"]], language)


def r1_readings(results: Results, language: Language) -> str:
    """Return what the author of report R1 read from the curves beside our verdict."""
    if "r1" not in results:
        return ""
    head, rows = report_rows.readings(results["r1"]["figures"]["table"], language)
    return joined(head, rows, [results["r1"]], language)


def ablation(name: str) -> Rendering:
    """Return the rendering of an ablation: a row per value of each factor."""

    def rendered(results: Results, language: Language) -> str:
        if name not in results:
            return ""
        head, rows = ablations.values(results[name]["figures"]["found"], language)
        return joined(head, rows, [results[name]], language)

    return rendered


def r4_readings(results: Results, language: Language) -> str:
    """Return what the author of report R4 says of three nets beside our verdict."""
    if "r4" not in results:
        return ""
    head, rows = ablations.readings(results["r4"]["figures"]["found"], language)
    return joined(head, rows, [results["r4"]], language)


REPORTS: dict[str, Rendering] = {
    "r1": r1,
    "r1_readings": r1_readings,
    "r4": ablation("r4"),
    "r4_readings": r4_readings,
    "r5": ablation("r5"),
}
