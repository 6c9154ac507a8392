from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from sentir.data.audit import audit
from sentir.data.sources.reading import read
from sentir.data.sources.table import SourceOptions
from sentir.data.splits import split
from sentir.report.language import LANGUAGES, language
from sentir.report.words import audit_lines

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_audit_of_real_rows_can_be_said(code: str) -> None:
    table = read("shipped:everyday", SourceOptions())
    found = audit(table, split(table)).to_json()
    lines = audit_lines(found, language(code))
    assert len(lines) >= 4
    assert all("{" not in line for line in lines)


def test_what_is_there_is_said_with_its_counts(make_report: MakeReport) -> None:
    lines = audit_lines(make_report(rows=60)["audit"], language("en"))
    assert (
        lines[0] == "20,000 rows: 16,000 to learn from, 2,000 for validation, 2,000 for the test."
    )
    assert "9 under another: this can lift the score by up to 0.00 points" in lines[-3]
    assert "Single words go far" in lines[-1]
    assert "“amazed” (surprise)" in lines[-1]


def test_what_is_not_there_is_not_said(make_report: MakeReport) -> None:
    found = deepcopy(make_report(rows=60)["audit"])
    found["whole"]["repeats"] = {"duplicates": 0, "conflicting_texts": 0, "conflicting_rows": 0}
    found["near_duplicates"] = found["shared_texts"] = 0
    found["widespread_words"] = {}
    found["single_words"]["accuracy"] = None
    for leak in found["leaks"].values():
        leak.update(same_label=0, other_label=0)
    assert len(audit_lines(found, language("en"))) == 3


def test_what_deserves_a_look_is_said(make_report: MakeReport) -> None:
    found = deepcopy(make_report(rows=60)["audit"])
    found.update(bad_rows=1, empty_rows=[17, 20])
    found["whole"]["empty"] = 2
    found["parts"]["validation"]["classes"]["fear"] = 0
    found["single_words"]["accuracy"] = 0.5
    said = "\n".join(audit_lines(found, language("es")))
    assert "1 fila no se pudo leer." in said
    assert "2 textos no tienen ninguna palabra (el primero: fila 17)." in said
    assert "No hay ninguna fila de validación de: fear." in said
    assert "llegan lejos" not in said
