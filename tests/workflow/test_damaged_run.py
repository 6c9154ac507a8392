"""Runs whose files are missing, cut short or changed: each is named, with what to do about it."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.workflow import interrupted
from tests.workflow.interrupted import WRITES_BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.workflow.conftest import Sentir

USED_BY: dict[str, list[tuple[str, ...]]] = {
    "config.json": [("test", "finished")],
    "data.json": [("test", "finished")],
    "run.json": [("test", "finished"), ("report", "finished"), ("diagnose", "finished")],
    "history.jsonl": [("test", "finished")],
    "report.json": [("report", "finished"), ("diagnose", "finished")],
    "model.sentir": [("predict", "finished", "wonderful"), ("test", "finished")],
}
"""The commands that read each file of a finished run."""


def damaged(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield ways in which a file can be damaged."""
    middle = len(data) // 2
    yield "empty", b""
    yield "cut", data[:middle]
    yield "cut at its end", data[:-3]
    yield "a byte changed", data[:middle] + bytes([data[middle] ^ 0x80]) + data[middle + 1 :]
    yield "other bytes", bytes(range(256)) * 8
    yield "another value", b"[1, 2]\n"


@pytest.mark.parametrize("name", USED_BY)
def test_a_damaged_file_is_named_with_what_to_do(name: str, finished: Path, sentir: Sentir) -> None:
    path = finished / name
    data = path.read_bytes()
    for kind, content in damaged(data):
        path.write_bytes(content)
        for command in USED_BY[name]:
            done = sentir(*command)
            if name == "history.jsonl" and kind == "cut at its end":
                continue  # a line that was never finished is passed over
            assert done.status == 4, (kind, command)
            assert name in done.err.splitlines()[-1] or name in done.err, (kind, command)
            assert "anew" in done.err or "again" in done.err, (kind, command, done.err)
    path.unlink()
    for command in USED_BY[name]:
        done = sentir(*command)
        assert done.status == 4, command
        assert "finished" in done.err
    path.write_bytes(data)
    assert sentir(*USED_BY[name][0]).status == 0


def test_a_look_that_could_not_be_taken_is_not_counted(finished: Path, sentir: Sentir) -> None:
    (finished / "model.sentir").write_bytes(b"SENTIR01")
    assert sentir("test", finished).status == 4
    assert json.loads((finished / "run.json").read_text())["test_looks"] == []


def test_damaged_runs_are_listed_as_such(finished: Path, sentir: Sentir, tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    finished.rename(tmp_path / "runs" / "moods")
    for content in (b"", b"[]", b"{}", b'{"format": 99, "state": "finished"}', b"\xff\xfe"):
        (tmp_path / "runs" / "moods" / "run.json").write_bytes(content)
        (found,) = sentir("runs", "--json").json
        assert found["state"] == "damaged"
        assert "run.json" in found["problem"]
        assert "damaged" in sentir("runs").out


def changed(value: Any, *, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield copies of a JSON value in which one key is missing or holds something else."""
    for path in places(value, depth=depth):
        others: list[Any] = ["missing", "x", -1, {}]
        for other in others:
            made = copy.deepcopy(value)
            inner = made
            for key in path[:-1]:
                inner = inner[key]
            if other == "missing":
                del inner[path[-1]]
            else:
                inner[path[-1]] = other
            yield f"{'.'.join(map(str, path))}: {other}", made


def places(value: Any, *, depth: int) -> Iterator[tuple[Any, ...]]:
    """Yield the path to every key, and to the first entry of every list, down to a depth."""
    keys: list[Any] = list(value) if isinstance(value, dict) else []
    if isinstance(value, list) and value:
        keys = [0]
    for key in keys:
        yield (key,)
        if depth > 1:
            yield from ((key, *below) for below in places(value[key], depth=depth - 1))


@pytest.mark.parametrize(
    ("name", "command", "depth"),
    [
        ("data.json", ("test", "finished", "--json"), 2),
        ("run.json", ("test", "finished", "--json"), 1),
        ("run.json", ("diagnose", "finished"), 2),
        ("run.json", ("runs",), 2),
        ("report.json", ("diagnose", "finished"), 2),
        ("config.json", ("test", "finished", "--json"), 1),
    ],
)
def test_values_that_cannot_be_end_in_a_message(
    name: str, command: tuple[str, ...], depth: int, finished: Path, sentir: Sentir,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from sentir.report import page
    from sentir.report.drawing import Drawn

    monkeypatch.setattr(page, "draw", lambda *_: Drawn(figures={}, notes=()))  # they take long
    path = finished / name
    value = json.loads(path.read_text())
    for what, content in changed(value, depth=depth):
        path.write_text(json.dumps(content))
        done = sentir(*command)
        assert done.status in {0, 3, 4}, what
        assert (done.status == 0) == ("error: " not in done.err), what


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("report.json", ("report", "finished")),
        ("report.json", ("diagnose", "finished")),
        ("data.json", ("test", "finished", "--json")),
    ],
)
def test_values_that_cannot_be_end_in_a_message_at_any_depth(
    name: str, command: tuple[str, ...], finished: Path, sentir: Sentir,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from sentir.report import page
    from sentir.report.drawing import Drawn

    monkeypatch.setattr(page, "draw", lambda *_: Drawn(figures={}, notes=()))
    path = finished / name
    for what, content in changed(json.loads(path.read_text()), depth=4):
        path.write_text(json.dumps(content))
        done = sentir(*command)
        assert done.status in {0, 4}, what
        assert (done.status == 0) == ("error: " not in done.err), what


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("config.json", "config.json"),
        ("data.json", "data.json"),
        ("run.json", "run.json"),
        ("history.jsonl", "history.jsonl line 1"),
        ("checkpoint/state.sentirck", "damaged or cut short"),
    ],
)
def test_a_damaged_interrupted_run_is_not_resumed(
    name: str, said: str, few: Path, sentir: Sentir, tmp_path: Path
) -> None:
    interrupted.kill_at_write(WRITES_BEFORE + 14, interrupted.train(few, "--out", "run"))
    path = tmp_path / "run" / name
    data = path.read_bytes()
    for content in (data[: len(data) // 2] + b"\x00" + data[len(data) // 2 + 1 :], b"\x00" * 99):
        path.write_bytes(content if name != "history.jsonl" else b"{oops\n" + data)
        done = sentir("resume", "run")
        assert done.status == 4, done.err
        assert said in done.err or "is not a checkpoint" in done.err
    path.write_bytes(data)
    assert sentir("resume", "run").status == 0


@pytest.mark.parametrize("moves", [7, "x", [3], [{}], [{"update": "x"}]], ids=str)
def test_what_is_said_of_machines_before_is_checked_before_a_run_goes_on(
    moves: object, finished: Path, sentir: Sentir
) -> None:
    record = json.loads((finished / "run.json").read_text())
    damaged = {**record, "state": "interrupted", "moves": moves}
    (finished / "run.json").write_text(json.dumps(damaged))
    done = sentir("resume", "finished")
    assert done.status == 4
    assert "run.json is damaged: moves is " in " ".join(done.err.split())
