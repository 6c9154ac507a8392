"""`compare`: runs held against one another on the same rows."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sentir import compare, open_run
from sentir.cli.main import run
from sentir.statistics.comparison import paired_difference
from tests.workflow.samples import QUICK, rows, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workflow.conftest import Sentir


@pytest.fixture(scope="session")
def _trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two recipes, two seeds of the one and three of the other."""
    folder = tmp_path_factory.mktemp("compared")
    data = write_csv(folder / "moods.csv", rows())
    before = Path.cwd()
    os.chdir(folder)
    try:
        for cell, seed in (("gru", 0), ("gru", 1), ("rnn", 0), ("rnn", 1), ("rnn", 2)):
            sets = ["--set", f"train.seed={seed}", "--set", f"model.cell={cell}"]
            sets += ["--set", "split.validation=0.3", "--set", "train.learning_rate=0.02"]
            out = folder / "all" / f"{cell}-{seed}"
            assert run(["train", str(data), "--out", str(out), *QUICK, *sets, "--json"]) == 0
    finally:
        os.chdir(before)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def trained(_trained: Path, tmp_path: Path) -> Path:
    """Return a folder with copies of the runs, which a test may change."""
    return Path(shutil.copytree(_trained / "all", tmp_path / "all"))


def changed(folder: Path, name: str, **values: Any) -> None:
    path = folder / f"{name}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_runs_that_differ_in_nothing_but_the_seed_are_one_recipe(
    trained: Path, sentir: Sentir
) -> None:
    found = sentir("compare", trained, "--json").json
    assert [side["seeds"] for side in found["sides"]] == [[0, 1], [0, 1, 2]]
    assert found["differing"] == [{"setting": "model.cell", "values": ["gru", "rnn"]}]
    (pair,) = found["comparisons"]
    assert pair["claim"] == "recipes"
    assert pair["seeds"] == [[0, 1], [0, 1, 2]]
    means = [np.mean([run["score"] for run in side["runs"]]) for side in found["sides"]]
    assert pair["effect"] == pytest.approx(means[0] - means[1])
    said = " ".join(sentir("compare", trained).out.split())
    assert "2 recipes compared on 45 validation rows" in said
    assert "gru-0 (seeds 0, 1)" in said


def test_the_scores_are_those_that_the_runs_state(trained: Path, sentir: Sentir) -> None:
    found = sentir("compare", trained / "gru-0", trained / "rnn-0", "--json").json
    for side in found["sides"]:
        (only,) = side["runs"]
        record = json.loads((Path(only["run"]) / "run.json").read_text())
        assert only["score"] == pytest.approx(record["scores"]["validation"]["accuracy"]["value"])
        assert only["kept_epoch"] == record["kept_epoch"]


def test_one_run_a_side_is_a_claim_about_models(trained: Path, sentir: Sentir) -> None:
    found = sentir("compare", trained / "gru-0", trained / "rnn-0", "--json").json
    (pair,) = found["comparisons"]
    assert pair["claim"] == "models"
    a, b = (round(side["score"]["value"] * 45) for side in found["sides"])
    assert pair["effect"] == pytest.approx((a - b) / 45)
    most = paired_difference(np.arange(45) < a, np.arange(45) < b)
    assert pair["high"] - pair["low"] >= most.high - most.low - 1e-9, "fewer rows cannot differ"


def test_seeds_of_one_recipe_alone_are_compared_as_models(trained: Path, sentir: Sentir) -> None:
    runs = [trained / f"rnn-{seed}" for seed in range(3)]
    found = sentir("compare", *runs, "--json").json
    assert found["one_recipe"]
    assert [pair["claim"] for pair in found["comparisons"]] == ["models"] * 3
    assert "differ in nothing but the seed, so each is" in sentir("compare", *runs).out


def test_the_same_seed_again_is_left_out_and_said(trained: Path, sentir: Sentir) -> None:
    shutil.copytree(trained / "rnn-0", trained / "rnn-9")
    found = sentir("compare", trained, "--json").json
    assert [Path(path).name for path in found["left_out"]] == ["rnn-9"]
    assert [len(side["runs"]) for side in found["sides"]] == [2, 3]


def test_a_model_against_itself_is_refused(trained: Path, sentir: Sentir) -> None:
    shutil.copytree(trained / "rnn-0", trained / "rnn-9")
    refused = sentir("compare", trained / "rnn-0", trained / "rnn-9")
    assert refused.status == 4
    assert "have one recipe and one seed: they are one model" in refused.err


