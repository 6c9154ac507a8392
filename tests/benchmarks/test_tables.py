"""Tables filled from results, in two languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import tables
from benchmarks.renderings import ORDER, TABLES
from benchmarks.wording import number, word
from sentir.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "Before.\n\n<!-- results: start_up -->\nold\n<!-- end -->\n\nAfter.\n"


def result(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "name": name,
        "commit": "0123456789abcdef",
        "dirty": False,
        "measured": "2026-01-02",
        "machine": {"cores": 2, "processor": "A processor"},
        "bars": [
            {
                "bar": "help_cpu_s",
                "wanted": {"at_most": 0.25},
                "measured": 0.2,
                "met": True,
                "distance": 0.0,
            },
            {
                "bar": "predict_peak_mb",
                "wanted": {"at_most": 70.0},
                "measured": 71.5,
                "met": False,
                "distance": 1.5,
            },
        ],
        "figures": {},
        **changes,
    }


def interval(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.01, "high": value + 0.01, "n": 2000}


def emotion() -> dict[str, Any]:
    accuracy = {"accuracy": interval(0.9345)}
    mean = {"value": 0.9345, "sd": 0.0012}
    answers = [
        {"label": "joy", "probability": 0.981, "sure": True},
        {"label": "fear", "probability": 0.412, "sure": False},
    ]
    figures = {
        "validation_accuracy": mean,
        "test_accuracy": mean,
        "baselines": {"majority": {"validation": interval(0.35), "test": interval(0.34)}},
        "seeds": [
            {
                "seed": seed,
                "validation": accuracy,
                "test": accuracy,
                "kept_epoch": 4,
                "spent": {"wall_s": 41.2},
            }
            for seed in (0, 1)
        ],
        "sentences": [{"text": "I love this movie", "expected": "joy", "answers": answers}],
    }
    return result("emotion", bars=[], figures=figures)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "results").mkdir(parents=True)
    (tmp_path / "docs" / "guide" / "es").mkdir(parents=True)
    for stored in (result("start_up"), emotion()):
        path = tmp_path / "docs" / "results" / f"{stored['name']}.json"
        path.write_text(json.dumps(stored))
    return tmp_path


def test_a_table_is_written_between_its_marks_and_nothing_else_changes(root: Path) -> None:
    (root / "README.md").write_text(PAGE)
    assert tables.stale(root) == [root / "README.md"]
    assert tables.fill(root) == [root / "README.md"]
    text = (root / "README.md").read_text()
    assert text.startswith("Before.\n\n<!-- results: start_up -->\n")
    assert text.endswith("<!-- end -->\n\nAfter.\n")
    assert "| `sentir --help`, processor time | at most 0.25 s | 0.2 s | met |" in text
    assert "at most 70 MB | 71.5 MB | **missed by 1.5 MB** |" in text
    assert "Measured on 2026-01-02 with 2 cores (A processor)" not in text
    assert "Measured on A processor with 2 cores (2026-01-02)" in text
    assert tables.stale(root) == []


@pytest.mark.parametrize("place", ["README.es.md", "docs/guide/es/inicio.md"])
def test_spanish_pages_get_spanish_words_and_numbers(root: Path, place: str) -> None:
    (root / place).write_text(PAGE)
    tables.fill(root)
    text = (root / place).read_text("utf-8")
    assert (
        "| `sentir --help`, tiempo de procesador | como mucho 0,25 s | 0,2 s | cumplido |" in text
    )


def test_seeds_and_baselines_stand_below_each_other(root: Path) -> None:
    (root / "README.md").write_text("<!-- results: emotion -->\n<!-- end -->\n")
    tables.fill(root)
    text = (root / "README.md").read_text()
    row = "| seed 0 | 0.9345 (0.9245 - 0.9445) | 0.9345 (0.9245 - 0.9445) | 4 | 41 |"
    assert row in text
    assert "| mean of 2 seeds | **0.9345** (sd 0.0012) |" in text
    assert "| majority class | 0.3500" in text


def test_answers_are_shown_as_they_come(root: Path) -> None:
    (root / "README.md").write_text("<!-- results: sentences -->\n<!-- end -->\n")
    tables.fill(root)
    assert "| I love this movie | joy | joy 0.98 | fear 0.41 (not sure) |" in (
        (root / "README.md").read_text()
    )


def test_what_was_not_measured_is_not_claimed(root: Path) -> None:
    (root / "README.md").write_text("<!-- results: demo -->\n<!-- end -->\n")
    tables.fill(root)
    assert "Not measured yet." in (root / "README.md").read_text()


def test_an_unknown_table_is_refused_with_the_nearest(root: Path) -> None:
    (root / "README.md").write_text("<!-- results: emotions -->\n<!-- end -->\n")
    with pytest.raises(ConfigError, match=r'README\.md: there is no table "emotions".*"emotion"'):
        tables.fill(root)


def test_every_bar_has_words_in_both_languages() -> None:
    results = tables.results_of(tables.ROOT)
    for name in ORDER:
        for mark in results.get(name, {"bars": []})["bars"]:
            assert word(mark["bar"], "en") != word(mark["bar"], "es")
    assert set(ORDER) < set(TABLES)


def test_numbers_are_written_as_their_language_writes_them() -> None:
    assert number(20_000, "en") == "20,000"
    assert number(20_000, "es") == "20.000"
    assert number(0.93456, "es", 4) == "0,9346"
    assert number(0.000012345, "en") == "1.234e-05"
    assert number(12_345.6, "en") == "12,346"
