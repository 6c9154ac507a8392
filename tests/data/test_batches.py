"""Batches: every row once an epoch, the same for the same seed, of like length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sentir.data import batches as batches_module
from sentir.data.batches import Batches
from sentir.text.sequences import Sequences

if TYPE_CHECKING:
    import pytest


def batches_of(rows: int, *, batch_size: int = 8, seed: int = 0) -> Batches:
    rng = np.random.default_rng(3)
    sequences = Sequences.of([[i] * length for i, length in enumerate(rng.integers(0, 30, rows))])
    order = np.arange(rows)
    return Batches(
        sequences,
        order * 10,
        train_rows=order[rows // 4 :],
        validation_rows=order[: rows // 4],
        batch_size=batch_size,
        seed=seed,
    )


@given(rows=st.integers(0, 200), size=st.integers(1, 40), epoch=st.integers(0, 9))
def test_an_epoch_shows_every_training_row_once_with_its_own_words(
    rows: int, size: int, epoch: int
) -> None:
    data = batches_of(rows, batch_size=size)
    shown = list(data.train(epoch))
    assert len(shown) == data.updates_per_epoch
    assert sorted(row for batch in shown for row in batch.rows.tolist()) == (
        data.train_rows.tolist()
    )
    for batch in shown:
        assert batch.targets.tolist() == (batch.rows * 10).tolist()
        assert len(batch.sequences) == batch.rows.size <= size
        for i, row in enumerate(batch.rows.tolist()):
            assert batch.sequences.row(i).tolist() == data.sequences.row(row).tolist()


def test_seed_and_epoch_decide_the_order() -> None:
    def order(seed: int, epoch: int) -> list[list[int]]:
        return [batch.rows.tolist() for batch in batches_of(500, seed=seed).train(epoch)]

    assert order(0, 1) == order(0, 1)
    assert order(0, 1) != order(0, 2)
    assert order(0, 1) != order(1, 1)


def test_buckets_waste_less_than_shuffled_rows() -> None:
    data = batches_of(4000, batch_size=32)

    def slots(rows: list[np.ndarray]) -> int:
        lengths = data.sequences.lengths
        return sum(int(lengths[part].max()) * part.size for part in rows)

    bucketed = slots([batch.rows for batch in data.train(0)])
    shuffled = np.random.default_rng(0).permutation(data.train_rows)
    plain = slots(np.array_split(shuffled, data.updates_per_epoch))
    assert bucketed < 0.65 * plain


def test_measured_rows_come_in_order_of_length_and_are_all_there() -> None:
    data = batches_of(1000)
    for shown, rows in ((data.seen(), data.train_rows), (data.validation(), data.validation_rows)):
        got = np.concatenate([batch.rows for batch in shown])
        assert sorted(got.tolist()) == rows.tolist()
        assert (np.diff(data.sequences.lengths[got]) >= 0).all()
    assert data.seen_count == 750


def test_long_texts_are_measured_few_at_once() -> None:
    lengths = [2000] * 70 + [5] * 300 + [20_000]
    sequences = Sequences.of([[1] * length for length in lengths])
    rows = np.arange(len(lengths))
    data = Batches(
        sequences, rows, train_rows=rows, validation_rows=rows[:80], batch_size=32, seed=0
    )
    for shown in (list(data.seen()), list(data.validation())):
        words = [batch.sequences.ids.size for batch in shown]
        assert all(
            count <= 8192 or batch.rows.size == 1 for count, batch in zip(words, shown, strict=True)
        )
    assert max(batch.rows.size for batch in data.seen()) == 256


def test_of_many_rows_the_same_sample_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches_module, "MEASURED_ROWS", 100)
    data = batches_of(1000)
    first = [batch.rows.tolist() for batch in data.seen()]
    assert data.seen_count == 100
    assert len({row for rows in first for row in rows}) == 100
    assert first == [batch.rows.tolist() for batch in data.seen()]
    assert {row for rows in first for row in rows} <= set(data.train_rows.tolist())
