"""The plan of a training counts the memory of its batches as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.workflow.samples import QUICK, rows, write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.conftest import Sentir


def planned(sentir: Sentir, source: Path, *settings: str) -> int:
    done = sentir("train", source, "--plan", "--json", *QUICK, *settings)
    assert done.status == 0, done.err
    size: int = done.json["memory_bytes"]
    return size


def test_a_batch_is_no_larger_than_the_training_rows(sentir: Sentir, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "few.csv", rows(60))
    whole = planned(sentir, source, "--set", "train.batch_size=60")
    assert planned(sentir, source, "--set", "train.batch_size=8192") < whole + 50 * 2**20


def test_what_a_wide_net_reads_of_a_batch_is_counted(sentir: Sentir, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "few.csv", rows(60))
    flat = ("--set", "model.cell=bag", "--set", "model.pooling=flatten")
    small = planned(sentir, source, *flat, "--set", "text.max_length=10")
    large = planned(sentir, source, *flat, "--set", "text.max_length=2000")
    # 256 rows of 2,000 places and 8 numbers a place, 5 arrays of 4 bytes
    assert large - small > 200 * 2000 * 8 * 5 * 4
    held = planned(sentir, source, "--set", "model.cell=multi_hot")
    assert held < small + 50 * 2**20


def test_the_batches_that_measure_are_counted(sentir: Sentir, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "some.csv", [(f"{text} " * 3, n) for text, n in rows(600)])
    wide = ("--set", "model.hidden_size=512", "--set", "train.batch_size=1")
    # 256 rows of 20 words and more, 512 wide, 12 arrays of 4 bytes
    assert planned(sentir, source, *wide) > 256 * 20 * 512 * 12 * 4
