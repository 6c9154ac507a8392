"""Why an answer is not sure, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentir.report.language import Language


def doubt(why_not: str | None, speech: Language) -> str:
    """Return why an answer is not sure, in words; nothing for one that is."""
    reasons = {
        "empty": speech.say("Not sure: there is nothing to read."),
        "no_known_word": speech.say("Not sure: the model knows none of these words."),
        "far": speech.say("Not sure: farther from the training texts than 99 % of others."),
        "low_confidence": speech.say("Not sure: the likeliest answer is not likely enough."),
    }
    return reasons.get(why_not or "", "")
