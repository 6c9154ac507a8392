from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.report import shape
from sentir.report.content import MOST_EXAMPLES, MOST_WORST
from sentir.report.reliability import reliability

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport


def test_it_is_json_with_every_key_of_the_format(make_report: MakeReport) -> None:
    report = make_report(test=True, rows=200)
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert set(report) == set(shape.Report.__annotations__)


def test_test_rows_appear_only_where_they_were_looked_at(make_report: MakeReport) -> None:
    by_part = ("parts", "scores", "worth", "per_class", "confusion", "worst", "calibration")
    for is_tested, parts in ((False, {"validation"}), (True, {"validation", "test"})):
        report = make_report(test=is_tested, rows=200)
        assert all(set(report[key]) == parts for key in by_part)  # type: ignore[literal-required]


def test_counts_agree_with_one_another(make_report: MakeReport) -> None:
    report = make_report(rows=500)
    matrix = np.array(report["confusion"]["validation"]["matrix"])
    assert matrix.sum() == report["parts"]["validation"]["n"] == 500
    supports = [row["support"] for row in report["per_class"]["validation"]]
    assert matrix.sum(axis=1).tolist() == supports
    accuracy = report["scores"]["validation"]["accuracy"]["value"]
    assert matrix.trace() / 500 == pytest.approx(accuracy)
    cells = report["confusion"]["validation"]["cells"]
    assert {(c["true"], c["predicted"]) for c in cells} == set(map(tuple, np.argwhere(matrix)))


def test_cells_show_their_surest_mistakes_and_their_least_sure_right_answers(
    make_report: MakeReport,
) -> None:
    labels = make_report(rows=500)["model"]["labels"]
    for cell in make_report(rows=500)["confusion"]["validation"]["cells"]:
        examples, is_right = cell["examples"], cell["true"] == cell["predicted"]
        sureness = [each["probability"] for each in examples]
        assert 1 <= len(examples) <= MOST_EXAMPLES
        assert sureness == sorted(sureness, reverse=not is_right)
        for each in examples:
            assert each["true"] == labels[cell["true"]]
            assert each["predicted"] == labels[cell["predicted"]]


def test_the_worst_rows_are_the_surest_mistakes(make_report: MakeReport) -> None:
    worst = make_report(rows=500)["worst"]["validation"]
    assert len(worst) == MOST_WORST
    assert all(each["true"] != each["predicted"] for each in worst)
    sureness = [each["probability"] for each in worst]
    assert sureness == sorted(sureness, reverse=True)
    assert all(each["true_probability"] <= each["probability"] for each in worst)


def test_a_long_text_is_cut_and_ends_in_an_ellipsis(make_report: MakeReport) -> None:
    report = make_report(rows=200, text="word " * 20_000)
    texts = [each["text"] for each in report["worst"]["validation"]]
    assert all(len(text) == 300 and text.endswith("…") for text in texts)


def test_reliability_bins_hold_every_row_and_their_mean_sureness() -> None:
    sure = np.repeat([0.6, 0.9], 100)
    probabilities = np.column_stack([sure, 1 - sure])
    targets = np.where(np.arange(200) % 10 < 9, 0, 1)  # nine of ten right, however sure
    found = reliability(probabilities, targets)
    assert sum(each["n"] for each in found["bins"]) == 200
    assert found["bins"][0]["confidence"] == pytest.approx(0.6)
    assert found["bins"][-1]["confidence"] == pytest.approx(0.9)
    assert all(each["low"] <= each["accuracy"] <= each["high"] for each in found["bins"])
    assert found["error"]["value"] == pytest.approx(0.15, abs=0.03)  # 13 rows a bin


def test_equal_input_gives_equal_content(make_report: MakeReport) -> None:
    assert make_report(rows=200) == make_report(rows=200)
