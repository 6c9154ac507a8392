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


@pytest.mark.parametrize(
    ("compared", "said"),
    [
        (None, "(of 20,000 rows compared)"),
        ("sample", "(of a sample of 20,000 rows compared)"),
        ("minhash", "(of 20,000 rows compared by MinHash, which finds 95 % of such pairs or more)"),
    ],
)
def test_how_near_duplicates_were_looked_for_is_said(
    compared: str | None, said: str, make_report: MakeReport
) -> None:
    found = deepcopy(make_report(rows=60)["audit"])
    if compared is not None:  # an audit of an earlier run does not have it
        found["near_duplicates_compared"] = compared
    assert f"120 rows nearly equal an earlier one {said}." in audit_lines(found, language("en"))


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
    assert "Ninguna fila de validación es de la clase fear." in said
    assert "llegan lejos" not in said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            "en",
            [
                "Of the validation rows 1 has a text",
                "of 1 validation row right",
                "No validation row is of the class fear.",
                "No training row is of one of these classes: joy, fear.",
            ],
        ),
        (
            "es",
            [
                "De las filas de validación, 1 tiene un texto",
                "de 1 fila de validación (",
                "Ninguna fila de validación es de la clase fear.",
                "Ninguna fila de entrenamiento es de una de estas clases: joy, fear.",
            ],
        ),
    ],
)
def test_one_is_said_as_one(make_report: MakeReport, code: str, said: list[str]) -> None:
    found = deepcopy(make_report(rows=60)["audit"])
    found["leaks"]["validation"].update(same_label=1, other_label=0)
    found["single_words"]["n"] = 1
    found["parts"]["validation"]["classes"]["fear"] = 0
    found["parts"]["train"]["classes"].update(fear=0, joy=0)
    lines = "\n".join(audit_lines(found, language(code)))
    for words in said:
        assert words in lines


def test_where_no_word_is_seen_often_enough_none_is_called_the_strongest(
    make_report: MakeReport,
) -> None:
    found = deepcopy(make_report(rows=60)["audit"])
    found["single_words"].update(examples=[], accuracy=0.352)
    assert "one-sided" not in "\n".join(audit_lines(found, language("en")))
