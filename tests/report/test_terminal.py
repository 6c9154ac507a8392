from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sentir.report.language import LANGUAGES, language
from sentir.report.terminal import summary
from sentir.report.words import test_lines as lines_of_test

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("classes", [2, 28])
def test_the_summary_fits_a_terminal_and_is_plain_elsewhere(
    make_report: MakeReport, classes: int, code: str
) -> None:
    report = make_report(classes=classes, rows=300, test=True)
    lines = summary(report, language(code)).splitlines()
    assert all(len(line) <= 80 for line in lines if "sentir train" not in line)
    assert "\x1b" not in "".join(lines)
    assert "\x1b[" in summary(report, language(code), is_terminal=True)


def test_the_summary_says_verdict_scores_beside_baselines_and_next_step(
    make_report: MakeReport,
) -> None:
    said = " ".join(summary(make_report(), language("en")).split())
    for words in (
        "Verdict: Good fit",
        "Curves: turned. Validation loss was lowest at epoch 4",
        "2,000 validation rows accuracy macro F1",
        "the net 87.8",
        "TF-IDF + logistic regression 87.1",
        "cannot be told apart",
        "Next step: ",
        "--set train.early_stop=2",
    ):
        assert words in said


def test_brackets_in_a_title_are_no_markup(make_report: MakeReport) -> None:
    report = make_report(rows=60)
    report["settings"]["title"] = "[red]x[/red] \x1b[2J"
    assert "[red]x[/red] [2J" in summary(report, language("en"))


def test_the_look_at_the_test_rows_is_counted_in_words(make_report: MakeReport) -> None:
    lines = lines_of_test(make_report(test=True), language("en"))
    assert lines[0].startswith("The net names 88.6")
    assert "of 2,000 test rows correctly" in lines[0]
    assert lines[1].startswith("On 2,000 test rows the net is worth it")
    assert lines[2].startswith("These rows were looked at 2 times")
