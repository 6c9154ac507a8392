"""Measure what is missing for the present code, and write it to docs/results/.

python benchmarks/bars.py                 all that is missing
python benchmarks/bars.py emotion demo    these, if they are missing
python benchmarks/bars.py --list          what there is, and whether it is up to date
python benchmarks/bars.py --again audit   anew, though its result is up to date

It can be stopped at any time: parts that are finished are kept, and the next call goes on.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # this file is a program: `benchmarks` must be found beside `src`

from sentir.runtime.threads import use_blas_threads  # noqa: E402 - after the path

use_blas_threads(1)  # before NumPy: what is measured within this process is compared bit by bit

from benchmarks import (  # noqa: E402
    aa,
    audit,
    backends,
    demo,
    emotion,
    parity,
    planted,
    planted_what_if,
    r1,
    r1_case,
    r4,
    r5,
    remedy,
    scale,
    simulation,
    speed,
    start_up,
    tables,
    throughput,
    time_to_accuracy,
    why,
)
from benchmarks.bar import NotMeasuredError, Place  # noqa: E402
from benchmarks.running import run_bar, state_of  # noqa: E402
from sentir.errors import SentirError, did_you_mean  # noqa: E402

if TYPE_CHECKING:
    from benchmarks.bar import Bar

BARS: dict[str, Bar] = {
    bar.name: bar
    for bar in (
        audit.BAR,
        start_up.BAR,
        throughput.BAR,
        parity.BAR,
        backends.BAR,
        emotion.BAR,
        demo.BAR,
        scale.BAR,
        simulation.BAR,
        aa.BAR,
        speed.BAR,
        time_to_accuracy.BAR,
        r1.BAR,
        r1_case.BAR,
        r4.BAR,
        r5.BAR,
        remedy.BAR,
        why.BAR,
        planted.BAR,
        planted_what_if.BAR,
    )
}
RESULTS = ROOT / "docs" / "results"


def main(arguments: list[str] | None = None) -> int:
    """Measure the named bars, or all, and return 0 unless one could not be measured."""
    asked = _parser().parse_args(arguments)
    for name in asked.names:
        if name not in BARS:
            sys.stderr.write(f"there is no bar {name}.{did_you_mean(name, list(BARS))}\n")
            return 2
    place = _place(asked.patience)
    chosen = [BARS[name] for name in asked.names] or list(BARS.values())
    if asked.list:
        for bar in chosen:
            print(f"{bar.name:12} {_state(bar, place)}")
        return 0
    failed = sum(not _measured(bar, place, again=asked.again) for bar in chosen)
    for path in tables.fill(ROOT):
        print(f"tables of {path.relative_to(ROOT)} brought up to date")
    return 1 if failed else 0


def _measured(bar: Bar, place: Place, *, again: bool) -> bool:
    """Measure a bar if that is needed; return False when it failed."""
    if bar.data and place.data is None:
        print(f"{bar.name}: skipped, it needs real data; set SENTIR_DATA to their folder")
        return True
    try:
        if not again and state_of(bar, place, RESULTS) == "up to date":
            print(f"{bar.name}: up to date")
            return True
        result = run_bar(bar, place, results=RESULTS, again=again)
    except SentirError as error:
        print(f"{bar.name}: not measured: {error}")
        return False
    print("\n".join(summary(result)))
    return True


def summary(result: dict[str, Any]) -> list[str]:
    """Return a line per bar: what was measured, what was wanted, how far off it is."""
    dirty = ", of code that is in no commit" if result["dirty"] else ""
    lines = [f"{result['name']}: measured in {result['seconds']:.0f} s{dirty}"]
    for mark in result["bars"]:
        (kind, limit), *_ = mark["wanted"].items()
        verdict = "met" if mark["met"] else f"MISSED by {mark['distance']:.4g}"
        wanted = f"{kind.replace('_', ' ')} {limit:g}"
        lines.append(f"  {mark['bar']:32} {mark['measured']:>12.5g}  {wanted:18} {verdict}")
    return lines


def _state(bar: Bar, place: Place) -> str:
    if bar.data and place.data is None:
        return "needs SENTIR_DATA"
    try:
        return state_of(bar, place, RESULTS)
    except NotMeasuredError as error:
        return str(error)


def _place(patience_s: float) -> Place:
    named = os.environ.get("SENTIR_DATA")
    return Place(
        root=ROOT,
        room=ROOT / ".make" / "bars",
        data=Path(named).resolve() if named else None,
        say=lambda line: print(line, flush=True),
        patience_s=patience_s,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure what is missing for the present code.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="bars to measure; without, all")
    parser.add_argument("--list", action="store_true", help="say what there is, measure nothing")
    parser.add_argument("--again", action="store_true", help="measure though a result is there")
    parser.add_argument(
        "--patience",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="before each part, wait this long at most for a busy machine to become quiet",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
