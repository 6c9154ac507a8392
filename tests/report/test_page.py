from __future__ import annotations

import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from sentir.report.language import LANGUAGES, language
from sentir.report.page import page

if TYPE_CHECKING:
    from sentir.report import shape
    from tests.report.conftest import MakeReport

HOSTILE = (
    "</style></svg><script>alert('x')</script><img src=x onerror=alert(1)> {{ 7 * 7 }} & \"q\""
)
VOID = {"meta", "img", "br", "hr", "input", "link"}


class Outline(HTMLParser):
    """What a page is made of; it fails where an element is not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.headers = 0
        self.labelled: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag not in VOID:
            self._open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        if tag == "th":
            self.headers += "scope" in given
        if tag == "svg":
            self.labelled.append(given["aria-label"])
        self.outside += [
            value
            for name, value in given.items()
            if name in {"src", "href", "xlink:href", "action", "onerror", "onload", "onclick"}
            and not value.startswith("#")
        ]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open[-1:]:
            self.text += data


def _html(report: shape.Report, code: str = "en") -> str:
    html = page(report, language(code)).html
    assert html is not None
    return html


@pytest.fixture(scope="module")
def plain_html(make_report: MakeReport) -> str:
    return _html(make_report(rows=300))


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("classes", [2, 3, 28])
def test_the_page_is_whole_and_needs_nothing_from_outside(
    make_report: MakeReport, classes: int, code: str
) -> None:
    html = _html(make_report(classes=classes, rows=300, test=True), code)
    found = Outline(html)
    assert html.startswith("<!doctype html>")
    assert f'<html lang="{code}">' in html
    assert found.outside == []
    assert "@import" not in html
    assert not any(place in html for place in ("url(http", "url('", 'url("'))
    assert "script" not in found.tags
    assert len(found.ids) == len(set(found.ids))
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert found.headers == found.tags.count("th")
    assert all(found.labelled)
    assert len(found.labelled) == 1 + 2 * 2  # curves; classes and reliability of both parts


def test_it_says_what_a_reader_looks_for(make_report: MakeReport) -> None:
    text = Outline(_html(make_report(test=True))).text
    for words in (
        "Good fit",
        "Next step",
        "Validation loss was lowest at epoch 4",
        "Scores on 2,000 validation rows",
        "Scores on 2,000 test rows",
        "These rows were looked at 2 times",
        "TF-IDF + logistic regression",
        "What was taken for what, on 2,000 validation rows",
        "The surest mistakes, on 2,000 test rows",
        "30 texts stand under more than one label",
        "Decoupled weight decay of 0.01 (AdamW)",
        "250 batches of up to 64 rows",
        "before its temperature of 1.23",
        "sentir train emotion --data $SENTIR_DATA/emotion --test",
        "3f3f3f",
        "2.4.6",
        '"embedding_dropout": 0.3',
    ):
        assert words in text


def test_the_verdict_and_the_next_step_come_first(plain_html: str) -> None:
    text = Outline(plain_html).text
    order = ("Good fit", "Next step", "Loss and score", "Scores on", "What the data holds")
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_without_test_rows_nothing_is_said_of_them(plain_html: str) -> None:
    text = Outline(plain_html).text
    assert "Scores on 300 validation rows" in text
    assert "Scores on 2,000 test rows" not in text
    assert "looked at" not in text


def test_strangers_words_stay_words(make_report: MakeReport) -> None:
    labels = [HOSTILE, "$x_{1}$", "\x1b[31mred", "a" * 500]
    report = make_report(labels=labels, classes=4, rows=200, text=HOSTILE, name=HOSTILE)
    report["settings"]["title"] = HOSTILE
    report["repeat"]["command"] = f"sentir train {HOSTILE}"
    report["repeat"]["files"][0]["name"] = HOSTILE
    report["audit"]["notes"] = [HOSTILE]
    html = _html(report, "es")
    found = Outline(html)
    assert "<script" not in html
    assert "<img" not in html
    assert found.outside == []
    assert "{{ 7 * 7 }}" in found.text


def test_how_the_data_was_read_is_told_in_the_language_of_the_page(make_report: MakeReport) -> None:
    report = make_report()
    report["audit"]["notes"] = ["a.csv: columns split at comma; text from column review"]
    assert report["audit"]["notes"][0] in _html(report)
    assert "a.csv: columnas separadas por coma; texto de la columna review" in _html(report, "es")


def test_cells_of_the_confusion_lead_to_their_rows(
    make_report: MakeReport, plain_html: str
) -> None:
    report = make_report(rows=300)
    html = plain_html
    cells = report["confusion"]["validation"]["cells"]
    for cell in cells:
        name = f"validation-{cell['true']}-{cell['predicted']}"
        assert f'href="#{name}"' in html
        assert f'id="{name}"' in html
    assert cells[0]["examples"][0]["text"] in html


def test_equal_input_gives_equal_bytes(make_report: MakeReport, plain_html: str) -> None:
    assert _html(make_report(rows=300)) == plain_html


def test_without_matplotlib_the_figures_are_left_out_and_that_is_said(
    make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sentir.report.drawing.find_spec", lambda _: None)
    made = page(make_report(rows=300), language("en"))
    assert made.notes == (
        'Figures are left out, for matplotlib is not installed: pip install -e ".[train]"',
    )
    assert "svg" not in Outline(made.html or "").tags
    assert "Figures are left out" in (made.html or "")


def test_without_jinja2_there_is_no_page_but_the_reason(
    make_report: MakeReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    made = page(make_report(rows=300), language("es"))
    assert made.html is None
    assert made.notes == ('No hay informe HTML porque falta jinja2: pip install -e ".[train]"',)


def test_a_run_that_broke_before_its_first_epoch_still_has_a_page(make_report: MakeReport) -> None:
    report = make_report(rows=300)
    reasons = {"fit_reason": "not_measured", "course_reason": "not_finite", "broke_at": 1}
    report["verdict"] = {"fit": "cannot_tell", "course": "unstable", "numbers": reasons}
    report["repeat"]["kept_epoch"] = None
    for row in report["history"]:
        row.update(train_loss=None, val_loss=None, train_score=None, val_score=None)
    text = Outline(_html({**report, "worst": {"validation": []}})).text
    assert "From epoch 1 on the loss was no longer a number" in text
    assert "There is no mistake." in text


def test_a_run_without_the_linear_baseline_stands_beside_the_largest_class(
    make_report: MakeReport,
) -> None:
    report = make_report(rows=300)
    del report["baselines"]["linear"]
    text = Outline(_html(report)).text
    assert "largest class" in text
