"""Divisions: every row once, equal texts on one side, classes in proportion."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.data.sources.table import SourceFile, Table
from sentir.data.splits import check_learnable, split
from sentir.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sentir.data.sources.table import Part


def table_of(
    texts: Sequence[str], labels: Sequence[str], parts: Sequence[Part | None] | None = None
) -> Table:
    file = SourceFile(
        name="a.csv", path="a.csv", rows=len(texts), sha256="", form="csv", label_column="mood"
    )
    return Table(
        texts=list(texts),
        labels=list(labels),
        parts=list(parts or [None] * len(texts)),
        file_index=[0] * len(texts),
        lines=list(range(1, len(texts) + 1)),
        files=[file],
    )


def different(count: int, label: str) -> tuple[list[str], list[str]]:
    return [f"{label} {i}" for i in range(count)], [label] * count


ROWS = st.lists(
    st.tuples(st.text("ab ", max_size=4), st.sampled_from(["joy", "fear", "love"])), max_size=60
)


@given(rows=ROWS, seed=st.integers(0, 5), test=st.sampled_from([0.0, 0.1, 0.3]))
def test_every_row_is_in_one_part_and_no_text_in_two(
    rows: list[tuple[str, str]], seed: int, test: float
) -> None:
    table = table_of([text for text, _ in rows], [label for _, label in rows])
    found = split(table, seed=seed, validation=0.2, test=test)
    together = np.concatenate(list(found.parts().values()))
    assert sorted(together.tolist()) == list(range(len(rows)))
    texts = [{table.texts[i].strip() for i in part.tolist()} for part in found.parts().values()]
    assert sum(map(len, texts)) == len({text.strip() for text in table.texts})
    assert {table.labels[i] for i in found.train.tolist()} == set(table.labels) or any(
        count > 1 for count in Counter(text.strip() for text in table.texts).values()
    )


def test_the_default_is_80_10_10_in_every_class() -> None:
    many, few = different(100, "joy"), different(50, "fear")
    table = table_of(many[0] + few[0], many[1] + few[1])
    found = split(table)
    for part, counts in (
        ("train", {"joy": 80, "fear": 40}),
        ("validation", {"joy": 10, "fear": 5}),
        ("test", {"joy": 10, "fear": 5}),
    ):
        assert Counter(table.labels[i] for i in found.parts()[part].tolist()) == counts


def test_the_same_seed_gives_the_same_division_and_another_seed_another() -> None:
    table = table_of(*different(200, "joy"))
    assert split(table, seed=1).test.tolist() == split(table, seed=1).test.tolist()
    assert split(table, seed=1).test.tolist() != split(table, seed=2).test.tolist()


def test_stated_parts_are_kept_and_a_missing_validation_is_a_tenth_of_train() -> None:
    texts, labels = different(100, "joy")
    parts: list[Part | None] = ["train" if i < 80 else "test" for i in range(100)]
    table = table_of(texts, labels, parts)
    found = split(table)
    assert found.test.tolist() == list(range(80, 100))
    assert (found.train.size, found.validation.size) == (72, 8)
    assert "validation is a stratified 10% of train (seed 0)" in found.notes


def test_a_stated_validation_stays_and_a_missing_test_is_said() -> None:
    parts: list[Part | None] = ["train" if i < 8 else "validation" for i in range(10)]
    found = split(table_of(*different(10, "joy"), parts))
    assert found.validation.tolist() == [8, 9]
    assert found.test.size == 0
    assert any("no test rows are stated" in note for note in found.notes)


def test_a_class_of_one_or_two_rows_is_trained_on_and_said() -> None:
    texts, labels = different(30, "joy")
    table = table_of([*texts, "a", "b", "c"], [*labels, "rare", "few", "few"])
    found = split(table)
    assert 30 in found.train
    assert 'class "rare" has 1 row, none for test' in found.notes
    assert any(note.startswith("no validation row has the class") for note in found.notes)


def test_a_class_missing_from_validation_is_a_note_and_no_crash() -> None:
    parts: list[Part | None] = ["train", "train", "train", "validation"]
    table = table_of(["a", "b", "c", "d"], ["joy", "fear", "joy", "joy"], parts)
    found = split(table)
    check_learnable(table, found)
    assert "no validation row has the class fear: its score says nothing" in found.notes


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (table_of(*different(30, "joy")), 'same class, "joy": two classes at least are needed'),
        (
            table_of([f"t{i}" for i in range(60)], [f"l{i}" for i in range(60)]),
            'column "mood" has 60 different values in 60 rows, too many for classes',
        ),
        (table_of(["a", "b"], ["joy", "fear"]), "no rows are left for validation: 2 rows in 2"),
        (
            table_of(
                ["a", "b", "c", "d"],
                ["joy", "fear", "joy", "love"],
                ["train", "train", "validation", "validation"],
            ),
            "no training row has the class love, so it cannot be learned",
        ),
    ],
)
def test_rows_that_cannot_be_learned_from_are_refused(table: Table, message: str) -> None:
    with pytest.raises(DataError, match=message):
        check_learnable(table, split(table))
