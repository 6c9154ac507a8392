from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import matplotlib as mpl
import pytest

from sentir.report.drawing import draw
from sentir.report.language import LANGUAGES, language

if TYPE_CHECKING:
    from tests.report.conftest import MakeReport


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_figure_is_sound_svg_whose_text_is_text(make_report: MakeReport, code: str) -> None:
    speech = language(code)
    drawn = draw(make_report(rows=300, test=True), speech)
    assert list(drawn.figures) == [
        "curves", "validation-classes", "validation-reliability", "test-classes",
        "test-reliability",
    ]  # fmt: skip
    for svg in drawn.figures.values():
        root = ElementTree.fromstring(svg)  # noqa: S314 - our own figure
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-label"]
    curves = drawn.figures["curves"]
    for words in ("train", "validation", "loss", "accuracy"):
        assert f">{speech.say(words)}</text>" in curves
    assert speech.say("kept: epoch {n}", n="4") in curves


def test_users_own_matplotlib_settings_change_nothing(make_report: MakeReport) -> None:
    report = make_report(rows=300)
    plain = draw(report, language("en"))
    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.facecolor": "red"}):
        assert draw(report, language("en")) == plain
        assert mpl.rcParams["font.size"] == 30


def test_ids_of_two_figures_never_meet(make_report: MakeReport) -> None:
    drawn = draw(make_report(rows=300, test=True), language("en"))
    ids: list[str] = []
    for svg in drawn.figures.values():
        tree = ElementTree.fromstring(svg)  # noqa: S314 - our own figure
        ids += [each.attrib["id"] for each in tree.iter() if "id" in each.attrib]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "losses",
    [
        [],
        [1.0],
        [None, None],
        [1.8, None, 0.5],
        [1.8, 1e9, 3e12],
        [0.0, 0.0],
        [1 / n for n in range(1, 301)],
    ],
)
def test_any_history_can_be_drawn(make_report: MakeReport, losses: list[float | None]) -> None:
    report = make_report(rows=60)
    report["history"] = [
        {"epoch": n, "train_loss": loss, "val_loss": loss, "train_score": None, "val_score": 0.5}
        for n, loss in enumerate(losses)
    ]
    report["repeat"]["kept_epoch"] = len(losses) - 1 if losses else None
    figures = draw(report, language("es")).figures
    assert ("curves" in figures) == bool(losses)
    assert all("nan" not in svg for svg in figures.values())


@pytest.mark.parametrize("label", ["$x^{", "</svg><script>", "愛 😀", "a\nb\x00c", "", "w" * 300])
def test_a_class_may_have_any_name(make_report: MakeReport, label: str) -> None:
    svg = draw(make_report(labels=[label, "joy", "fear"], rows=60), language("en")).figures
    root = ElementTree.fromstring(svg["validation-classes"])  # noqa: S314 - our own figure
    assert root.tag.endswith("svg")


def test_a_class_without_rows_is_left_out(make_report: MakeReport) -> None:
    report = make_report(rows=60)
    report["per_class"]["validation"][0]["support"] = 0
    assert "sadness" not in draw(report, language("en")).figures["validation-classes"]
