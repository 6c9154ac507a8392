"""Data sets of the hub, against a server on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.data.sources.folders import choose
from sentir.data.sources.hub import choose_from_hub, pinned
from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.errors import DataError, MachineError
from tests.data.sources.hub_server import COMMIT, Hub, running_hub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytest.importorskip("huggingface_hub")

CARD = """---
configs:
- config_name: split
  default: true
  data_files:
  - split: train
    path: split/train-*
  - split: test
    path: ["split/test-*"]
- config_name: whole
  data_files: whole/train-*
dataset_info:
- config_name: split
  features:
  - name: text
    dtype: string
  - name: label
    dtype:
      class_label:
        names: {'0': sadness, '1': joy}
---
# Moods
"""


def rows(count: int, start: str = "i am") -> bytes:
    lines = [f"{start} number {i},{i % 2}" for i in range(count)]
    return "\n".join(["text,label", *lines, ""]).encode()


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_DISABLE_TELEMETRY", "1")
    with running_hub() as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        running.files.update({
            "README.md": CARD.encode(),
            "split/train-00000-of-00002.csv": rows(20),
            "split/train-00001-of-00002.csv": rows(10, "we are"),
            "split/test-00000-of-00001.csv": rows(4, "they were"),
            "whole/train-00000-of-00001.csv": rows(6, "all of it"),
            "dataset_infos.json": b"{}",
        })  # fmt: skip
        yield running


def test_the_cards_files_are_read_as_parts_and_its_names_are_the_classes(hub: Hub) -> None:
    table = read("hf:some/moods", SourceOptions())
    assert [table.parts.count(part) for part in ("train", "validation", "test")] == [30, 0, 4]
    assert table.labels[:3] == ["sadness", "joy", "sadness"]
    assert table.files[0].origin == f"hf:some/moods@{COMMIT}: split/train-00000-of-00002.csv"
    assert table.notes[0] == ("hf:some/moods: 3 files, 0.6 kB, revision 0123456789, from the hub")
    assert table.notes[1] == "subset split; others: whole"
    assert "classes named by the card: 0 sadness, 1 joy" in table.notes[2]


def test_a_subset_is_chosen_by_its_name_and_a_set_without_card_by_its_folder(hub: Hub) -> None:
    assert len(read("hf:some/moods/whole", SourceOptions())) == 6
    del hub.files["README.md"]
    with pytest.raises(DataError, match=r"choose one of hf:some/moods/split, hf:some/moods/whole"):
        read("hf:some/moods", SourceOptions())
    table = read("hf:some/moods/split", SourceOptions())
    assert (len(table), table.classes()) == (34, ["0", "1"])


def test_what_was_fetched_is_read_again_without_the_hub_and_by_its_commit(hub: Hub) -> None:
    first = read("hf:some/moods", SourceOptions())
    source = pinned("hf:some/moods")
    assert source == f"hf:some/moods@{COMMIT}"
    hub.asked.clear()
    assert read(source, SourceOptions()).texts == first.texts
    assert not [path for path in hub.asked if "resolve" in path]
    hub.status = 503
    again = read("hf:some/moods", SourceOptions())
    assert again.texts == first.texts
    assert "read from the cache, the hub does not answer" in again.notes[0]
    hub.status, hub.commit = 200, "f" * 40
    hub.files["split/test-00000-of-00001.csv"] = rows(8)
    assert len(read("hf:some/moods", SourceOptions())) == 38


def test_packed_files_are_taken_where_the_same_parts_come_in_several_forms(hub: Hub) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    parquet.write_table(pa.table({"text": ["a b", "c d"], "label": [1, 0]}), sink)
    hub.files = {"train.parquet": sink.getvalue().to_pybytes(), "data/train.csv": rows(9)}
    hub.files["train.csv"] = rows(9)
    del hub.files["data/train.csv"]
    table = read("hf:some/moods", SourceOptions())
    assert (table.texts, table.labels) == (["a b", "c d"], ["1", "0"])


def test_rows_whose_label_is_not_given_away_are_left_out(hub: Hub) -> None:
    hidden = rows(4).replace(b",0\n", b",-1\n").replace(b",1\n", b",-1\n")
    hub.files["split/test-00000-of-00001.csv"] = hidden
    table = read("hf:some/moods", SourceOptions())
    assert set(table.parts) == {"train"}
    assert "test-00000-of-00001.csv: left out, none of its rows has a label" in table.notes


@pytest.mark.parametrize(
    ("status", "code", "kind", "said"),
    [
        (404, "RepoNotFound", DataError, "no such data set, or it is private"),
        (401, "", DataError, "hf auth login"),
        (403, "GatedRepo", DataError, "accept its terms"),
        (404, "RevisionNotFound", DataError, "has no revision main"),
        (429, "", MachineError, "could not be fetched from the hub"),
        (500, "", MachineError, "the hub cannot be reached"),
    ],
)
def test_what_the_hub_refuses_is_said_with_the_way_out(
    status: int, code: str, kind: type[Exception], said: str, hub: Hub
) -> None:
    hub.status, hub.code = status, code
    with pytest.raises(kind, match=said):
        read("hf:some/moods", SourceOptions())


def test_without_network_and_copy_the_way_out_is_said(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(MachineError, match="no copy") as caught:
        read("hf:some/moods", SourceOptions())
    assert "download its files by hand and give their folder" in str(caught.value)
    assert "HF_HUB_OFFLINE" in str(caught.value)


def test_hostile_names_and_sizes_fetch_nothing(hub: Hub, tmp_path: Path) -> None:
    del hub.files["README.md"]
    hub.files = {name: rows(3) for name in (
        "../train.csv", "/root/train.csv", "a/../../train.csv", "a\\train.csv", ".git/train.csv",
        "x" * 500 + "/train.csv",
    )}  # fmt: skip
    with pytest.raises(DataError, match="it holds no such file at all"):
        read("hf:some/moods", SourceOptions())
    hub.files = {"train.csv": rows(30)}
    for size, said in ((5 * 1024**3, "5,368,709,120 bytes"), (None, "an unknown number of bytes")):
        hub.sizes["train.csv"] = size
        with pytest.raises(DataError, match=said):
            read("hf:some/moods", SourceOptions())
    assert not [path for path in hub.asked if "train.csv" in path]
    hub.sizes.clear()
    hub.commit = "../../etc"
    with pytest.raises(MachineError, match="names no commit"):
        read("hf:some/moods", SourceOptions())
    assert not list(tmp_path.rglob("train.csv"))


FILE = {"rfilename": "train.csv", "size": 9}
LISTED = {"id": "some/moods", "sha": COMMIT}


@pytest.mark.parametrize(
    "odd",
    [
        [], 5, None, {}, {**LISTED, "siblings": "abc"}, {**LISTED, "siblings": [1]},
        {**LISTED, "siblings": [{"size": 3}]},
        {**LISTED, "siblings": [{**FILE, "rfilename": 7}]},
        {**LISTED, "siblings": [{**FILE, "size": "x"}]},
        {**LISTED, "siblings": [{**FILE, "size": -1}]},
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_of_another_form_is_refused(odd: object, hub: Hub, tmp_path: Path) -> None:
    hub.odd = [odd]
    with pytest.raises(MachineError, match="the answer is not one of the hub") as caught:
        read("hf:some/moods", SourceOptions())
    assert "Check HF_ENDPOINT and the network's proxy" in str(caught.value)
    assert not list(tmp_path.rglob("train.csv"))


def test_a_commit_that_is_no_text_is_refused(hub: Hub) -> None:
    hub.odd = [{**LISTED, "sha": 5, "siblings": [FILE]}]
    with pytest.raises(MachineError, match="names no commit"):
        read("hf:some/moods", SourceOptions())


@pytest.mark.parametrize(
    "address", ["foo", "file:///etc", "http://[::1", "http://a b", "http://h:x"]
)
def test_an_address_that_is_none_is_not_taken_for_an_outage(
    address: str, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    read("hf:some/moods", SourceOptions())  # a copy lies in the cache
    monkeypatch.setenv("HF_ENDPOINT", address)
    with pytest.raises(MachineError) as caught:
        read("hf:some/moods", SourceOptions())
    assert str(caught.value) == (
        f"HF_ENDPOINT is {address!r}, which is no address of a hub; expected https://HOST. "
        "Correct it, or unset it to ask huggingface.co"
    )


def test_a_cache_that_can_be_neither_written_nor_read_is_named(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.files = {"train.csv": rows(4)}
    cache = tmp_path / "a file"
    cache.write_text("no folder")
    monkeypatch.setenv("HF_HUB_CACHE", str(cache))
    with pytest.raises(MachineError, match=r"train.csv could not be kept: Not a directory") as full:
        read("hf:some/moods", SourceOptions())
    hub.status = 503
    with pytest.raises(MachineError, match=r"its cache .*a file cannot be read") as unread:
        read("hf:some/moods", SourceOptions())
    for caught in (full, unread):
        assert "et HF_HUB_CACHE to " in str(caught.value)


def test_missing_shards_and_too_many_files_are_refused(hub: Hub) -> None:
    del hub.files["split/train-00001-of-00002.csv"]
    with pytest.raises(DataError, match=r"of 2 files split/train-\.\.\. only 1 are there"):
        read("hf:some/moods", SourceOptions())
    hub.files = {f"train-{i:05}-of-00300.csv": rows(2) for i in range(300)}
    with pytest.raises(DataError, match="300 files of data, more than 200"):
        read("hf:some/moods", SourceOptions())


@pytest.mark.parametrize(
    "card",
    ["", "---\n", "---\n- 1\n---\n", "---\na: [\n---\n", "---\nconfigs: 3\ndataset_info: [x]\n---",
     "---\n" + "[" * 5000 + "\n---\n", "---\nconfigs:\n- data_files:\n  - split: 4\n---\n"],
)  # fmt: skip
def test_a_card_of_another_form_is_passed_over(card: str, hub: Hub) -> None:
    hub.files = {"README.md": card.encode(), "train.csv": rows(4), "test.csv": rows(2)}
    table = read("hf:some/moods", SourceOptions())
    assert (len(table), table.classes()) == (6, ["0", "1"])


@pytest.mark.parametrize(
    "name", ["hf:", "hf:moods", "hf:../x", "hf:a/b/../c", "hf:a b/c", "hf:a/b@"]
)
def test_what_is_no_name_is_refused_without_asking(name: str, hub: Hub) -> None:
    with pytest.raises(DataError, match="no name of a data set on the hub; expected hf:OWNER/NAME"):
        choose_from_hub(name)
    assert hub.asked == []


@pytest.mark.parametrize(
    "name",
    ["hf://some/moods", "hf:datasets/some/moods", "hf:https://huggingface.co/datasets/some/moods"],
)
def test_a_name_written_another_way_is_told_the_right_one(name: str, hub: Hub) -> None:
    with pytest.raises(DataError, match=r"Did you mean hf:some/moods\?$"):
        choose_from_hub(name)
    assert hub.asked == []


@pytest.mark.parametrize(
    ("source", "is_hub"),
    [
        ("HF:some/moods", True),
        ("https://huggingface.co/datasets/some/moods/", True),
        ("huggingface:some/moods", True),
        ("https://example.com/moods", False),
        ("/some/moods", False),
        ("../some", False),
    ],
)
def test_only_what_looks_like_the_hub_gets_a_hint(source: str, is_hub: bool, hub: Hub) -> None:
    with pytest.raises(DataError, match="does not exist") as caught:
        choose(source)
    assert ("write hf:some/moods." in str(caught.value)) is is_hub
    assert hub.asked == []


def test_a_path_that_does_not_exist_is_never_taken_for_a_hub_name(hub: Hub) -> None:
    with pytest.raises(DataError, match=r"does not exist.* write hf:some/moods\."):
        choose("some/moods")
    with pytest.raises(DataError, match="does not exist") as caught:
        choose("some/moods.csv")
    assert "hf:" not in str(caught.value)
    assert hub.asked == []


def test_a_blob_outside_the_cache_is_not_read(hub: Hub, tmp_path: Path) -> None:
    read("hf:some/moods", SourceOptions())
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_bytes(rows(20))
    for path in (tmp_path / "hf").rglob("test-*.csv"):
        path.unlink()
        path.symlink_to(elsewhere)
    with pytest.raises(DataError, match="does not lie in the cache"):
        read("hf:some/moods", SourceOptions())


def test_a_card_too_large_to_be_read_is_passed_over(hub: Hub) -> None:
    hub.files = {"README.md": CARD.encode() + b" " * 2**20, "train.csv": rows(4)}
    assert read("hf:some/moods", SourceOptions()).classes() == ["0", "1"]
    assert not [path for path in hub.asked if path.endswith("README.md")]
