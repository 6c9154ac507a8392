"""The one thing to try next, as a sentence and, where a setting says it, the command to type.

`diagnose.remedies` says what may help, the likeliest first; here the first that this run has not
tried already, and that can be typed, is put into words.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.diagnose.remedies import next_steps
from sentir.diagnose.remedy_settings import remedy_settings
from sentir.diagnose.verdict import Verdict
from sentir.report.language import mark
from sentir.report.verdict_numbers import number_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report import shape
    from sentir.report.language import Language

STEP_SENTENCES = {
    "state_validation_rows": mark(
        "Say how many validation rows the scores rest on, with --validation-rows."
    ),
    "more_validation_rows": mark(
        "Set more validation rows aside, about {needed}, so that the verdict can be told from "
        "chance (the setting holds where the data states no division of its own)."
    ),
    "measure_both": mark("Measure loss and score of train and validation rows after every epoch."),
    "lower_learning_rate": mark("Try a lower learning rate: smaller steps are steadier."),
    "clip_gradients": mark("Try to clip the gradient, so that no single step is too large."),
    "more_epochs": mark("Try more epochs: the net may have more to learn from these rows."),
    "higher_learning_rate": mark(
        "Try a higher learning rate: the steps may be too small to learn."
    ),
    "larger_net": mark("Try a larger net: this one may be too small for what the rows teach."),
    "compare_with_linear": mark(
        "Fit the linear baseline beside it: it tells whether these rows can teach more."
    ),
    "more_data": mark("Bring more labelled rows: they help most against learning by heart."),
    "more_labelled_rows": mark(
        "Bring more labelled rows: these are too few to learn from and to set enough aside for a "
        "verdict."
    ),
    "dropout": mark(
        "More labelled rows help most against learning by heart. With the same rows, try dropout."
    ),
    "weight_decay": mark(
        "More labelled rows help most against learning by heart. With the same rows, try weight "
        "decay: it holds the weights small."
    ),
    "smaller_net": mark(
        "More labelled rows help most against learning by heart. With the same rows, try a smaller "
        "net: it has less room for single rows."
    ),
    "fewer_epochs": mark(
        "Nothing must change, for the weights before the turn were kept. Stopping early saves time."
    ),
    "look_at_worst": mark(
        "Nothing is wrong with the fit. Read the surest mistakes in the report: they often "
        "show wrong labels in the data, or what the net has not understood."
    ),
}


_WORD = r"""((?:"[^"]*"|'[^']*'|[^\s"'])+)"""  # of a shell, quoted in part or as a whole
_OUT = re.compile(r"\s--out[=\s]+" + _WORD)
_SET = re.compile(r"\s--set[=\s]+" + _WORD)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What to try: its code, a sentence, and the command that does it (empty for none)."""

    code: str
    sentence: str
    command: str


def next_step(report: shape.Report, language: Language) -> NextStep:
    """Return the first step that is not tried already and can be typed; else the first of all."""
    verdict, settings = report["verdict"], report["settings"]
    codes = next_steps(Verdict(verdict["fit"], verdict["course"], verdict["numbers"]))
    typed = {code: remedy_settings(code, settings, verdict["numbers"]) for code in codes}
    code = next((each for each in codes if typed[each]), codes[0])
    if not typed[code]:
        return NextStep(code=code, sentence=_sentence(code, verdict, language), command="")
    command = repeated(report["repeat"]["command"], typed[code])
    return NextStep(code=code, sentence=_sentence(code, verdict, language), command=command)


def next_step_sentence(verdict: Mapping[str, Any], language: Language) -> str:
    """Return the likeliest step in words alone, for a history whose settings are not known."""
    steps = next_steps(Verdict(verdict["fit"], verdict["course"], verdict["numbers"]))
    return _sentence(steps[0], verdict, language)


def repeated(command: str, settings: Mapping[str, str]) -> str:
    """Return the training command with other settings; without `--out`, `--test`, `--profile`.

    A setting stands in it once, with its new value. The folder of `--out` is taken by now, the
    test rows are not for choosing between runs, and what a profile says is known.
    """
    if " train " not in f"{command} ":
        command = "sentir train ..."
    command = _OUT.sub("", command)
    command = re.sub(r"\s--(test|profile)(?=\s|$)", "", command)
    command = _SET.sub(lambda found: "" if _name(found[1]) in settings else found[0], command)
    changes = (f"--set {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    return " ".join([command, *changes])


def _name(assignment: str) -> str:
    """Return `a.b` of `a.b=value`, quoted or not."""
    return shlex.split(assignment)[0].partition("=")[0]


def _sentence(code: str, verdict: Mapping[str, Any], language: Language) -> str:
    words = number_words(verdict["numbers"], language)
    if code == "more_validation_rows" and "validation_rows_needed" not in verdict["numbers"]:
        return language.say("Set more validation rows aside, so that less is left to chance.")
    return language.say(STEP_SENTENCES[code], **words)
