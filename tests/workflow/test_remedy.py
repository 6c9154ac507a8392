"""`sentir remedy`: what it prints and leaves, that nothing is lost, and what `--apply` does."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sentir.cli.main import run
from tests.workflow import interrupted
from tests.workflow.samples import QUICK, rows, write_csv
from tests.workflow.started import Started, are_gone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workflow.conftest import Sentir

ONLY = ("--only", "more_epochs,clip_gradients", "--seeds", "3")
FOLDER = Path("runs/lazy-remedy")


@pytest.fixture(scope="module")
def _lazy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A run whose few epochs have not taught its small net what there is to learn."""
    folder = tmp_path_factory.mktemp("lazy")
    write_csv(folder / "moods.csv", rows(240))
    before = Path.cwd()
    os.chdir(folder)
    try:
        sets = ("model.cell=bag", "model.pooling=mean", "train.learning_rate=0.02",
                "train.batch_size=32", "train.epochs=3", "split.validation=0.3")  # fmt: skip
        more = [word for each in sets for word in ("--set", each)]
        assert run(["train", "moods.csv", "--out", "lazy", *QUICK, *more, "--json"]) == 0
    finally:
        os.chdir(before)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def lazy(_lazy: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_lazy / "lazy", tmp_path / "lazy"))


def lines(folder: Path = FOLDER) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "trials.jsonl").read_text().splitlines()]


def test_what_helped_is_applied_and_the_test_rows_are_looked_at_once(
    sentir: Sentir, lazy: Path
) -> None:
    for name in ("evidence.safetensors", "report.html"):  # neither is needed
        (lazy / name).unlink(missing_ok=True)
    shutil.rmtree(lazy / "checkpoint", ignore_errors=True)
    done = sentir("remedy", lazy, *ONLY, "--json")
    assert done.status == 0, done.err
    found = done.json
    assert found == json.loads((FOLDER / "comparison.json").read_text())
    epochs, clipped = found["remedies"]
    assert (epochs["code"], epochs["settings"]) == ("more_epochs", {"train.epochs": 6})
    assert (epochs["outcome"], epochs["steadier"]) == ("helped", True)
    assert clipped["outcome"] == "no_evidence"
    assert found["best"] == "more_epochs"
    trained = sorted((line["name"], line["seed"]) for line in lines())
    names = ("as it is", "clip_gradients", "more_epochs")
    assert trained == [(name, seed) for name in names for seed in (0, 1, 2)]
    assert json.loads((lazy / "run.json").read_text())["test_looks"] == []

    applied = sentir("remedy", lazy, *ONLY, "--apply")
    assert applied.status == 0, applied.err
    assert len(lines()) == 9, "what was tried is not tried again"
    assert "2 models compared on 24 test rows" in applied.out
    new = Path(json.loads((FOLDER / "comparison.json").read_text())["applied"]["run"])
    assert new == Path("runs/lazy-more_epochs")
    assert json.loads((new / "config.json").read_text())["train"]["epochs"] == 6
    record = json.loads((new / "run.json").read_text())
    assert record["command"].endswith("--set train.epochs=6")
    looks = [json.loads((each / "run.json").read_text())["test_looks"] for each in (lazy, new)]
    assert [len(each) for each in looks] == [1, 1]

    again = sentir("remedy", lazy, *ONLY, "--apply")
    assert "Applied already: runs/lazy-more_epochs" in again.err
    assert not Path("runs/lazy-more_epochs-2").exists()


@pytest.mark.parametrize("after", ["epoch", "end"])
def test_killed_while_it_applies_the_same_command_goes_on_with_the_run_it_began(
    sentir: Sentir, lazy: Path, after: str
) -> None:
    assert sentir("remedy", lazy, *ONLY, "--apply").status == 0
    new, twin = Path("runs/lazy-more_epochs"), Path("untouched")
    shutil.copytree(new, twin)
    found = json.loads((FOLDER / "comparison.json").read_text())
    (FOLDER / "comparison.json").write_text(json.dumps({**found, "applied": None}))
    if after == "epoch":
        shutil.rmtree(new)
        third = interrupted.WRITES_BEFORE + 3 * interrupted.WRITES_OF_AN_EPOCH
        interrupted.kill_at_write(third, ["remedy", str(lazy), *ONLY, "--apply"])
        assert not (new / "model.sentir").exists()
    again = sentir("remedy", lazy, *ONLY, "--apply")
    assert again.status == 0, again.err
    said = "Going on with" if after == "epoch" else "Trained with twice the epochs already:"
    assert said in again.err
    assert "2 models compared on 24 test rows" in again.out
    assert sorted(Path("runs").glob("lazy-more*")) == [new], "no second run"
    assert interrupted.result(new) == interrupted.result(twin)
    found = json.loads((FOLDER / "comparison.json").read_text())
    assert found["applied"]["run"] == str(new)


