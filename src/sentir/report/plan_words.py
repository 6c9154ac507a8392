"""What a training would do, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.audit_words import audit_sentences
from sentir.report.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

_KEEP = {
    "first": mark("the first"),
    "last": mark("the last"),
    "both": mark("half from each end of the"),
}


def plan_lines(plan: Mapping[str, Any], language: Language) -> list[str]:
    """Return what the audit found and what training would do, a line each.

    Args:
        plan: As `workflows.plan` makes it.
        language: Of the lines.
    """
    say, count = language.say, language.count
    return [
        *audit_sentences(plan["audit"], language),
        say(
            "Vocabulary: {words} words. Of a longer text {end} {most} words are read; "
            "that keeps {share} of the training texts whole.",
            words=count(plan["words"]),
            end=say(_KEEP[plan["keep"]]),
            most=count(plan["max_length"]),
            share=language.percent(plan["coverage"]),
        ),
        say(
            "Training: {epochs} of {batches}, {updates} in all.",
            epochs=language.say_many("{n} epoch", "{n} epochs", plan["epochs"]),
            batches=language.say_many("{n} batch", "{n} batches", plan["batches_per_epoch"]),
            updates=language.say_many("{n} update", "{n} updates", plan["updates"]),
        ),
        say(
            "Network: {parameters} parameters. Memory: about {memory} MB, without the baseline.",
            parameters=count(plan["parameters"]),
            memory=count(round(plan["memory_bytes"] / 1e6)),
        ),
        say("Nothing was trained. Leave --plan out to train."),
    ]