def test_the_comparison_is_kept_and_the_page_is_written(
    trained: Path, sentir: Sentir, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    said = sentir("compare", trained, "--html", page, "--lang", "es")
    assert said.status == 0
    assert "Comparación de 2 recetas" in page.read_text()
    kept = json.loads((tmp_path / "runs" / "compare" / "comparison.json").read_text())
    assert kept["folder"] == str(Path("runs") / "compare")
    assert [side["title"] for side in kept["sides"]] == ["gru-0", "rnn-0"]


def test_the_same_comparison_again_has_its_folder_and_another_one_its_own(
    trained: Path, sentir: Sentir
) -> None:
    runs = [trained / "gru-0", trained / "rnn-0"]
    first = sentir("compare", *runs, "--json").json
    assert sentir("compare", *runs, "--json").json == first
    others = ([*runs, "--part", "test"], [*runs, trained / "rnn-1"], runs[::-1])
    folders = [sentir("compare", *other, "--json").json["folder"] for other in others]
    assert folders == [f"runs/compare-{number}" for number in (2, 3, 4)]
    again = sentir("compare", *runs, "--part", "test", "--json").json
    assert again["folder"] == "runs/compare-2"
    assert again["test_looks"] == [2, 2], "each time is a look at the test rows"
    listed = {each["name"]: each for each in sentir("runs", "--json").json}
    assert listed["compare-2"]["of"] == [str(run) for run in runs]


@pytest.mark.parametrize(("name", "begins"), [("c.png", b"\x89PNG"), ("c.svg", b"<?xml")])
def test_the_curves_are_written_as_a_picture(
    trained: Path, sentir: Sentir, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert sentir("compare", trained, "--chart", tmp_path / name).status == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_picture_of_another_kind_is_refused_before_anything_is_done(
    trained: Path, sentir: Sentir
) -> None:
    refused = sentir("compare", trained, "--part", "test", "--chart", "c.gif")
    assert refused.status == 2
    assert "--chart c.gif is no kind of picture. End it in .png or .svg." in refused.err
    assert json.loads((trained / "gru-0" / "run.json").read_text())["test_looks"] == []


def test_the_same_is_said_to_a_program(trained: Path) -> None:
    found = compare(trained / "gru-0", open_run(trained / "rnn-0"))
    assert [side["title"] for side in found["sides"]] == ["gru-0", "rnn-0"]


def test_runs_that_can_be_compared_are_marked_in_their_list(trained: Path, sentir: Sentir) -> None:
    trained.rename(trained.with_name("runs"))
    listed = sentir("runs").out.splitlines()
    assert {line.split()[-1] for line in listed if line.startswith(("gru", "rnn"))} == {"a"}


def test_test_rows_count_as_a_look_at_every_run(trained: Path, sentir: Sentir) -> None:
    said = sentir("compare", trained / "gru-0", trained / "rnn-0", "--part", "test")
    assert "This counts as a look at the test rows of each run." in said.out
    for name in ("gru-0", "rnn-0"):
        assert len(json.loads((trained / name / "run.json").read_text())["test_looks"]) == 1
    assert json.loads((trained / "gru-1" / "run.json").read_text())["test_looks"] == []


def test_runs_on_other_rows_are_refused_with_the_part(trained: Path, sentir: Sentir) -> None:
    split = json.loads((trained / "rnn-0" / "data.json").read_text())["split"]
    moved = split["validation"][:-1] + split["train"][:1]
    changed(trained / "rnn-0", "data", split={**split, "validation": moved})
    refused = sentir("compare", trained / "gru-0", trained / "rnn-0")
    assert refused.status == 4
    assert "their validation rows differ (45 and 45, 44 of them in both)" in refused.err


def test_runs_on_other_files_are_refused_with_the_file(trained: Path, sentir: Sentir) -> None:
    files = json.loads((trained / "rnn-0" / "data.json").read_text())["files"]
    changed(trained / "rnn-0", "data", files=[{**files[0], "sha256": "0" * 64}])
    refused = sentir("compare", trained / "gru-0", trained / "rnn-0")
    assert refused.status == 4
    assert "they were trained on other files (moods.csv: the SHA-256 differs" in refused.err


def test_runs_on_other_labels_are_refused_with_the_labels(
    trained: Path, sentir: Sentir, tmp_path: Path
) -> None:
    data = write_csv(tmp_path / "two.csv", rows(90, classes=("joy", "fear")))
    assert sentir("train", data, "--out", "two", *QUICK, "--json").status == 0
    refused = sentir("compare", trained / "gru-0", "two")
    assert refused.status == 4
    assert "their labels differ (only gru-0 has anger)" in refused.err


def test_a_changed_source_is_refused(trained: Path, sentir: Sentir, tmp_path: Path) -> None:
    for name in ("gru-0", "rnn-0"):
        config = json.loads((trained / name / "config.json").read_text())
        copy = tmp_path / "moods.csv"
        copy.write_text(Path(config["data"]["source"]).read_text().replace("lovely", "lively"))
        changed(trained / name, "config", data={**config["data"], "source": str(copy)})
    refused = sentir("compare", trained / "gru-0", trained / "rnn-0")
    assert refused.status == 4
    assert "moods.csv is not what the run" in refused.err


def test_a_run_without_its_model_file_is_refused_as_a_run(trained: Path, sentir: Sentir) -> None:
    (trained / "rnn-0" / "model.sentir").unlink()
    refused = sentir("compare", trained / "gru-0", trained / "rnn-0")
    assert refused.status == 4
    assert "rnn-0 has no model file: the run is finished, yet lacks it. Train anew" in refused.err


def test_an_unfinished_run_is_refused(trained: Path, sentir: Sentir) -> None:
    changed(trained / "rnn-0", "run", state="interrupted")
    refused = sentir("compare", trained / "gru-0", trained / "rnn-0")
    assert refused.status == 4
    assert (
        "cannot be compared yet: the run is interrupted. Go on with: sentir resume" in refused.err
    )


def test_runs_without_test_rows_are_refused_for_the_test(trained: Path, sentir: Sentir) -> None:
    for name in ("gru-0", "rnn-0"):
        split = json.loads((trained / name / "data.json").read_text())["split"]
        changed(trained / name, "data", split={**split, "test": []})
    refused = sentir("compare", trained / "gru-0", trained / "rnn-0", "--part", "test")
    assert refused.status == 4
    assert "has no test rows" in refused.err
    assert json.loads((trained / "gru-0" / "run.json").read_text())["test_looks"] == []


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["all/gru-0"], 4, "a comparison needs at least two runs, and this is one: all/gru-0"),
        (["all/gru-0", "all/gru-7"], 4, 'there is no run "all/gru-7"'),
        (
            ["all", "--part", "tset"],
            2,
            '--part "tset" does not exist. Expected validation or test.',
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(
    trained: Path, sentir: Sentir, arguments: list[str], status: int, said: str
) -> None:
    assert trained.name == "all"
    refused = sentir("compare", *arguments)
    assert refused.status == status
    assert said in refused.err
