"""The words of `sentir why`, from hand-made explanations: each sentence, and 80 columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sentir.explain.explanation import (
    DecidingWord,
    Distance,
    Effect,
    Explanation,
    Methods,
    Nearest,
    Removal,
    Row,
    Word,
)
from sentir.report.language import language
from sentir.report.why_data_words import leaning, shares_of
from sentir.report.why_page import why_page
from sentir.report.why_terminal import WIDTH, why_lines
from sentir.report.why_words import paragraph
from sentir.runtime.prediction import Prediction

ENGLISH, SPANISH = language("en"), language("es")
METHODS = Methods(
    occluded=2, steps=32, gap=0.001, is_complete=True, occlusion_first=1, gradients_first=1,
    agree=True,
)  # fmt: skip
REMOVAL = Removal(places=(1,), label="fear", probability=0.6, exhaustive=True, tried=3)


def word(text: str, start: int, odds: float, **changes: Any) -> Word:
    effect = Effect(odds=odds, answer=odds / 2, runner_up=-odds / 2)
    whole = Word(
        text=text, start=start, end=start + len(text), is_read=True, is_known=True,
        occlusion=effect, probability=odds / 10, runner_up_probability=-odds / 10, gradients=effect,
    )  # fmt: skip
    return replace(whole, **changes)


def decided(**counts: int) -> DecidingWord:
    row = Row(row=16_000, label="joy", similarity=0.9, text="a lovely day\x1b[31m " + "long " * 40)
    return DecidingWord(word="lovely", places=(1,), counts=counts, rows=counts, examples=(row,))


def made(**changes: Any) -> Explanation:
    whole = Explanation(
        text="so lovely",
        prediction=Prediction(
            label="joy", probabilities={"joy": 0.7, "fear": 0.3}, sure=True, why_not=None,
            truncated=False,
        ),
        runner_up="fear",
        words=(word("so", 0, -0.2), word("lovely", 3, 3.0)),
        methods=METHODS,
        shares={"joy": 0.5, "fear": 0.5},
        share_of="rows",
        deciding=(decided(joy=18, fear=2),),
        nearest=Nearest(rows=(Row(row=7, label="joy", similarity=0.99, text="x"),), agree=1,
                        sampled_from=9),
        distance=Distance(value=0.1, quantiles={"0.5": 0.2}, farther_than=0.0, nearer_than=0.5),
        removal=REMOVAL,
        notes=(),
    )  # fmt: skip
    return replace(whole, **changes)


def said(**changes: Any) -> str:
    return " ".join(paragraph(made(**changes), ENGLISH)).replace("\u00a0", " ")


def test_the_paragraph_says_answer_word_flip_data_neighbours_and_distance() -> None:
    assert said() == (
        "The answer is joy (70.0 %), before fear (30.0 %). “lovely” speaks most for joy, by both "
        "methods: without it joy would have 40.0 %, and integrated gradients credit it with +3.00 "
        "of the log odds. Without “lovely” the answer would be fear (60.0 %). “lovely” stands in "
        "20 training rows, 18 of them joy: 90 %, where joy has 50 % of all rows; the data lean "
        "that way. Of the 1 training rows that the net takes for most alike, 1 has this label. The "
        "text lies as near to the training data as the nearer half of the validation rows."
    )


CASES: dict[str, tuple[dict[str, Any], str]] = {
    "methods disagree": (
        {"methods": replace(METHODS, gradients_first=0, agree=False)},
        "The two methods disagree on the leading word: taking away “lovely” costs joy most",
    ),
    "no word for it": (
        {"words": (word("so", 0, -1), word("lovely", 3, -0.1))},
        "No single word speaks for joy",
    ),
    "no removal": (
        {"removal": replace(REMOVAL, places=())},
        "No one or two words, taken away, change the answer; nor do the three that cost it most.",
    ),
    "a long text": (
        {"removal": replace(REMOVAL, places=(), exhaustive=False, tried=1_234)},
        "None of the 1,234 removals of up to three words that were tried changes the answer.",
    ),
    "rough gradients": (
        {"methods": replace(METHODS, is_complete=False, gap=0.034, steps=512)},
        "The integrated gradients miss the change they explain by 3.4 % after 512 steps",
    ),
    "not all tried": (
        {"methods": replace(METHODS, occluded=1)},
        "To bound the work, 1 of the 2 words were taken away: those with the largest gradients.",
    ),
    "unknown": (
        {"words": (word("so", 0, 1, is_known=False), word("lovely", 3, 3))},
        "1 of its words is unknown to the model: “so”.",
    ),
    "far": (
        {"distance": Distance(value=1, quantiles={}, farther_than=0.99, nearer_than=1)},
        "The text lies farther from the training data than 99 % of the validation rows.",
    ),
    "farther than all": (
        {"distance": Distance(value=1, quantiles={}, farther_than=0.999, nearer_than=1)},
        "The text lies farther from the training data than almost any validation row.",
    ),
    "none of the answer's class": (
        {"deciding": (decided(joy=0, fear=18),)},
        "“lovely” stands in 18 training rows, none of them joy, where joy has 50 % of all rows;",
    ),
    "all of one class": (
        {"deciding": (decided(joy=20, fear=0),)},
        "“lovely” stands in 20 training rows, all of them joy.",
    ),
    "against the data": (
        {"deciding": (decided(joy=2, fear=18),)},
        "only 2 of them joy: 10 %, where joy has 50 % of all rows; what it does here comes from "
        "the words around it. It leans most to fear (90 %, usual 50 %).",
    ),
    "chance": (
        {"deciding": (decided(joy=11, fear=9),)},
        "11 of them joy: 55 %, within what chance would have it (50 % of all rows).",
    ),
    "few rows": ({"deciding": (decided(joy=3, fear=0),)}, "within what chance would have it"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_case_has_its_sentence(case: tuple[dict[str, Any], str]) -> None:
    changes, sentence = case
    assert sentence in said(**changes)


def test_a_class_is_leaned_to_only_beyond_what_many_looks_explain() -> None:
    shares = {f"c{n}": 0.1 for n in range(10)}
    one = decided(**{f"c{n}": 1 for n in range(10)})
    assert leaning(one, made(shares=shares)) is None
    assert leaning(decided(c0=9, c1=1), made(shares=shares)) == "c0"


def test_of_many_classes_the_first_are_named() -> None:
    many = decided(**{f"c{n:02}": n + 1 for n in range(20)})
    shown = shares_of(many, made(shares={f"c{n:02}": 0.05 for n in range(20)}), ENGLISH)
    assert shown[0].startswith("c19 20 (")
    assert shown[-1] == "12 more classes"


@pytest.mark.parametrize("speech", [ENGLISH, SPANISH], ids=lambda speech: speech.code)
def test_80_columns_hold_it_all_and_strangers_signs_are_not_obeyed(speech: Any) -> None:
    long = "supercalifragilisticexpialidocious" * 3
    words = tuple(word(long, n * (len(long) + 1), 1.0) for n in range(30))
    found = made(text=" ".join([long] * 30), words=words, runner_up="a very long class name indeed")
    likely = {"joy": 0.6, "a very long class name indeed": 0.4}
    found = replace(found, prediction=replace(found.prediction, probabilities=likely))
    lines = why_lines(found, speech)
    assert max(len(line) for line in lines if long not in line) <= WIDTH
    assert not any("\x1b" in line for line in lines)


def test_colour_marks_the_words_that_matter() -> None:
    coloured = why_lines(made(), ENGLISH, colour=True)[0]
    assert coloured == "so \x1b[30;42mlovely\x1b[0m"


def test_signs_and_numbers_say_the_same_without_colour() -> None:
    line = next(line for line in why_lines(made(), ENGLISH) if line.startswith("lovely"))
    assert line.split() == ["lovely", "++++", "+1.50", "+1.50", "-1.50", "-1.50", "40.0", "%"]


def test_the_page_is_html_in_both_languages_with_texts_escaped() -> None:
    found = made(text="so <b>ely", words=(word("so", 0, -0.2), word("<b>ely", 3, 3.0)))
    for speech, title in ((ENGLISH, "Why this answer"), (SPANISH, "Por qué esta respuesta")):
        html = why_page([found, found], speech)
        assert html is not None
        assert f"<title>{title}</title>" in html
        assert "<b>ely" not in html
        assert "&lt;b&gt;ely" in html


def test_a_very_long_text_is_shown_by_its_beginning_alone() -> None:
    words = tuple(word("lovely", 7 * place, 1.0) for place in range(3_000))
    lines = why_lines(made(text="lovely " * 3_000, words=words), ENGLISH)

    assert lines.index("…") == 12


def test_words_that_hardly_move_the_answer_are_not_marked_as_if_they_did() -> None:
    faint = (word("so", 0, 0.01), word("lovely", 3, 0.05))

    assert not [line for line in why_lines(made(words=faint), ENGLISH) if "++" in line]


def test_a_word_on_which_the_methods_point_opposite_ways_is_named_and_marked() -> None:
    against = Effect(odds=-1.7, answer=-0.9, runner_up=0.8)
    happy = replace(word("so", 0, 1.3), gradients=against)
    split = made(words=(happy, word("lovely", 3, 3.0)))
    assert "The two methods point opposite ways on “so”: such an effect" in " ".join(
        paragraph(split, ENGLISH)
    )
    assert [line.split()[1] for line in why_lines(split, ENGLISH) if line.startswith("so  ")] == [
        "+/-"
    ]
    assert "(+/-)" in (why_page([split], SPANISH) or "")
    slight = replace(happy, gradients=Effect(odds=-0.3, answer=0.0, runner_up=0.3))
    assert "opposite" not in said(words=(slight, word("lovely", 3, 3.0)))


def test_where_no_word_moves_the_answer_none_is_said_to_lead_or_to_decide() -> None:
    still = (word("so", 0, 0.004), word("lovely", 3, -0.004))
    changes: dict[str, Any] = {"words": still, "removal": replace(REMOVAL, places=())}

    lines = " ".join(why_lines(made(**changes), ENGLISH))

    assert (
        "No word moves the answer: by either method each changes the log odds of joy by less than "
        "0.005." in said(**changes)
    )
    assert "speaks most" not in said(**changes)
    assert "stands in" not in said(**changes)
    assert "The words that decide" not in lines


def test_a_word_whose_loss_changes_the_answer_leads_however_small_its_effect() -> None:
    assert "“lovely” speaks most for joy" in said(words=(word("so", 0, 0), word("lovely", 3, 1e-4)))


def test_a_row_that_two_words_share_is_shown_once() -> None:
    alone = Row(row=4, label="joy", similarity=0.5, text="only an evening")
    both = Row(row=9, label="joy", similarity=0.9, text="a lovely evening")
    first = replace(decided(joy=1), examples=(both,))
    second = replace(decided(joy=2), word="evening", examples=(both, alone))
    found = made(deciding=(first, second))

    lines = [line.strip() for line in why_lines(found, ENGLISH)]
    below = lines[
        lines.index("“evening” in 2 training rows: joy 2 (100\u00a0%, usual 50\u00a0%)") :
    ]

    assert below[1:3] == ["row 4  0.50  joy  only an evening", "(shown above: row 9)"]
    assert sum("a lovely evening" in line for line in lines) == 1
    page = why_page([found], ENGLISH)
    assert page is not None
    assert page.count("a lovely evening") == 1
    assert "(shown above: row 9)" in page
