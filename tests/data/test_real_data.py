"""The public sets: rows, classes and known flaws as their descriptions state them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from sentir.data.audit import audit
from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.data.splits import check_learnable, split
from sentir.errors import DataError

ROOT = os.environ.get("SENTIR_DATA", "")
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not ROOT, reason="SENTIR_DATA names no folder of real data sets"),
]
AUTO = SourceOptions()


def test_emotion_has_the_counts_that_its_description_states() -> None:
    table = read(str(Path(ROOT, "emotion")), AUTO)
    found = audit(table, split(table))
    train = found.parts["train"]
    assert [found.parts[part].rows for part in ("train", "validation", "test")] == [
        16000,
        2000,
        2000,
    ]
    assert train.classes == {
        "anger": 2159, "fear": 1937, "joy": 5362, "love": 1304, "sadness": 4666, "surprise": 572,
    }  # fmt: skip
    assert (round(train.lengths.mean, 1), train.lengths.longest) == (19.1, 66)
    assert train.repeats.conflicting_texts == 30
    assert found.shared_texts == 19
    assert [found.leaks[part].same_label for part in ("validation", "test")] == [0, 0]
    assert abs(found.single_words.accuracy - 0.90) < 0.015
    assert table.notes[0] == "left out of emotion: extra.csv.gz"


@pytest.mark.parametrize(
    ("name", "rows", "classes"),
    [
        ("imdb", (22500, 2500, 25000), {"neg", "pos"}),
        ("sarcasm", (21369, 2670, 2670), {"0", "1"}),
        ("rt_polarity", (8530, 1066, 1066), {"neg", "pos"}),
        (
            "emoevent",
            (5723, 844, 1607),
            {"others", "joy", "sadness", "anger", "surprise", "disgust", "fear"},
        ),
        ("emotion/extra.csv.gz", (45722, 5715, 5715), None),
    ],
)
def test_other_sets_are_read_without_a_word(
    name: str, rows: tuple[int, int, int], classes: set[str] | None
) -> None:
    table = read(str(Path(ROOT, name)), AUTO)
    found = split(table)
    check_learnable(table, found)
    assert (found.train.size, found.validation.size, found.test.size) == rows
    assert classes is None or set(table.labels) == classes
    assert table.bad_rows == []


def test_emoevent_has_the_test_labels_that_its_description_states() -> None:
    table = read(str(Path(ROOT, "emoevent")), AUTO)
    rows = zip(table.parts, table.labels, strict=True)
    assert Counter(label for part, label in rows if part == "test") == {
        "others": 787, "joy": 344, "sadness": 196, "anger": 161, "surprise": 66, "disgust": 33,
        "fear": 20,
    }  # fmt: skip


def test_several_labels_and_numbers_are_refused_by_name() -> None:
    with pytest.raises(DataError, match=r"8817 of 54263 rows.*names several classes"):
        read(str(Path(ROOT, "goemotions")), AUTO)
    with pytest.raises(DataError, match='"V", "A", "D" hold decimal numbers'):
        read(str(Path(ROOT, "emobank")), AUTO)
