"""`sentir remedy` measured: killed half way and gone on with; and on a net that overfits for sure.

The first part trains the demo, kills `sentir remedy` after a third of its trainings, types it
again, and counts. The others train report R4's net of two layers of 512 units on film reviews, and
try L2 (Keras' 0.001) and half the units beside it, all for the same 20 epochs.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from benchmarks.ablations import JOBS
from benchmarks.bar import Bar, Figures, Mark, NotMeasuredError, Place, at_least, at_most, equal
from benchmarks.processes import person, sentir, spend
from benchmarks.rooms import LEARNING
from sentir.workflows.ablation_request import understand_ablation
from sentir.workflows.progress import Progress
from sentir.workflows.train import train_new

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SEEDS = 3
REMEDIES = ("more_data", "smaller_net", "l2")
MOST_S = 180.0
KILLED_AFTER = 4
LARGE = ("l2", "smaller_net")
_GLANCE_S = 0.1
_PATIENCE_S = 600.0


def _command(run: Path, codes: Sequence[str], out: Path, *more: object) -> list[str]:
    """Return the command that tries these remedies on a run."""
    return sentir(
        "remedy", run, "--only", ",".join(codes), "--seeds", SEEDS, "--jobs", JOBS, "--out", out,
        *more, "--json",
    )  # fmt: skip


def killed_and_typed_again(place: Place) -> Figures:
    """Try three remedies on the demo, killed on the way; what both goes took and left."""
    folder = place.room / "remedy"
    shutil.rmtree(folder, ignore_errors=True)
    run, out = folder / "demo", folder / "tried"
    spend(sentir("train", "demo", "--out", run), cwd=place.room)
    command = _command(run, REMEDIES, out)
    began = time.perf_counter()
    _kill_after(KILLED_AFTER, command, out, cwd=place.room)
    first_s, before = time.perf_counter() - began, _lines(out)
    spent = spend(command, cwd=place.room)
    after = _lines(out)
    planned = len(json.loads((out / "experiment.json").read_text("utf-8"))["plan"]["trials"])
    times = Counter(json.loads(line)["number"] for line in after)
    return {
        "wall_s": round(first_s + spent.wall_s, 1),
        "before_the_kill": len(before),
        "twice": sum(n > 1 for n in times.values()),
        "lost": planned - len(times) + (after[: len(before)] != before),
        "found": short(json.loads(spent.output)),
    }


def _kill_after(trials: int, command: list[str], out: Path, *, cwd: Path) -> None:
    """Start the command and kill it as soon as so many trials are done."""
    with subprocess.Popen(
        command, cwd=cwd, env=person(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        deadline = time.monotonic() + _PATIENCE_S
        while len(_lines(out)) < trials and process.poll() is None:
            if time.monotonic() > deadline:
                process.kill()
                raise NotMeasuredError(f"{trials} trials took more than {_PATIENCE_S:.0f} s.")
            time.sleep(_GLANCE_S)
        process.send_signal(signal.SIGKILL)


def _lines(out: Path) -> list[bytes]:
    """Return the lines of the trials that are done."""
    path = out / "trials.jsonl"
    return path.read_bytes().split(b"\n")[:-1] if path.is_file() else []


def large_net(place: Place) -> Figures:
    """Train the net of 512 and 512 units that the remedies are tried on."""
    out = _large(place)
    shutil.rmtree(out, ignore_errors=True)
    request = understand_ablation(
        "r4-overfitting", data=str(place.dataset("imdb")),
        sets=["model.dense_size=[512,512]", "baseline.linear=false"],
    ).request  # fmt: skip
    command = "sentir train r4-overfitting.toml --set model.dense_size=[512,512]"
    done = train_new(request, progress=Progress(), command=command, out=out)
    verdict = done.record["verdict"]
    return {"fit": verdict["fit"], "course": verdict["course"]}


def large_net_remedied(place: Place) -> Figures:
    """Try both remedies on it; gone on with where it was stopped."""
    out = place.room / "remedy-large" / "tried"
    if (out / "comparison.json").exists():
        shutil.rmtree(out)
    spent = spend(_command(_large(place), LARGE, out, "--budget", "2h"), cwd=place.room)
    return {"spent": spent.to_json(), "found": short(json.loads(spent.output))}


def _large(place: Place) -> Path:
    return place.room / "remedy-large" / "run"


def short(found: Mapping[str, Any]) -> Figures:
    """Return what was found without the paths of this machine."""
    return {key: value for key, value in found.items() if key not in {"run", "command"}}


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Hold time, kills and the last epochs against what was wanted."""
    demo, large = parts["demo, killed"], parts["large net, remedies"]
    steadier = sum(each["steadier"] is True for each in large["found"]["remedies"])
    figures: Figures = {"demo": demo, "large": {**parts["large net"], **large}}
    return figures, [
        at_most("remedy_demo_s", demo["wall_s"], MOST_S),
        equal("remedy_trials_twice_or_lost", demo["twice"] + demo["lost"], 0),
        at_least("remedies_that_steady_the_large_net", steadier, 1),
    ]


BAR = Bar(
    name="remedy",
    commands=(
        f"sentir remedy runs/demo --only {','.join(REMEDIES)} --seeds {SEEDS} --jobs {JOBS}",
        f"sentir remedy RUN --only {','.join(LARGE)} --seeds {SEEDS} --jobs {JOBS} --budget 2h",
    ),
    covers=(
        *LEARNING,
        "src/sentir/diagnose",
        *(
            f"src/sentir/experiments/{name}.py"
            for name in ("attempt", "budget", "comparison", "pool", "remedy", "serving", "trial",
                         "trial_data")
        ),
        "src/sentir/workflows/remedy_choice.py",
        "src/sentir/shipped/recipes/r4-overfitting.toml",
        "benchmarks/remedy.py",
    ),
    data=("imdb/train.jsonl.gz", "imdb/test.jsonl.gz"),
    seeds=tuple(range(SEEDS)),
    parts={
        "demo, killed": killed_and_typed_again,
        "large net": large_net,
        "large net, remedies": large_net_remedied,
    },
    conclude=conclude,
    threads=0,
)  # fmt: skip
