"""The program where torch is not installed, and where nothing is but the core."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.workflow.hiding import EXTRAS, asked_for, hiding
from tests.workflow.samples import QUICK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workflow.conftest import Outcome, Sentir

INSTALL_TRAIN = re.compile(r"pip install .*\[train\]")
WITH_LINEAR = (*QUICK, "--set", "baseline.linear=true")


@pytest.fixture
def without(process: Sentir, tmp_path: Path) -> Callable[..., Callable[..., Outcome]]:
    """Return a function from packages to what runs a command where they are not installed."""

    def hidden(*packages: str) -> Callable[..., Outcome]:
        environment = hiding(tmp_path, packages)

        def call(*arguments: object) -> Outcome:
            done = process(*arguments, environment=environment)
            assert done.status == 0, done.err
            return done

        return call

    return hidden


def test_text_is_trained_judged_and_answered_without_torch(
    without: Callable[..., Callable[..., Outcome]], moods: Path, tmp_path: Path
) -> None:
    sentir = without("torch")
    sentir("train", moods, "--out", "run", "--test", *WITH_LINEAR)
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["baselines"]["linear"]["test"]["accuracy"]["n"] == 15
    assert (tmp_path / "run" / "report.html").exists()
    sentir("test", "run")
    sentir("report", "run", "--lang", "es")
    sentir("diagnose", "run")
    sentir("audit", moods)
    sentir("predict", "run", "wonderful")
    assert "torch" not in asked_for(tmp_path)


def test_the_core_alone_trains_with_what_it_has(
    without: Callable[..., Callable[..., Outcome]], moods: Path, tmp_path: Path
) -> None:
    sentir = without(*EXTRAS)
    done = sentir("train", moods, "--out", "run", *WITH_LINEAR)
    notes = [event["note"] for event in done.events if "note" in event]
    left_out = [note for note in notes if INSTALL_TRAIN.search(note)]
    assert len(left_out) == 2
    assert "the linear baseline needs scikit-learn" in left_out[0]
    assert "The HTML report is left out, for jinja2 is not installed" in left_out[1]
    assert not (tmp_path / "run" / "report.html").exists()
    assert "Report: " not in done.out
    assert set(json.loads((tmp_path / "run" / "run.json").read_text())["baselines"]) == {"majority"}
    assert sentir("test", "run", "--json").json["scores"]["test"]["accuracy"]["n"] == 15
    assert sentir("diagnose", "run").out.startswith("Verdict: ")
    assert sentir("predict", "run", "wonderful").out
    assert sentir("runs", "--json").json == []
    sentir("audit", moods)
    sentir("recipes")
    found = {check["name"]: check for check in sentir("doctor", "--json").json}
    assert found["[train]"]["ok"] is False
    assert INSTALL_TRAIN.search(found["[train]"]["mend"])


def test_what_lacks_its_package_says_how_to_get_it(
    process: Sentir, finished: Path, tmp_path: Path
) -> None:
    environment = hiding(tmp_path, EXTRAS)
    report = process("report", finished, environment=environment)
    assert report.status == 5
    assert "jinja2 is not installed" in report.err
    assert INSTALL_TRAIN.search(report.err)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    for command in (("train", "a.parquet"), ("predict", finished, "--file", "a.parquet")):
        done = process(*command, environment=environment)
        assert done.status == 5
        assert re.search(r"pip install .*\[parquet\]", done.err)


def test_a_report_without_figures_says_what_it_lacks(
    without: Callable[..., Callable[..., Outcome]], finished: Path
) -> None:
    sentir = without("matplotlib")
    sentir("report", finished)
    page = (finished / "report.html").read_text()
    assert "Figures are left out, for matplotlib is not installed" in page
    assert "<svg" not in page


def test_latin_letters_are_read_without_the_detector_of_encodings(
    without: Callable[..., Callable[..., Outcome]], moods: Path, tmp_path: Path
) -> None:
    sentir = without("charset_normalizer")
    text = moods.read_text().replace("lovely", "preciosísimo")
    (tmp_path / "latin.csv").write_bytes(text.encode("latin-1"))
    (tmp_path / "wide.csv").write_bytes(text.encode("utf-16"))
    sentir("train", "latin.csv", "--encoding", "latin-1", "--out", "one", *QUICK)
    sentir("train", "wide.csv", "--out", "two", *QUICK)
    sentir("train", "latin.csv", "--out", "three", *QUICK)
