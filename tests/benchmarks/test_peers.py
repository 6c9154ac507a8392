"""Programs that train side by side."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import time_to_accuracy
from benchmarks.bar import NotMeasuredError
from benchmarks.peers import Pace, Program, keras_program, side_by_side

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = """
import json, sys
for line in sys.stdin:
    print(json.dumps({"seconds": int(line) * SECONDS, "loss": 0.0}), flush=True)
"""


def program(folder: Path, *, seconds: float) -> Program:
    path = folder / f"{seconds}.py"
    path.write_text(ANSWERS.replace("SECONDS", str(seconds)))
    return Program([sys.executable, path], batch_size=10)


def test_rounds_in_which_the_peer_collapsed_are_left_out_and_counted() -> None:
    found = Pace(own=(30, 32, 34, 36, 10), peer=(10, 10, 10, 2, 10)).to_json()
    assert found == {
        "own_sequences_a_second": 31,
        "peer_sequences_a_second": 10,
        "times": 3.1,
        "rounds": 4,
        "rounds_left_out": 1,
    }


def test_both_train_in_turns_and_a_first_turn_is_not_counted(tmp_path: Path) -> None:
    with program(tmp_path, seconds=0.01) as own, program(tmp_path, seconds=0.04) as peer:
        found = side_by_side(own, peer, rounds=3, sequences=100)
    assert found.own == pytest.approx((1000,) * 3)
    assert found.peer == pytest.approx((250,) * 3)


def test_a_program_that_ends_says_why(tmp_path: Path) -> None:
    path = tmp_path / "ends.py"
    path.write_text("raise SystemExit('no such package')")
    with (
        Program([sys.executable, path], batch_size=1) as ended,
        pytest.raises(NotMeasuredError, match="ended: no such package"),
    ):
        ended.pace(5)


def test_without_an_interpreter_keras_is_left_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SENTIR_KERAS_PYTHON", raising=False)
    assert keras_program(tmp_path / "rows.npz", {"batch_size": 64}) is None


def epochs(*accuracies: float, seconds: float) -> dict[str, list[dict[str, float]]]:
    return {
        "epochs": [
            {"epoch": k, "seconds": k * seconds, "accuracy": x} for k, x in enumerate(accuracies, 1)
        ]
    }


def test_the_target_is_the_median_of_the_best_and_the_first_epoch_there_counts() -> None:
    parts = {
        "plain loop, seed 0": epochs(0.5, 0.8, 0.7, seconds=50),
        "plain loop, seed 1": epochs(0.5, 0.7, 0.9, seconds=50),
        "plain loop, seed 2": epochs(0.6, 0.5, 0.5, seconds=50),
        **{f"recipe emotion, seed {k}": epochs(0.7, 0.8, 0.9, seconds=2) for k in range(3)},
    }
    figures, [mark] = time_to_accuracy.conclude(parts)
    assert figures["target"] == 0.8
    assert figures["plain_loop_seconds"] == 100
    assert figures["recipe_emotion_seconds"] == 4
    assert (mark["measured"], mark["met"]) == (25, True)


def test_a_recipe_that_never_gets_there_is_no_times_sooner() -> None:
    parts = {f"plain loop, seed {k}": epochs(0.9, seconds=50) for k in range(3)}
    parts |= {f"recipe emotion, seed {k}": epochs(0.8, seconds=1) for k in range(3)}
    figures, [mark] = time_to_accuracy.conclude(parts)
    assert figures["recipe_emotion_seconds"] is None
    assert (mark["measured"], mark["met"]) == (0, False)
