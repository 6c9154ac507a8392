"""The audit's numbers, on small tables counted by hand."""

from __future__ import annotations

import json

from sentir.data.audit import audit
from sentir.data.sources.table import SourceFile, Table
from sentir.data.splits import split


def table_of(**parts: list[tuple[str, str]]) -> Table:
    rows = [(text, label, part) for part, each in parts.items() for text, label in each]
    return Table(
        texts=[text for text, _, _ in rows],
        labels=[label for _, label, _ in rows],
        parts=[
            "train" if part == "train" else "test" if part == "test" else "validation"
            for _, _, part in rows
        ],
        file_index=[0] * len(rows),
        lines=list(range(1, len(rows) + 1)),
        files=[SourceFile(name="a", path="a", rows=len(rows), sha256="", form="csv")],
    )


TABLE = table_of(
    train=[
        ("i am glad", "joy"),
        ("i am glad ", "joy"),
        ("i am torn", "joy"),
        ("i am torn", "fear"),
        ("...", "joy"),
        ("", "fear"),
        ("i am glad i am shared", "fear"),
        ("i am only here", "joy"),
    ],
    validation=[("i am glad", "joy"), ("i am torn", "joy"), ("new", "fear"), ("i am glad", "fear")],
    test=[("i am only here", "fear")],
)


def test_the_first_text_without_a_word_is_named_by_file_and_line() -> None:
    found = audit(TABLE, split(TABLE))
    assert found.empty_rows == [5]
    assert "the first text without a word: a line 6" in found.notes
    whole = table_of(train=[("i am", "joy"), ("so so", "fear")] * 9, validation=[], test=[])
    assert not any("without a word" in note for note in audit(whole, split(whole)).notes)


def test_repeated_and_conflicting_texts_are_counted_per_part() -> None:
    found = audit(TABLE, split(TABLE))
    train = found.parts["train"]
    assert (train.rows, train.classes) == (8, {"fear": 3, "joy": 5})
    assert train.repeats.duplicates == 2
    assert (train.repeats.conflicting_texts, train.repeats.conflicting_rows) == (1, 2)
    assert found.whole.repeats.duplicates == 6
    assert train.empty == 1
    assert found.empty_rows == [5]


def test_texts_in_two_parts_and_what_they_do_to_the_score() -> None:
    found = audit(TABLE, split(TABLE))
    assert found.shared_texts == 3
    leak = found.leaks["validation"]
    assert (leak.n, leak.same_label, leak.other_label) == (4, 1, 2)
    assert (leak.gain_points, leak.loss_points) == (25.0, 50.0)
    assert found.leaks["test"].other_label == 1


def test_lengths_are_words_per_text() -> None:
    lengths = audit(TABLE, split(TABLE)).parts["train"].lengths
    assert (lengths.mean, lengths.median, lengths.longest) == (3.12, 3.0, 6)


def test_words_in_nearly_every_row_are_named() -> None:
    rows = [(f"always here {i}", "ab"[i % 2]) for i in range(20)]
    table = table_of(train=rows, validation=rows[:2])
    assert audit(table, split(table)).widespread_words == {"always": 1.0, "here": 1.0}


def test_the_most_one_sided_word_decides() -> None:
    rows = [("so glad", "joy")] * 9 + [("so scared", "fear")] * 6 + [("so rare", "fear")] * 4
    judged = [
        ("so glad", "joy"),  # 9 / 12
        ("scared but glad", "joy"),  # glad: 9 / 12 > scared: 6 / 9
        ("scared", "fear"),
        ("rare", "fear"),  # seen 4 times: the commonest class, fear
        ("unknown", "joy"),  # the commonest class, fear: wrong
    ]
    table = table_of(train=rows, validation=judged)
    words = audit(table, split(table)).single_words
    assert (words.accuracy, words.majority, words.n) == (0.8, 0.4, 5)
    assert words.examples == [
        ("glad", "joy", 0.75),
        ("scared", "fear", 0.6667),
        ("so", "fear", 0.4545),
    ]


def test_punctuation_is_no_word_that_tells_or_stands_everywhere() -> None:
    rows = [("glad 😀 !", "joy"), ("scared 7 .", "fear")] * 9
    table = table_of(train=[(f"{text} , _", label) for text, label in rows], validation=rows[:2])
    found = audit(table, split(table))
    assert found.widespread_words == {}
    assert {word for word, _, _ in found.single_words.examples} == {"glad", "😀", "scared", "7"}
    marks = table_of(train=[("!", "joy"), ("?", "fear")] * 9, validation=rows[:2])
    assert audit(marks, split(marks)).single_words.examples == []


def test_an_audit_is_json_even_without_validation_rows() -> None:
    table = table_of(train=[("a", "x")], test=[("b", "x")])
    found = audit(table, split(table)).to_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["single_words"]["accuracy"] is None
