"""Runs of recipe `emotion` that several bars share: trained once for the present code."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.keys import code_of, fingerprint
from benchmarks.machine import conditions
from benchmarks.processes import sentir, spend
from benchmarks.rooms import BASELINES, LEARNING, VERDICT
from sentir.errors import RunError
from sentir.store.documents import read_document, write_document

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bar import Place

FILES = ("emotion/train.txt", "emotion/val.txt", "emotion/test.txt")
COMMAND = "sentir train emotion --data $SENTIR_DATA/emotion"
ROOMS = (
    *LEARNING,
    *BASELINES,
    *VERDICT,
    "src/sentir/shipped/recipes/emotion.toml",
)
"""What decides such a run: its net, its scores, its verdict and the baseline beside it."""
_SPENT = "spent.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A finished run.

    Attributes:
        path: its folder.
        spent: what the training command took, and how busy the machine was just before.
    """

    path: Path
    spent: dict[str, Any]


def emotion_run(place: Place, seed: int) -> Trained:
    """Return the run of this seed; its linear baseline was kept before it was trained.

    Raises:
        NotMeasuredError: the training failed.
    """
    folder = _room(place)
    first_run(place)
    return _trained(place, folder / f"seed-{seed}", "--set", f"train.seed={seed}")


def first_run(place: Place) -> Trained:
    """Return a run of one epoch, the first on these rows: it computes the baseline to be kept."""
    return _trained(place, _room(place) / "first", "--set", "train.epochs=1")


def _trained(place: Place, out: Path, *settings: str) -> Trained:
    noted = out.with_name(f"{out.name}.{_SPENT}")
    try:
        return Trained(path=out, spent=read_document(noted, mend=""))
    except RunError:
        shutil.rmtree(out, ignore_errors=True)  # begun and never finished
    out.parent.mkdir(parents=True, exist_ok=True)
    data = place.dataset("emotion")
    surroundings = conditions(place)
    place.say(f"  {COMMAND} {' '.join(settings)}")
    spent = spend(
        sentir("train", "emotion", "--data", data, "--out", out, *settings), cwd=out.parent
    )
    record = {**spent.to_json(), **surroundings}
    write_document(noted, record)
    return Trained(path=out, spent=record)


def _room(place: Place) -> Path:
    """Return the folder of the runs of the present code and data."""
    data = fingerprint(place.dataset(""), FILES)
    return place.room / "runs" / f"{code_of(place.root, ROOMS).key}-{data}"
