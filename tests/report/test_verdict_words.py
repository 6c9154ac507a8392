from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.diagnose.fit import Reference
from sentir.diagnose.remedies import BY_COURSE, BY_FIT, STEPS
from sentir.diagnose.verdict import CODES, judge
from sentir.report.language import LANGUAGES, language
from sentir.report.next_step import STEP_SENTENCES
from sentir.report.verdict_numbers import number_words
from sentir.report.verdict_words import (
    COURSE_HEADLINES,
    COURSE_SENTENCES,
    FIT_HEADLINES,
    FIT_SENTENCES,
    course_sentence,
    fit_sentence,
)
from sentir.report.words import verdict_lines
from sentir.store.histories import HistoryRow

ALL_SENTENCES = [*FIT_SENTENCES.values(), *COURSE_SENTENCES.values(), *STEP_SENTENCES.values()]
LOSSES = st.none() | st.floats(0.01, 20)
SCORES = st.none() | st.floats(0, 1)


def test_every_code_and_reason_has_its_words() -> None:
    assert set(FIT_HEADLINES) == set(COURSE_HEADLINES) == set(CODES)
    assert set(BY_FIT) <= set(FIT_SENTENCES)
    assert set(BY_COURSE) <= set(COURSE_SENTENCES)
    assert set(STEP_SENTENCES) == set(STEPS)


@pytest.mark.parametrize("sentence", ALL_SENTENCES)
def test_every_sentence_names_numbers_that_a_verdict_has(sentence: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    assert names <= set(number_words({}, language("en")))


@given(
    rows=st.lists(st.tuples(LOSSES, LOSSES, SCORES, SCORES), max_size=8),
    validation_rows=st.none() | st.integers(1, 5000),
    classes=st.none() | st.integers(2, 28),
    linear=st.none() | st.floats(0, 1),
)
def test_any_verdict_can_be_said_in_every_language_with_no_number_missing(
    rows: list[tuple[float | None, ...]],
    validation_rows: int | None,
    classes: int | None,
    linear: float | None,
) -> None:
    names = ("train_loss", "val_loss", "train_score", "val_score")
    history = [
        HistoryRow(epoch=n, **dict(zip(names, row, strict=True)))  # type: ignore[arg-type]  # losses, scores
        for n, row in enumerate(rows)
    ]
    reference = Reference(
        validation_rows=validation_rows, classes=classes, linear_score=linear, train_rows=1000
    )
    verdict = judge(history, reference=reference).to_json()
    for code in LANGUAGES:
        lines = verdict_lines(verdict, language(code))
        assert len(lines) == 3
        assert all("–" not in line and "{" not in line for line in lines)  # noqa: RUF001


def test_an_overfit_is_said_with_its_numbers_in_both_languages() -> None:
    rows = [(1.8, 1.8, 0.2, 0.2), (0.6, 0.9, 0.8, 0.7), (0.2, 1.1, 0.95, 0.72), (0.1, 1.3, 1, 0.71)]
    history = [
        HistoryRow(epoch=n, train_loss=a, val_loss=b, train_score=c, val_score=d)
        for n, (a, b, c, d) in enumerate(rows)
    ]
    reference = Reference(validation_rows=2000, train_rows=16_000, classes=6)
    verdict = judge(history, reference=reference).to_json()
    english, spanish = (" ".join(verdict_lines(verdict, language(code))) for code in LANGUAGES)
    assert "Verdict: Overfit. The weights of epoch 1 name 80.0" in english
    assert "a gap of 10.0 points" in english
    assert "lowest at epoch 1" in english
    assert "Next step: Bring more labelled rows" in english
    assert "Veredicto: Sobreajuste. Los pesos de la época 1 aciertan el 80,0" in spanish
    assert "una brecha de 10,0 puntos" in spanish
    assert "Siguiente paso: Reúna más filas etiquetadas" in spanish


def test_few_validation_rows_are_said_with_the_number_that_would_do() -> None:
    numbers = {
        "fit_reason": "validation_small", "gap": 0.03, "gap_low": -0.02, "gap_high": 0.08,
        "validation_rows": 150, "validation_rows_needed": 1234, "kept_epoch": 3,
    }  # fmt: skip
    said = fit_sentence({"fit": "cannot_tell", "numbers": numbers}, language("en"))
    assert "with 150 validation rows that stands for anything in [-2.0 to 8.0]" in said
    assert "About 1,234 validation rows would tell." in said


def test_an_unfinished_training_is_said_to_be_one_in_both_languages() -> None:
    rows = [(1.8, 1.8, 0.17, 0.17), (1.7, 1.76, 0.3, 0.2), (1.2, 1.6, 0.57, 0.35)]
    rows.append((0.6, 1.34, 0.88, 0.47))
    history = [
        HistoryRow(epoch=n, train_loss=a, val_loss=b, train_score=c, val_score=d)
        for n, (a, b, c, d) in enumerate(rows)
    ]
    reference = Reference(validation_rows=300, train_rows=1050, classes=6)
    verdict = judge(history, reference=reference).to_json()
    english, spanish = (" ".join(verdict_lines(verdict, language(code))) for code in LANGUAGES)
    assert "Verdict: Still learning. The weights of epoch 3 name 88.0" in english
    assert "half as many epochs again may take about 0.520 off it" in english
    assert "Next step: Try more epochs" in english
    assert "Veredicto: Aún aprendía." in spanish
    assert "puede quitarle unos 0,520" in spanish


def test_one_validation_row_is_one_row() -> None:
    numbers = {
        "fit_reason": "data_small", "gap": 0.0, "gap_low": -0.1, "gap_high": 0.7,
        "validation_rows": 1, "validation_rows_needed": 384, "kept_epoch": 3,
    }  # fmt: skip
    said = fit_sentence({"fit": "cannot_tell", "numbers": numbers}, language("en"))
    assert "with 1 validation row that" in said
    assert "about 384 validation rows to tell, more than these data can spare" in said


def test_a_loss_too_small_for_three_decimals_gets_more() -> None:
    words = number_words({"val_loss": 0.00012, "train_loss": 0.0, "rise": 0.25}, language("en"))
    assert (words["val_loss"], words["train_loss"]) == ("0.000120", "0.000")
    assert words["rise"] == "0.250"


@pytest.mark.parametrize(
    ("rates", "ran_out"),
    [((2e-4, 5e-3, 2e-8), True), ((3e-3, 3e-3), False), ((2e-4, 5e-3, 6e-5), False), ((), False)],
)
def test_a_loss_that_rests_because_the_learning_rate_ran_out_is_said_to(
    rates: tuple[float, ...], *, ran_out: bool
) -> None:
    history: list[dict[str, float]] = [{"epoch": 0}, *({"learning_rate": r} for r in rates)]
    verdict = {"numbers": {"course_reason": "at_rest"}}
    said = course_sentence(verdict, language("en"), history=history)
    assert ("(the learning rate had run out)" in said) is ran_out
