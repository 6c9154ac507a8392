"""How many sequences a second a net learns from, beside plain loops on the same rows.

The loops are PyTorch's, as its users write it (`plain_torch.py`), and Keras' (`plain_keras.py`),
where the environment variable SENTIR_KERAS_PYTHON names an interpreter that has it:

    python -m venv keras && keras/bin/pip install tensorflow-cpu
    SENTIR_KERAS_PYTHON=keras/bin/python python benchmarks/bars.py speed
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.bar import Bar, Figures, Mark, Place, at_least
from benchmarks.peers import (
    KERAS_PYTHON,
    keras_program,
    own_program,
    side_by_side,
    torch_program,
)
from benchmarks.rooms import LEARNING
from benchmarks.speed_cases import BATCH_SIZE, CASES, profiled, ready, write_padded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROUNDS = 9
SEQUENCES = {"r1_gru": 64 * 80, "r5_lstm": 64 * 80, "r4_lstm": 64 * 20}
WARM_UP = 160  # updates; the first few are no measure of an epoch
LARGE = 512
# name of the part: what the figure must be, and the further goal
WANTED = {
    "r1_gru": (2.3, 3.0),
    "r1_gru_large": (3.5, 5.0),
    "r5_lstm": (1.5, None),
    "r4_lstm": (0.8, None),
    "r1_gru_keras": (3.0, None),
}


def measure(place: Place, *, name: str, batch_size: int = BATCH_SIZE, peer: str) -> Figures:
    """Train a case and its peer in turns."""
    case = CASES[name]
    folder = place.dataset(case.data)
    with tempfile.TemporaryDirectory() as room:
        rows = Path(room) / "rows.npz"
        settings = write_padded(ready(case, folder, batch_size=BATCH_SIZE), rows)
        other = torch_program(rows, settings) if peer == "torch" else keras_program(rows, settings)
        if other is None:
            return {"skipped": f"{KERAS_PYTHON} names no interpreter"}
        with other, own_program(name, folder, batch_size=batch_size) as own:
            own.pace(WARM_UP * batch_size)
            found = side_by_side(own, other, rounds=ROUNDS, sequences=SEQUENCES[name])
    return {"batch_size": batch_size, "peer_batch_size": BATCH_SIZE, **found.to_json()}


def profile(place: Place, *, name: str) -> Figures:
    """Return where an update of ours spends its time, by part."""
    case = CASES[name]
    return profiled(ready(case, place.dataset(case.data), batch_size=BATCH_SIZE))


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Hold how many times faster we are against what was wanted."""
    marks = []
    for name, (wanted, further) in WANTED.items():
        if "times" not in parts[name]:
            continue
        marks.append(at_least(f"{name}_times", parts[name]["times"], wanted))
        if further is not None:
            marks.append(at_least(f"{name}_times_stretch", parts[name]["times"], further))
    return dict(parts), marks


PARTS: dict[str, Callable[[Place], Figures]] = {
    **{name: partial(measure, name=name, peer="torch") for name in CASES},
    "r1_gru_large": partial(measure, name="r1_gru", batch_size=LARGE, peer="torch"),
    "r1_gru_keras": partial(measure, name="r1_gru", peer="keras"),
    **{f"{name}_profile": partial(profile, name=name) for name in CASES},
}
BAR = Bar(
    name="speed",
    commands=("python benchmarks/bars.py speed",),
    covers=(
        *LEARNING,
        *(
            f"benchmarks/{name}.py"
            for name in (
                "own_training",
                "peers",
                "plain_keras",
                "plain_torch",
                "speed",
                "speed_cases",
            )
        ),
    ),
    data=tuple(file for case in CASES.values() for file in case.files),
    parts=PARTS,
    conclude=conclude,
    threads=0,
)
