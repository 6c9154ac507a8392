"""Where an update's time went, as a table for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import mark
from sentir.report.rich_text import plain_table, rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

_PARTS = {
    "batches": mark("reading the batch"),
    "words": mark("words to vectors"),
    "projection": mark("vectors to the layers' inputs"),
    "recurrent": mark("layers, forward"),
    "head": mark("pooling and output"),
    "loss": mark("loss"),
    "head_back": mark("pooling and output, backward"),
    "recurrent_back": mark("layers, backward"),
    "recurrent_weights": mark("gradient of the recurrent weights"),
    "projection_back": mark("layers' inputs, backward"),
    "words_back": mark("words, backward"),
    "penalties": mark("size of the gradient, penalties"),
    "optimizer": mark("optimizer"),
    "rest": mark("all else"),
}


def profile_table(profile: Mapping[str, Any], language: Language) -> str:
    """Return a line per part: milliseconds of an update and share; then what measuring took.

    Args:
        profile: As `run.json` has it.
        language: Of the words.
    """
    whole = profile["update_milliseconds"]
    table = plain_table()
    table.add_column(language.say("Part of an update"))
    for heading in (language.say("ms"), language.say("share")):
        table.add_column(heading, justify="right")
    for part, milliseconds in profile["milliseconds"].items():
        table.add_row(
            language.say(_PARTS[part]),
            language.number(milliseconds, 2),
            language.percent(milliseconds / whole if whole else 0.0),
        )
    table.add_section()
    updates = language.say_many("mean of {n} update", "mean of {n} updates", profile["updates"])
    table.add_row(updates, language.number(whole, 2), "")
    seconds = language.number(profile["evaluation_seconds"], 1)
    measured = language.say("Measuring training and validation rows: {seconds} s.", seconds=seconds)
    return rendered([table, "", measured])
