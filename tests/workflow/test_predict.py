"""`sentir predict`: texts, files, pipes, one answer per record."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.workflow.samples import write_csv, write_jsonl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workflow.conftest import Outcome, Sentir

TEXTS = ["a wonderful day", "", "they were furious", "zzz qqq", "so afraid of the dark"]


def answers(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.status == 0, outcome.err
    return [json.loads(line) for line in outcome.out.splitlines()]


def test_each_text_is_answered_on_a_line(finished: Path, sentir: Sentir) -> None:
    done = sentir("predict", finished, *TEXTS)
    lines = [line.split("\t") for line in done.out.splitlines()]
    assert [line[0] for line in lines] == ["joy", "-", "anger", lines[3][0], "fear"]
    assert [line[3] for line in lines] == TEXTS
    assert lines[3][2] == "(not sure: no_known_word)"


def test_json_is_a_line_per_text_blank_ones_too(finished: Path, sentir: Sentir) -> None:
    found = answers(sentir("predict", finished, *TEXTS, "--json"))
    assert [answer["n"] for answer in found] == [1, 2, 3, 4, 5]
    assert set(found[0]) == {"n", "label", "probabilities", "sure", "why_not", "truncated"}
    assert sum(found[0]["probabilities"].values()) == pytest.approx(1)
    assert found[1] == {
        "n": 2, "label": None, "probabilities": {}, "sure": False, "why_not": "empty",
        "truncated": False,
    }  # fmt: skip
    assert found[3]["why_not"] == "no_known_word"
    assert found[3]["label"] is not None


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.tsv", "a.jsonl", "a.csv.gz", "a.list"])
def test_a_file_of_each_form_is_answered_alike(
    name: str, finished: Path, sentir: Sentir, tmp_path: Path
) -> None:
    path = tmp_path / name
    data = [(text, "x") for text in TEXTS]
    column: tuple[str, ...] = ("--text", "text")
    if "csv" in name or "tsv" in name:
        write_csv(path, data, delimiter="\t" if "tsv" in name else ",")
    elif name == "a.jsonl":
        write_jsonl(path, data)
    else:
        path.write_text("\n".join(TEXTS) + "\n", encoding="utf-8")
        column = ()
    expected = answers(sentir("predict", finished, *TEXTS, "--json"))
    assert answers(sentir("predict", finished, "--file", path, *column, "--json")) == expected
    assert answers(sentir("predict", finished, "--file", path, "--json")) == expected


def test_another_column_of_the_file_can_be_named(
    finished: Path, sentir: Sentir, tmp_path: Path
) -> None:
    write_csv(tmp_path / "a.csv", [("no", text) for text in TEXTS], header=("text", "note"))
    named = answers(sentir("predict", finished, "--file", "a.csv", "--text", "note", "--json"))
    assert named == answers(sentir("predict", finished, *TEXTS, "--json"))
    unknown = sentir("predict", finished, "--file", "a.csv", "--text", "noet")
    assert unknown.status == 3
    assert 'Did you mean "note"?' in unknown.err


def test_standard_input_is_read_where_nothing_else_is_given(
    finished: Path, process: Sentir
) -> None:
    done = process("predict", finished, "--json", given="\n".join(TEXTS).encode())
    assert [answer["n"] for answer in answers(done)] == [1, 2, 3, 4, 5]
    assert answers(done)[1]["label"] is None
    nothing = process("predict", finished, given=b"")
    assert (nothing.status, nothing.out) == (0, "")


def test_standard_input_may_hold_records(finished: Path, process: Sentir) -> None:
    given = "".join(json.dumps({"text": text}) + "\n" for text in TEXTS).encode()
    plain = answers(process("predict", finished, "--json", given="\n".join(TEXTS).encode()))
    named = process("predict", finished, "--file", "-", "--text", "text", "--json", given=given)
    assert (answers(named), named.err) == (plain, "")
    unnamed = process("predict", finished, "--file", "-", "--json", given=given)
    assert len(answers(unnamed)) == len(TEXTS)
    (event,) = unnamed.events
    assert event["note"].startswith("standard input looks like JSON lines")


def test_standard_input_may_be_in_another_encoding(finished: Path, process: Sentir) -> None:
    given = "wonderful señor\n".encode("utf-16")
    done = process("predict", finished, given=given)
    assert done.out.endswith("wonderful señor\n")
    latin = "señor".encode("latin-1")
    done = process("predict", finished, "--encoding", "latin-1", given=latin)
    assert done.out.endswith("señor\n")


def test_a_model_file_answers_as_its_run_does(
    finished: Path, sentir: Sentir, tmp_path: Path
) -> None:
    alone = tmp_path / "alone.sentir"
    (finished / "model.sentir").rename(alone)
    assert sentir("predict", alone, "wonderful").out.startswith("joy\t")
    refused = sentir("predict", finished, "wonderful")
    assert refused.status == 4
    assert "has no model file" in refused.err


def test_texts_and_a_file_together_are_refused(finished: Path, sentir: Sentir) -> None:
    done = sentir("predict", finished, "wonderful", "--file", "a.txt")
    assert done.status == 2
    assert "give texts or --file, not both" in done.err


def test_an_unknown_model_is_refused_with_the_nearest(
    finished: Path, sentir: Sentir, tmp_path: Path
) -> None:
    (tmp_path / "runs").mkdir()
    finished.rename(tmp_path / "runs" / "moods")
    done = sentir("predict", "mods", "x")
    assert done.status == 4
    assert 'there is no run "mods"' in done.err
    assert 'Did you mean "moods"?' in done.err
    assert sentir("predict", "latest", "x").status == 0


def test_very_long_texts_are_cut_and_say_so(finished: Path, sentir: Sentir) -> None:
    (answer,) = answers(sentir("predict", finished, "wonderful " * 20_000, "--json"))
    assert answer["truncated"] is True
    assert answer["label"] == "joy"


def test_signs_and_symbols_alone_have_an_answer(finished: Path, sentir: Sentir) -> None:
    found = answers(sentir("predict", finished, "😀😀", "...", "\x00\x07", "\ud83d", "--json"))
    assert [answer["why_not"] for answer in found][:1] == ["no_known_word"]
    assert all(answer["sure"] is False for answer in found)


def test_what_a_terminal_cannot_write_is_written_as_its_code(
    finished: Path, process: Sentir
) -> None:
    texts = ("wonderful \udcff", "señor")
    for encoding in ("utf-8:strict", "ascii"):
        environment = {"PYTHONIOENCODING": encoding}
        done = process("predict", finished, *texts, environment=environment)
        assert done.status == 0
        assert "wonderful \\udcff" in done.out
        done = process("predict", finished, *texts, "--json", environment=environment)
        assert [answer["n"] for answer in answers(done)] == [1, 2]


def test_a_reader_that_goes_away_is_no_error(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "many.txt").write_text("a wonderful day\n" * 30_000)
    with subprocess.Popen(
        [sys.executable, "-m", "sentir", "predict", finished, "--file", "many.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"joy")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_output_that_has_no_room_is_an_error_without_traceback(finished: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "sentir", "predict", finished, "hello"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 5
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_terminal_is_asked_for_sentences(finished: Path) -> None:
    keyboard, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "sentir", "predict", finished],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        os.write(keyboard, b"a wonderful day\nzzz\n\n")
        out, err = process.communicate(timeout=60)
    os.close(keyboard)
    os.close(terminal)
    said = out.decode()
    assert (process.returncode, err) == (0, b"")
    assert "Device: CPU" in said
    assert "anger, fear and joy" in said
    assert "joy   (joy " in said
    assert "Not sure: the model knows none of these words." in said


def test_ways_of_reading_a_file_are_refused_for_texts_given_here(
    sentir: Sentir, finished: Path
) -> None:
    refused = sentir("predict", finished, "wonderful", "--text", "review")
    assert refused.status == 2
    assert "say how to read --file or standard input" in refused.err
    assert sentir("predict", finished, "wonderful", "--lang", "fr").status == 2