def test_in_spanish_it_is_a_table_and_a_paragraph_each_of_80_columns(
    sentir: Sentir, lazy: Path
) -> None:
    few = ("--only", "more_data", "--only", "l1", "--seeds", "2", "--lang", "es", "--jobs", "1")
    done = sentir("remedy", lazy, *few)
    assert done.status == 0, done.err
    assert max(map(len, done.out.splitlines())) <= 80
    said = " ".join(done.out.split())
    assert "simulado: todas las filas frente a la mitad" in said
    assert "ni si la última época es más estable: indique --seeds 3 o más" in said
    assert "Con 2 semillas no se distingue lo que hace el remedio" in said
    assert {line["rows"] for line in lines() if line["name"] == "more_data"} == {"half"}
    page = (FOLDER / "report.html").read_text("utf-8")
    assert 'lang="es"' in page
    assert "train.l1 = 1e-05" in page


@pytest.mark.parametrize(("more", "status", "said"), [
    (("--only", "smaler_net"), 2, 'Did you mean "smaller_net"?'),
    (("--only", "train.weight_decay"), 2, "weight_decay is a setting; decoupled_decay changes it."),
    (("--only", "epochs"), 2, "half_the_epochs and more_epochs change it."),
    (("--only", "both_directions"), 2, "does not fit this run: this net reads from both ends"),
    (("--only", "smaller_net"), 2, "model.embedding_size is 8, half of it is 4, and 16 units are "
     "the fewest of a smaller net. Those that fit: "),
    (("--seeds", "2", "--apply"), 2, "--apply with --seeds 2 would apply nothing: below 3 seeds"),
    (("--only", "label_smoothing", "--budget", "ten"), 2, "Write a number and s, m or h"),
    (("--budget", "0s"), 2, "is not a span of time"),
    (("--budget", "1s", "--only", "more_epochs", "--seeds", "400"), 2, "is too short to try"),
    (("--jobs", "999"), 2, "--jobs 999 is more than"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_before_anything_is_trained(
    sentir: Sentir, lazy: Path, more: tuple[str, ...], status: int, said: str
) -> None:
    done = sentir("remedy", lazy, *more)
    assert done.status == status
    assert said in done.err
    assert not Path("runs").exists()


def test_a_run_that_is_not_finished_or_whose_data_changed_is_refused(
    sentir: Sentir, lazy: Path, tmp_path: Path
) -> None:
    config = json.loads((lazy / "config.json").read_text())
    config["data"]["source"] = str(write_csv(tmp_path / "moods.csv", rows(30)))
    (lazy / "config.json").write_text(json.dumps(config))
    changed = sentir("remedy", lazy, *ONLY)
    assert (changed.status, "its SHA-256 differs" in changed.err) == (4, True)
    (tmp_path / "moods.csv").unlink()
    gone = sentir("remedy", lazy, *ONLY)
    assert gone.status == 3
    assert f"the run {lazy} needs the data it was trained on" in " ".join(gone.err.split())
    record = json.loads((lazy / "run.json").read_text())
    (lazy / "run.json").write_text(json.dumps({**record, "state": "interrupted"}))
    unfinished = sentir("remedy", lazy, *ONLY)
    assert (unfinished.status, "sentir resume" in unfinished.err) == (4, True)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to see processes")
def test_killed_and_typed_again_it_keeps_to_the_remedies_chosen_then(
    sentir: Sentir, lazy: Path
) -> None:
    config = json.loads((lazy / "config.json").read_text())
    config["train"]["epochs"] = 150
    (lazy / "config.json").write_text(json.dumps(config))
    arguments = ["remedy", str(lazy), "--only", "l2", "--seeds", "2", "--json"]
    with Started(arguments) as started:
        started.wait_for_trials(0)
        refused = sentir(*arguments)
        assert (refused.status, "is being written by process" in refused.err) == (4, True)
        started.wait_for_trials(1)  # the last two still have all their epochs before them
        workers = started.children()
        assert started.end(signal.SIGKILL) == -signal.SIGKILL
    assert are_gone(workers), "the trials go on without the command that began them"
    before, plan = lines(), json.loads((FOLDER / "experiment.json").read_text())["plan"]
    again = sentir(*arguments)
    assert again.status == 0, again.err
    assert "Timing" not in again.err
    after = lines()
    assert after[: len(before)] == before
    assert sorted(line["number"] for line in after) == [0, 1, 2, 3]
    assert json.loads((FOLDER / "experiment.json").read_text())["plan"] == plan
    assert os.listdir("runs") == ["lazy-remedy"]  # noqa: PTH208 - names are what is compared
