"""The prompt of `sentir predict` at a terminal: a sentence in, the emotion out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from sentir.report.doubt_words import doubt
from sentir.report.language import choose_language, language

if TYPE_CHECKING:
    from sentir.report.language import Language
    from sentir.runtime.prediction import Prediction
    from sentir.runtime.predictor import Model


def converse(model: Model, lang: str) -> None:
    """Ask for sentences until an empty line or the end of input, and answer each."""
    speech = language(choose_language(lang, os.environ))
    typer.echo(speech.say("Device: {device}", device="CPU, NumPy"))
    typer.echo(speech.say("It tells apart: {labels}", labels=speech.listing(list(model.labels))))
    typer.echo(
        speech.say(
            "Write a sentence (the first {most} words are read); an empty line ends.",
            most=speech.count(model.max_length),
        )
        if model.keep == "first"
        else speech.say(
            "Write a sentence ({most} words of it are read); an empty line ends.",
            most=speech.count(model.max_length),
        )
    )
    while sentence := _ask():
        for line in answer_lines(model(sentence), speech):
            typer.echo(line)


def answer_lines(prediction: Prediction, speech: Language) -> list[str]:
    """Return the answer in words: the label, how likely, the runner-up, and any doubt."""
    if prediction.label is None:
        return [speech.say("  (nothing to read)")]
    ranked = sorted(prediction.probabilities.items(), key=lambda item: -item[1])
    shown = [f"{label} {speech.percent(share, 0)}" for label, share in ranked[:3]]
    lines = [f"  {prediction.label}   ({' · '.join(shown)})"]
    if not prediction.sure:
        lines.append(f"  {doubt(prediction.why_not, speech)}")
    if prediction.truncated:
        lines.append(
            "  " + speech.say("The text was longer than the model reads; the rest is unread.")
        )
    return lines


def _ask() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        sys.stdout.write("\n")
        return ""
