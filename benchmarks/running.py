"""One bar from what is kept of it to its result: `docs/results/NAME.json`, whole or not at all."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from benchmarks.bar import NotMeasuredError
from benchmarks.kept import Kept
from benchmarks.keys import Code, code_of, fingerprint
from benchmarks.machine import conditions, machine
from sentir.errors import RunError
from sentir.store.documents import read_document, write_document

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bar import Bar, Place

RESULT_FORMAT = 1
# What every bar rests on beside the paths it names.
MACHINERY = ("benchmarks/bar.py", "benchmarks/processes.py", "benchmarks/one_process.py")
State: TypeAlias = Literal["up to date", "missing", "old"]


def state_of(bar: Bar, place: Place, results: Path) -> State:
    """Return whether the bar's result is of the present code and data.

    Raises:
        NotMeasuredError: it needs data that are not here.
    """
    try:
        stored = read_document(results / f"{bar.name}.json", mend="")
    except RunError:
        return "missing"
    return (
        "up to date" if stored.get("key") == _key(_code(bar, place), _data(bar, place)) else "old"
    )


def run_bar(bar: Bar, place: Place, *, results: Path, again: bool = False) -> dict[str, Any]:
    """Measure the parts that are missing for the present code, and write and return the result.

    Args:
        bar: what to measure.
        place: where.
        results: folder of the results.
        again: measure everything anew.

    Raises:
        NotMeasuredError: it needs what is not here, or the code changed meanwhile.
    """
    code, data = _code(bar, place), _data(bar, place)
    kept = Kept(place.room / "parts" / f"{bar.name}.json", _key(code, data))
    if again:
        kept.forget()
    for name, measure in bar.parts.items():
        if name in kept.parts:
            continue
        place.say(f"{bar.name}: {name} ...")
        surroundings = conditions(place)
        start = time.perf_counter()
        figures = measure(place)
        seconds = round(time.perf_counter() - start, 2)
        if _code(bar, place).key != code.key:
            raise NotMeasuredError(
                f"the code of {bar.name} changed while it was measured; what was measured is "
                "dropped. Measure in a clone of its own, or when nobody works on it."
            )
        kept.add(name, {"figures": figures, "seconds": seconds, **surroundings})
    result = _result(bar, kept.parts, code=code, data=data)
    results.mkdir(parents=True, exist_ok=True)
    write_document(results / f"{bar.name}.json", result)
    return result


def _result(bar: Bar, parts: dict[str, Any], *, code: Code, data: str | None) -> dict[str, Any]:
    figures, marks = bar.conclude({name: parts[name]["figures"] for name in bar.parts})
    return {
        "format": RESULT_FORMAT,
        "name": bar.name,
        "commands": list(bar.commands),
        "commit": code.commit,
        "dirty": code.is_dirty,
        "changed": sorted(code.changed),
        "code": asdict(code)["trees"],
        "key": _key(code, data),
        "data": data,
        "seeds": list(bar.seeds),
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": machine(bar.threads),
        "seconds": round(sum(parts[name]["seconds"] for name in bar.parts), 1),
        "parts": {
            name: {key: parts[name][key] for key in ("seconds", "load", "busy")}
            for name in bar.parts
        },
        "figures": figures,
        "bars": marks,
    }


def _code(bar: Bar, place: Place) -> Code:
    return code_of(place.root, (*bar.covers, *MACHINERY))


def _data(bar: Bar, place: Place) -> str | None:
    if not bar.data:
        return None
    return fingerprint(place.dataset(""), bar.data)


def _key(code: Code, data: str | None) -> str:
    return f"{code.key}-{data or 'no-data'}"
