"""What `make bars` runs, keeps, goes on with and writes down."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import running
from benchmarks.bar import NotMeasuredError, Place, at_least, at_most, equal
from benchmarks.bars import summary
from tests.benchmarks.conftest import commit, git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.conftest import Tiny


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test look at the machine for a second."""
    monkeypatch.setattr("benchmarks.machine.busy_share", lambda: 0.1)


def run(tiny: Tiny, place: Place, **options: bool) -> dict[str, Any]:
    return running.run_bar(tiny.bar(), place, results=place.root / "results", **options)


def state(tiny: Tiny, place: Place) -> str:
    return running.state_of(tiny.bar(), place, place.root / "results")


def edit(place: Place, text: str) -> None:
    (place.root / "src" / "code.py").write_text(text)


def test_a_result_says_what_was_measured_where_and_with_which_code(
    tiny: Tiny, place: Place
) -> None:
    run(tiny, place)
    result = json.loads((place.root / "results" / "tiny.json").read_text())
    assert result["name"] == "tiny"
    assert result["commands"] == ["sentir tiny $SENTIR_DATA"]
    assert result["commit"] == git(place.root, "rev-parse", "HEAD")
    assert result["code"]["src"] == git(place.root, "rev-parse", "HEAD:src")
    assert result["dirty"] is False
    assert result["seeds"] == [3]
    assert result["figures"] == {"taken": 3.0}
    assert result["parts"]["two"]["busy"] == 0.1
    assert set(result["machine"]) == {
        "cores", "processor", "memory_gb", "system", "python", "numpy", "blas", "threads",
    }  # fmt: skip
    assert str(place.root) not in json.dumps(result)


def test_a_bar_that_is_missed_is_written_down_with_its_distance(tiny: Tiny, place: Place) -> None:
    result = run(tiny, place)
    assert result["bars"] == [
        {
            "bar": "taken",
            "wanted": {"at_most": 2.5},
            "measured": 3.0,
            "met": False,
            "distance": 0.5,
        }
    ]
    assert "MISSED by 0.5" in "\n".join(summary(result))


def test_a_stopped_bar_goes_on_with_the_part_it_was_in(tiny: Tiny, place: Place) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    tiny.before = stop
    with pytest.raises(KeyboardInterrupt):
        run(tiny, place)
    assert state(tiny, place) == "missing"
    tiny.before = lambda: None
    assert run(tiny, place)["figures"] == {"taken": 3.0}
    assert tiny.calls == {"one": 1, "two": 1}


def test_a_finished_bar_is_up_to_date_until_the_code_changes(tiny: Tiny, place: Place) -> None:
    assert state(tiny, place) == "missing"
    run(tiny, place)
    assert state(tiny, place) == "up to date"
    edit(place, "answer = 43\n")
    assert state(tiny, place) == "old"
    commit(place.root)
    assert state(tiny, place) == "old"
    run(tiny, place)
    assert tiny.calls == {"one": 2, "two": 2}


def test_a_commit_elsewhere_leaves_a_result_up_to_date(tiny: Tiny, place: Place) -> None:
    run(tiny, place)
    (place.root / "README.md").write_text("Hello\n")
    git(place.root, "add", "README.md")
    git(place.root, "commit", "-q", "--no-verify", "-m", "Greet")
    assert state(tiny, place) == "up to date"


def test_comments_docstrings_and_line_breaks_make_no_figure_old(tiny: Tiny, place: Place) -> None:
    edit(place, 'def f(a):\n    """Say a."""\n    return [a, 1]\n\n\nanswer = 42\n"""Known."""\n')
    run(tiny, place)
    edit(place, "# why\ndef f(a):\n    return [\n        a,\n        1,\n    ]\n\n\nanswer = 42\n")
    commit(place.root)
    assert state(tiny, place) == "up to date"
    edit(place, "def f(a):\n    return [a, 2]\n\n\nanswer = 42\n")
    assert state(tiny, place) == "old"


def test_code_in_no_commit_is_recorded_as_such(tiny: Tiny, place: Place) -> None:
    edit(place, "answer = 43\n")
    (place.root / "src" / "new.py").write_text("new = 1\n")
    result = run(tiny, place)
    assert result["dirty"] is True
    assert result["changed"] == ["src/code.py", "src/new.py"]
    assert "of code that is in no commit" in summary(result)[0]


def test_parts_of_other_code_are_dropped(tiny: Tiny, place: Place) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    tiny.before = stop
    with pytest.raises(KeyboardInterrupt):
        run(tiny, place)
    edit(place, "answer = 43\n")
    tiny.before = lambda: None
    run(tiny, place)
    assert tiny.calls == {"one": 2, "two": 1}


def test_code_that_changes_meanwhile_is_not_measured(tiny: Tiny, place: Place) -> None:
    tiny.before = lambda: edit(place, "answer = 44\n")
    with pytest.raises(NotMeasuredError, match="the code of tiny changed while it was measured"):
        run(tiny, place)
    assert not (place.root / "results").exists()


def test_again_measures_anew(tiny: Tiny, place: Place) -> None:
    run(tiny, place)
    run(tiny, place, again=True)
    assert tiny.calls == {"one": 2, "two": 2}


def test_other_data_make_a_result_old(tiny: Tiny, place: Place, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "rows.txt").write_text("I am glad;joy\n")
    place, tiny.data = dataclasses.replace(place, data=data), ("rows.txt",)
    first = run(tiny, place)
    assert first["data"]
    (data / "rows.txt").write_text("I am sad;sadness\n")
    assert state(tiny, place) == "old"
    assert run(tiny, place)["data"] != first["data"]


def test_missing_data_are_named(tiny: Tiny, place: Place, tmp_path: Path) -> None:
    tiny.data = ("rows.txt",)
    with pytest.raises(NotMeasuredError, match="Set SENTIR_DATA"):
        run(tiny, place)
    with pytest.raises(NotMeasuredError, match=r"SENTIR_DATA holds no rows\.txt"):
        run(tiny, dataclasses.replace(place, data=tmp_path))


def test_a_folder_without_a_commit_is_refused(tiny: Tiny, place: Place, tmp_path: Path) -> None:
    with pytest.raises(NotMeasuredError, match="is not a git clone with a commit"):
        run(tiny, dataclasses.replace(place, root=tmp_path))


def test_a_mark_is_met_only_by_a_number_on_the_right_side() -> None:
    assert at_most("x", 3, 3)["met"]
    assert at_least("x", 0.93, 0.93)["met"]
    assert not at_least("x", float("nan"), 0.93)["met"]
    assert not at_most("x", float("nan"), 0.93)["met"]
    assert equal("x", 18, 19)["distance"] == 1
