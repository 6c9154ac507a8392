from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sentir.errors import DataError, MachineError, RunError
from sentir.store.histories import KEYS, HistoryRow
from sentir.store.history_files import read_history_file
from sentir.store.run_history import append_row, read_rows, truncate

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [
    HistoryRow(
        epoch=epoch,
        step=epoch * 10,
        seconds=epoch * 0.1,
        train_loss=1 / 3**epoch,
        val_loss=None if epoch == 2 else 0.5,
        train_score=0.7,
        val_score=0.6,
        learning_rate=1e-3,
    )
    for epoch in range(4)
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for row in ROWS:
        append_row(tmp_path / "history.jsonl", row)
    return tmp_path / "history.jsonl"


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_rows_come_back_to_the_last_bit(path: Path) -> None:
    assert read_rows(path) == ROWS
    assert read_history_file(path) == ROWS


def test_a_run_that_measured_nothing_has_no_rows(tmp_path: Path) -> None:
    assert read_rows(tmp_path / "history.jsonl") == []


def test_a_line_has_the_keys_of_the_format_in_its_order(path: Path) -> None:
    assert tuple(json.loads(path.read_text().splitlines()[0])) == KEYS


def test_a_number_that_is_not_finite_is_written_null(tmp_path: Path) -> None:
    append_row(tmp_path / "h", HistoryRow(epoch=1, train_loss=float("inf"), val_loss=float("nan")))
    assert json.loads((tmp_path / "h").read_text())["train_loss"] is None
    assert read_rows(tmp_path / "h") == [HistoryRow(epoch=1, train_loss=None, val_loss=None)]


@pytest.mark.parametrize("torn", [b"{", b'{"epoch": 9, "train_lo', b"\0\0\0", b"  "])
def test_a_half_written_last_line_is_passed_over_and_cut(path: Path, torn: bytes) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + torn)
    assert read_rows(path) == ROWS
    append_row(path, ROWS[0])
    assert read_rows(path) == [*ROWS, ROWS[0]]


def test_a_resumed_run_forgets_what_came_after_its_checkpoint(path: Path) -> None:
    first_three = b"".join(path.read_bytes().splitlines(keepends=True)[:3])
    path.write_bytes(path.read_bytes() + b'{"ep')
    truncate(path, 2)
    assert path.read_bytes() == first_three
    truncate(path, 2)
    assert path.read_bytes() == first_three


def test_keys_that_follow_in_a_later_version_are_kept_and_passed_over(path: Path) -> None:
    row = {**ROWS[0].to_json(), "gradient_norm": 1.5}
    path.write_text(json.dumps(row) + "\n" + json.dumps(ROWS[1].to_json()) + "\n")
    assert read_rows(path) == ROWS[:2]
    truncate(path, 0)
    assert json.loads(path.read_text()) == row


def test_a_full_disk_is_said_when_a_row_is_added(tmp_path: Path) -> None:
    (tmp_path / "history.jsonl").symlink_to("/dev/full")
    with pytest.raises(MachineError, match=r"cannot write .*history\.jsonl: no room is left"):
        append_row(tmp_path / "history.jsonl", ROWS[0])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("oops", "is damaged: not a JSON object"),
        ("[]", "expected a JSON object"),
        ('{"epoch": 1, "train_loss": 1}', "lacks val_loss"),
        ('{"epoch": 1.5, "train_loss": 1, "val_loss": 1}', "must be whole numbers"),
        ('{"epoch": 1, "train_loss": "1", "val_loss": 1}', "train_loss is '1', expected a number"),
        ('{"epoch": 1, "train_loss": NaN, "val_loss": 1}', "is damaged"),
    ],
)
def test_a_damaged_line_is_named_with_its_number(path: Path, line: str, problem: str) -> None:
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], line, lines[1]]) + "\n")
    with pytest.raises(RunError, match=rf"history\.jsonl line 2.*{problem}.*Get the file back"):
        read_rows(path)


def test_a_csv_under_other_names_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "h.csv",
        "epoch;Loss;val_loss;acc;val_accuracy;lr;note\n1;0.9;1.0;.5;.4;1e-3;x\n2;nan;;.6;.5;;\n",
    )
    assert read_history_file(path) == [
        HistoryRow(
            epoch=1,
            train_loss=0.9,
            val_loss=1.0,
            train_score=0.5,
            val_score=0.4,
            learning_rate=1e-3,
        ),
        HistoryRow(epoch=2, train_loss=None, val_loss=None, train_score=0.6, val_score=0.5),
    ]


def test_a_csv_without_epochs_is_counted_from_one(tmp_path: Path) -> None:
    path = written(tmp_path, "h.csv", "train_loss,val_loss\n1,2\n3,4\n")
    assert [row.epoch for row in read_history_file(path)] == [1, 2]


def test_keras_counts_epochs_from_zero(tmp_path: Path) -> None:
    path = written(tmp_path, "h.csv", "epoch,accuracy,loss,val_loss\n0,.5,1,2\n1,.6,3,4\n")
    assert [row.epoch for row in read_history_file(path)] == [1, 2]


KERAS = {"loss": [1.0, 0.5], "accuracy": [0.5, 0.6], "val_loss": [1.1, float("nan")]}


@pytest.mark.parametrize(
    "value",
    [
        KERAS,
        {"history": KERAS, "params": {"epochs": 2}, "epoch": [0, 1]},
        [
            {"loss": 1, "accuracy": 0.5, "val_loss": 1.1},
            {"loss": 0.5, "accuracy": 0.6, "val_loss": None},
        ],
    ],
)
def test_a_json_history_of_keras_is_read(tmp_path: Path, value: object) -> None:
    assert read_history_file(written(tmp_path, "h.json", json.dumps(value))) == [
        HistoryRow(epoch=1, train_loss=1.0, val_loss=1.1, train_score=0.5),
        HistoryRow(epoch=2, train_loss=0.5, val_loss=None, train_score=0.6),
    ]


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("h.csv", "train_loss,val_los\n1,2\n", r"h\.csv line 1: no column val_loss among "
         r"train_loss, val_los; expected .*Did you mean \"val_los\"\? Rename"),
        ("h.csv", "loss,val_loss\n1,2\n1,x\n", r"h\.csv line 3: val_loss is 'x', expected a num"),
        ("h.csv", "", r"h\.csv line 1: no column train_loss among \(none\)"),
        ("h.csv", "loss,val_loss\n", "holds no measurement"),
        ("h.csv", "epoch,loss,val_loss\n1.5,1,1\n", "line 2: epoch must be a whole number"),
        ("h.json", "[1]", "neither a list of objects nor an object of lists"),
        ("h.json", "{", r"h\.json line 1 is damaged.*expected train_loss"),
        ("h.json", '{"loss": [1, 2], "val_loss": [1]}', r"lists hold \[1, 2\] numbers"),
    ],
)  # fmt: skip
def test_a_history_that_cannot_be_read_is_said(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    with pytest.raises(DataError, match=problem):
        read_history_file(written(tmp_path, name, text))


def test_a_binary_or_missing_history_is_said(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="is not UTF-8 text"):
        read_history_file(tmp_path / "h.csv")
    with pytest.raises(DataError, match="there is no such file"):
        read_history_file(tmp_path / "none.csv")
