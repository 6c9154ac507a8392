"""Why an answer is as it is, for a terminal of 80 columns: readable without colour too."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

from sentir.report.language import NO_VALUE
from sentir.report.why_data_words import (
    heading,
    held_by,
    row_name,
    rows_above,
    shares_of,
)
from sentir.report.why_effects import is_opposed, most_telling, strongest, weight, without
from sentir.report.why_examples import words_with_rows
from sentir.report.why_words import notes, paragraph

if TYPE_CHECKING:
    from sentir.explain.explanation import Effect, Explanation, Row, Word
    from sentir.report.language import Language

WIDTH = 80
MOST_WORDS = 25
"""Words shown in the table; of a longer text those with the largest effects, in their order."""
_MOST_LINES = 12
"""Lines of the text itself; a longer one ends in dots."""
_MOST_ROWS = 5
_MOST_EXAMPLES = 3
_BAR = 4
_OPPOSED = "+/-"
_WORD_WIDTH, _NUMBER_WIDTH = 20, 9
_RESET = "\x1b[0m"
_STYLES = {1: "\x1b[30;42m", -1: "\x1b[30;43m"}  # dark on green: for the answer; on yellow: against
_BOLD = "\x1b[1m"


def why_lines(explanation: Explanation, speech: Language, *, colour: bool = False) -> list[str]:
    """Return the explanation line by line."""
    sentences = " ".join(paragraph(explanation, speech))
    lines = [*_text_lines(explanation, colour=colour), "", *textwrap.wrap(sentences, WIDTH)]
    if explanation.methods is not None:
        lines += ["", *_table(explanation, speech, colour=colour)]
        lines += _deciding(explanation, speech)
        lines += _nearest(explanation, speech)
    for note in notes(explanation, speech):
        lines += ["", *textwrap.wrap(note, WIDTH, break_long_words=False, break_on_hyphens=False)]
    return lines


def _text_lines(explanation: Explanation, *, colour: bool) -> list[str]:
    """Return the text in as many lines as it needs; with colour the words that matter on it."""
    largest = strongest(explanation)
    pieces, end = [], 0
    for word in explanation.words:
        pieces.append((explanation.text[end : word.start], 0))
        share = weight(word) / largest
        pieces.append((word.text, (share > 0.15) - (share < -0.15)))
        end = word.end
    pieces.append((explanation.text[end:], 0))
    lines, width = [""], 0
    for piece, sign in pieces:
        plain = _plain(piece)
        if width + _width(plain) > WIDTH and plain.strip():
            if len(lines) == _MOST_LINES:
                return [*lines, "…"]
            lines.append("")
            width, plain = 0, plain.lstrip()
        lines[-1] += f"{_STYLES[sign]}{plain}{_RESET}" if colour and sign else plain
        width += _width(plain)
    return lines


def _table(explanation: Explanation, speech: Language, *, colour: bool) -> list[str]:
    label, runner_up = explanation.label or "", explanation.runner_up or ""
    removed, gradients = speech.say("removed"), speech.say("gradient")
    pair = 2 * _NUMBER_WIDTH
    head = (
        f"{'':{_WORD_WIDTH + _BAR + 1}}"
        f"{_cut(label, pair - 1):>{pair}}{_cut(runner_up, pair - 1):>{pair}}"
        f"{_cut(label, 12):>13}"
    )
    names = f"{speech.say('word'):{_WORD_WIDTH}} {'':{_BAR}}"
    columns = "".join(f"{_cut(name, 8):>{_NUMBER_WIDTH}}" for name in (removed, gradients) * 2)
    lines = [head, f"{names}{columns}{_cut(speech.say('without it'), 12):>13}"]
    if colour:
        lines = [f"{_BOLD}{line}{_RESET}" for line in lines]
    shown = most_telling(explanation, MOST_WORDS)
    lines += [_word_line(word, explanation, speech) for word in shown]
    left = len(explanation.words) - len(shown)
    if left:
        lines.append(
            speech.say_many(
                "({n} word of smaller effect is left out)",
                "({n} words of smaller effect are left out)",
                left,
            )
        )
    legend = speech.say(
        "Change of the logits of {label} and of {runner_up}: what is lost when the word is "
        "removed, and what integrated gradients credit it with. + speaks for {label} against all "
        "others, - against it; ? is a word unknown to the model.",
        label=label,
        runner_up=runner_up,
    )
    return [*lines, *textwrap.wrap(legend, WIDTH)]


def _word_line(word: Word, explanation: Explanation, speech: Language) -> str:
    size = round(_BAR * abs(weight(word)) / strongest(explanation))
    bar = ("+" if weight(word) > 0 else "-") * min(size, _BAR)
    if is_opposed(word, explanation):
        bar = _OPPOSED
    mark = "" if word.is_known else " ?"
    name = _cut(_plain(word.text), _WORD_WIDTH - len(mark)) + mark
    name += " " * (_WORD_WIDTH - _width(name))
    numbers = (
        *_pair(word.occlusion, word.gradients, "answer"),
        *_pair(word.occlusion, word.gradients, "runner_up"),
    )
    cells = "".join(f"{speech.signed(value, 2):>{_NUMBER_WIDTH}}" for value in numbers)
    return f"{name} {bar:{_BAR}}{cells}{speech.percent(without(word, explanation)):>13}"


def _pair(
    occlusion: Effect | None, gradients: Effect | None, name: str
) -> tuple[float | None, float | None]:
    return (
        None if occlusion is None else float(getattr(occlusion, name)),
        None if gradients is None else float(getattr(gradients, name)),
    )


def _deciding(explanation: Explanation, speech: Language) -> list[str]:
    shown = words_with_rows(explanation, _MOST_EXAMPLES)
    if not shown:
        return []
    lines = ["", *textwrap.wrap(f"{heading(explanation, speech)}:", WIDTH)]
    for each in shown:
        word = each.word
        shares = ", ".join(shares_of(word, explanation, speech))
        said = f"{speech.quoted(word.word)} {held_by(word, speech)}: {shares}"
        lines += textwrap.wrap(said, WIDTH, subsequent_indent="  ")
        lines += [_row_line(row, speech) for row in each.rows]
        if above := rows_above(each, speech):
            indent = "  "
            lines += textwrap.wrap(above, WIDTH, initial_indent=indent, subsequent_indent=indent)
    return lines


def _nearest(explanation: Explanation, speech: Language) -> list[str]:
    if explanation.nearest is None:
        return []
    heading = speech.say("Training rows the net takes for most alike (cosine of its states):")
    shown = explanation.nearest.rows[:_MOST_ROWS]
    return ["", *textwrap.wrap(heading, WIDTH), *(_row_line(row, speech) for row in shown)]


def _row_line(row: Row, speech: Language) -> str:
    similarity = NO_VALUE if row.similarity is None else speech.number(row.similarity, 2)
    line = (
        f"  {row_name(row, speech)}  {similarity}  {_cut(row.label, 14)}  {_plain(row.text or '')}"
    )
    return _cut(line.rstrip(), WIDTH)


def _cut(text: str, width: int) -> str:
    """Return the text in at most so many columns, with dots where it is cut."""
    if _width(text) <= width:
        return text
    kept, used = "", 0
    for sign in text:
        used += _width(sign)
        if used > width - 1:
            break
        kept += sign
    return f"{kept}…"


def _width(text: str) -> int:
    """Return how many columns a text takes: a Chinese sign takes two, a combining mark none."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)


def _plain(text: str) -> str:
    """Return the text on one line, without signs that a terminal would obey."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
