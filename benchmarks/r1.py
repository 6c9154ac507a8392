"""Report R1 through `sentir reproduce`, killed on the way: its variants beside its figures."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from benchmarks.bar import Bar, Figures, Mark, NotMeasuredError, Place, equal
from benchmarks.keys import code_of, fingerprint
from benchmarks.models import FILES
from benchmarks.processes import person, sentir, spend
from benchmarks.rooms import BASELINES, LEARNING, VERDICT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SEEDS = (0, 1, 2)
COMMAND = "sentir reproduce r1 --data $SENTIR_DATA/emotion"
ROOMS = (
    *LEARNING,
    *BASELINES,
    *VERDICT,
    *(f"src/sentir/experiments/{name}.py" for name in ("agreement", "table", "table_figures")),
    *(
        f"src/sentir/shipped/recipes/r1{name}.toml"
        for name in ("", "-plain", "-dropout", "-weight-decay", "-both", "-padding")
    ),
)
_STOP_IN = "r1-dropout-seed-0"
_PATIENCE_S = 900.0


def stopped(place: Place) -> Figures:
    """Begin, and kill the command in its second run; whatever it left is gone on with."""
    out = _folder(place)
    out.parent.mkdir(parents=True, exist_ok=True)
    place.say(f"  {COMMAND}, killed in its second run")
    with subprocess.Popen(
        _command(place, seeds=1), cwd=out.parent, env=person(), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as begun:  # fmt: skip
        began = time.monotonic()
        while begun.poll() is None and not _is_under_way(out / _STOP_IN):
            if time.monotonic() - began > _PATIENCE_S:
                begun.kill()
                raise NotMeasuredError(f"{COMMAND} did not come to {_STOP_IN} in time.")
            time.sleep(0.2)
        begun.send_signal(signal.SIGKILL)
    return {"finished": sorted(_models(out)), "models": _models(out)}


def seed_runs(place: Place, *, seeds: int) -> Figures:
    """Train what is missing of so many seeds; the table as it is then."""
    place.say(f"  {COMMAND} --seeds {seeds}")
    spent = spend(_command(place, seeds=seeds), cwd=_folder(place).parent)
    table = json.loads(spent.output)
    del table["folder"], table["data"], table["command"]  # they name this machine's folders
    return {"spent": spent.to_json(), "table": table, "models": _models(_folder(place))}


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Return the whole table, what it took, and that no finished run was trained again."""
    steps = [parts["stopped"], *(parts[name] for name in (*_SEED_PARTS, "again"))]
    again = sum(
        before["models"][run] != after["models"].get(run)
        for before, after in pairwise(steps)
        for run in before["models"]
    )
    table = parts[list(_SEED_PARTS)[-1]]["table"]
    figures: Figures = {
        "table": table,
        "runs": len(steps[-1]["models"]),
        "finished_when_killed": parts["stopped"]["finished"],
        "trained_twice": again,
        "same_table_again": parts["again"]["table"] == table,
        "seconds": {name: parts[name]["spent"]["wall_s"] for name in (*_SEED_PARTS, "again")},
        "training_s": {row["recipe"]: row["seconds"] for row in table["rows"]},
    }
    judged = sum(row["verdict"]["fit"] != "" for row in table["rows"] if row["agreements"])
    return figures, [
        equal("r1_runs_trained_twice", again, 0),
        equal("r1_variants_with_a_verdict", judged, 4),
    ]


def _command(place: Place, *, seeds: int) -> list[str]:
    data, out = place.dataset("emotion"), _folder(place)
    return sentir("reproduce", "r1", "--data", data, "--seeds", seeds, "--out", out, "--json")


def _folder(place: Place) -> Path:
    data = fingerprint(place.dataset(""), FILES)
    return place.room / "runs" / f"r1-{code_of(place.root, ROOMS).key}-{data}"


def _is_under_way(run: Path) -> bool:
    history = run / "history.jsonl"
    return history.is_file() and history.read_bytes().count(b"\n") >= 2


def _models(out: Path) -> dict[str, int]:
    """Return when each run's model file was made: what is trained twice has another."""
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("*/model.sentir")}


_SEED_PARTS: dict[str, Callable[[Place], Figures]] = {
    f"seed {seed}": partial(seed_runs, seeds=seed + 1) for seed in SEEDS
}
PARTS: dict[str, Callable[[Place], Figures]] = {
    "stopped": stopped,
    **_SEED_PARTS,
    "again": partial(seed_runs, seeds=len(SEEDS)),
}
BAR = Bar(
    name="r1",
    commands=(f"{COMMAND} --seeds {len(SEEDS)}",),
    covers=(*ROOMS, "src/sentir/workflows/table_runs.py", "benchmarks/r1.py"),
    data=FILES,
    seeds=SEEDS,
    parts=PARTS,
    conclude=conclude,
    threads=0,
)
