"""What a training would do, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.audit_words import audit_sentences
from sentir.report.caveats import padding_sentences, reading_sentence, sample_sentences
from sentir.report.settings_words import regularisation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language


def plan_lines(plan: Mapping[str, Any], language: Language) -> list[str]:
    """Return what the audit found and what training would do, a line each.

    Args:
        plan: As `workflows.plan` makes it.
        language: Of the lines.
    """
    say, count = language.say, language.count
    return [
        *audit_sentences(plan["audit"], language),
        say("Vocabulary: {words} words.", words=count(plan["words"])),
        reading_sentence(plan, language),
        *padding_sentences(plan["settings"], language),
        *sample_sentences(plan["measured_training_rows"], plan["rows"]["train"], language),
        *regularisation(plan["settings"], language, layers=plan["layers"]),
        say(
            "Training: {epochs} of {batches}, {updates} in all.",
            epochs=language.say_many("{n} epoch", "{n} epochs", plan["epochs"]),
            batches=language.say_many("{n} batch", "{n} batches", plan["batches_per_epoch"]),
            updates=language.say_many("{n} update", "{n} updates", plan["updates"]),
        ),
        say(
            "Network: {parameters} parameters. Memory: about {memory} MB, without baseline and "
            "report.",
            parameters=count(plan["parameters"]),
            memory=count(round(plan["memory_bytes"] / 1e6)),
        ),
        say("Nothing was trained. Leave --plan out to train."),
    ]
