from __future__ import annotations

import inspect

import typer
from typer.testing import CliRunner

from sentir.cli.reading import READING, takes_reading

GIVEN: list[tuple[str, dict[str, str], int]] = []


@takes_reading(without=("on_bad_row",))
def look(data: str, *, reading: dict[str, str], seeds: int = 3) -> None:
    """Look at data."""
    GIVEN.append((data, reading, seeds))


def test_the_options_stand_in_a_signature_where_reading_stood() -> None:
    names = ["text", "label", "split", "encoding", "delimiter"]
    assert list(inspect.signature(look).parameters) == ["data", *names, "seeds"]
    assert [*names, "on_bad_row"] == list(READING)


def test_a_command_gets_the_options_that_were_typed_and_no_other() -> None:
    app = typer.Typer()
    app.command()(look)
    for typed in (["a.csv"], ["a.csv", "--label", "mood", "--seeds", "2", "--delimiter", ";"]):
        assert CliRunner().invoke(app, typed).exit_code == 0
    assert GIVEN == [("a.csv", {}, 3), ("a.csv", {"label": "mood", "delimiter": ";"}, 2)]
    assert CliRunner().invoke(app, ["a.csv", "--on-bad-row", "skip"]).exit_code == 2
