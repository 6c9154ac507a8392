"""Commands on a data set of the hub, against a server on this machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.data.sources.hub_server import COMMIT, Hub, running_hub
from tests.workflow.hiding import hiding
from tests.workflow.samples import CLASSES, QUICK, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.workflow.conftest import Sentir

pytest.importorskip("huggingface_hub")


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    names = list(CLASSES)
    lines = [f"{text},{names.index(label)}" for text, label in rows(150)]
    features = [
        {"name": "text", "dtype": "string"},
        {"name": "label", "dtype": {"class_label": {"names": names}}},
    ]
    card = json.dumps({"dataset_info": {"features": features}})  # JSON is YAML too
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
    with running_hub() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        running.files = {
            "README.md": f"---\n{card}\n---\n".encode(),
            "data/train.csv": "\n".join(["text,label", *lines, ""]).encode(),
        }
        yield running


def test_a_run_on_a_data_set_of_the_hub_is_gone_on_with_from_the_same_commit(
    sentir: Sentir, hub: Hub, tmp_path: Path
) -> None:
    trained = sentir("train", "hf:some/moods", *QUICK, "--json")
    assert trained.status == 0, trained.err
    notes = [event["note"] for event in trained.events if "note" in event]
    said = [note for note in notes if note.startswith("hf:some/moods: 1 file, ")]
    assert len(said) == 1
    assert said[0].endswith(" kB, revision 0123456789, from the hub")
    run = tmp_path / "runs" / "moods"
    assert json.loads((run / "config.json").read_text())["data"]["source"] == (
        f"hf:some/moods@{COMMIT}"
    )
    (file,) = json.loads((run / "data.json").read_text())["files"]
    assert file["origin"] == f"hf:some/moods@{COMMIT}: data/train.csv"
    record = json.loads((run / "run.json").read_text())
    (run / "run.json").write_text(json.dumps({**record, "state": "interrupted"}))
    hub.commit, hub.status = "f" * 40, 503  # the set moved on, and the hub is away
    resumed = sentir("resume", run, "--json")
    assert resumed.status == 0, resumed.err
    assert sentir("test", run, "--json").json["scores"]["test"]["accuracy"]["n"] == 15


def test_the_audit_of_a_data_set_of_the_hub_names_its_classes(sentir: Sentir, hub: Hub) -> None:
    found = sentir("audit", "hf:some/moods", "--json")
    assert found.status == 0, found.err
    assert found.json["classes"] == sorted(CLASSES)


def test_a_name_without_its_prefix_fetches_nothing_and_gets_a_hint(
    sentir: Sentir, hub: Hub
) -> None:
    for command in ("train", "audit"):
        done = sentir(command, "some/moods")
        assert done.status == 3
        assert "write hf:some/moods." in " ".join(done.err.split())
    assert hub.asked == []


def test_offline_the_way_out_is_said_and_a_copy_is_used(process: Sentir, hub: Hub) -> None:
    offline = {"HF_HUB_OFFLINE": "1"}
    done = process("audit", "hf:some/moods", environment=offline)
    assert done.status == 5
    said = " ".join(done.err.split())
    assert "has no copy. Try again with a network (and without HF_HUB_OFFLINE)" in said
    assert "download its files by hand and give their folder" in said
    assert hub.asked == []
    assert process("audit", "hf:some/moods").status == 0
    hub.asked.clear()
    done = process("audit", "hf:some/moods", "--json", environment=offline)
    assert done.status == 0, done.err
    assert hub.asked == []


def test_without_huggingface_hub_it_says_how_to_get_it(
    process: Sentir, hub: Hub, tmp_path: Path
) -> None:
    done = process("audit", "hf:some/moods", environment=hiding(tmp_path, ("huggingface_hub",)))
    assert done.status == 5
    assert 'pip install -e ".[hub]"' in " ".join(done.err.split())
