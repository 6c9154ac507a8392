"""What a reader should know besides the scores."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from sentir.report.caveats import part_caveats, sample_sentences, stopped_sentences
from sentir.report.language import language

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport


def test_classes_of_which_no_row_is_named_right_are_listed_with_a_mend(
    make_report: MakeReport,
) -> None:
    report = deepcopy(make_report(rows=60))
    row = report["per_class"]["validation"][0]
    row["recall"] = {**row["recall"], "value": 0.0}
    (said,) = part_caveats(report, "validation", language("en"))
    assert said.startswith(f"No row of these classes is named right: {row['label']}.")
    is_rare = 2 * row["support"] <= max(r["support"] for r in report["per_class"]["validation"])
    assert said.endswith("--set train.class_weights=balanced.") == is_rare


@pytest.mark.parametrize(("support", "is_mended"), [(10, True), (11, False)])
def test_class_weights_are_named_for_rare_classes_alone(
    support: int, is_mended: bool, make_report: MakeReport
) -> None:
    report = deepcopy(make_report(rows=60))
    rare, *others = report["per_class"]["validation"]
    rare["support"], rare["recall"] = support, {**rare["recall"], "value": 0.0}
    for row in others:
        row["support"] = 20
    (said,) = part_caveats(report, "validation", language("en"))
    assert ("class_weights" in said) == is_mended


def test_a_baseline_that_reads_more_than_the_net_is_said(make_report: MakeReport) -> None:
    report = deepcopy(make_report(rows=600))
    assert part_caveats(report, "validation", language("en")) == []
    report["model"]["coverage"] = 0.1
    (said,) = part_caveats(report, "validation", language("es"))
    assert "la red 64 palabras de cada uno" in said


def test_a_baseline_of_hashed_words_is_said(make_report: MakeReport) -> None:
    report = deepcopy(make_report(rows=600))
    report["audit"]["parts"]["train"]["rows"] = 100_001
    (said,) = part_caveats(report, "validation", language("en"))
    assert said.startswith("With more than 100,000 training rows the linear baseline reads hashed")
    del report["baselines"]["linear"]
    assert part_caveats(report, "validation", language("en")) == []


def test_a_sample_is_said_where_there_is_one() -> None:
    assert sample_sentences(16_000, 16_000, language("en")) == []
    (said,) = sample_sentences(20_000, 25_600, language("en"))
    assert "a fixed sample of 20,000 of the 25,600 training rows" in said


@pytest.mark.parametrize(
    ("reason", "said"),
    [("non_finite", "stopped before update 61"), ("early_stop", "stopped early after epoch 4")],
)
def test_a_training_that_ended_on_the_way_says_why(reason: str, said: str) -> None:
    stopped = {"reason": reason, "epoch": 4, "update": 61}
    assert said in stopped_sentences(stopped, language("en"))[0]
    assert stopped_sentences(None, language("en")) == []
