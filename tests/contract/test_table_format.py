"""`table.json` of version 1, read by every later version."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sentir.report.language import LANGUAGES, language
from sentir.report.table_terminal import table_text

GOLDEN = Path(__file__).parent / "golden" / "table-1.json"
DOCUMENT = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_table_of_version_one_is_shown_as_when_it_was_written(code: str) -> None:
    table = json.loads(GOLDEN.read_text("utf-8"))
    assert table["format"] == 1
    lines = table_text(table, language(code)).splitlines()
    assert max(map(len, lines)) <= 80
    said = " ".join(" ".join(lines).split())
    figure = table["rows"][0]["figures"]["accuracy"]
    assert language(code).number(figure["mean"], 4) in said
    assert {"en": "M1 says: it overfits", "es": "M1 dice: se sobreajusta"}[code] in said


def test_the_document_names_every_key_of_a_table() -> None:
    found = re.search(r"^## Table\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert found
    table = json.loads(GOLDEN.read_text("utf-8"))
    keys = {*table, *table["rows"][0], *table["rows"][0]["figures"]["accuracy"], *table["ours"][0]}
    keys |= set(table["rows"][1]["agreements"][0])
    assert [key for key in sorted(keys) if f"`{key}`" not in found.group(1)] == []
