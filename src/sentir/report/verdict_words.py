"""A verdict's codes and numbers as sentences: what the kept weights are, what the curves did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import mark
from sentir.report.verdict_numbers import number_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report.language import Language

FIT_HEADLINES = {
    "good": mark("Good fit"),
    "overfit": mark("Overfit"),
    "underfit": mark("Underfit"),
    "not_converged": mark("Still learning"),
    "unstable": mark("Unstable"),
    "cannot_tell": mark("Cannot tell"),
}
COURSE_HEADLINES = {
    "good": mark("came to rest"),
    "overfit": mark("turned"),
    "underfit": mark("hardly moved"),
    "not_converged": mark("still falling"),
    "unstable": mark("unstable"),
    "cannot_tell": mark("cannot tell"),
}
FIT_SENTENCES = {
    "small_gap": mark(
        "The weights of epoch {kept} name {train} of the training rows right and {validation} of "
        "the validation rows: a gap of {gap} points [{gap_low} to {gap_high}], so what they "
        "learned holds for rows they have not seen."
    ),
    "gap": mark(
        "The weights of epoch {kept} name {train} of the training rows right but only {validation} "
        "of the validation rows: a gap of {gap} points [{gap_low} to {gap_high}]. Part of what "
        "they learned holds for the training rows alone."
    ),
    "not_finished": mark(
        "The weights of epoch {kept} name {train} of the training rows right and {validation} of "
        "the validation rows, {gap} points apart. Training ended on the way, so this is no gap to "
        "judge yet."
    ),
    "low_training_score": mark(
        "Even of the training rows the weights of epoch {kept} name only {train} right (always "
        "answering the largest class: {floor}). The net has not learned what these rows could "
        "teach it."
    ),
    "no_better_than_majority": mark(
        "Of the training rows the weights of epoch {kept} name {train} right, no better than "
        "always answering the largest class ({floor}). The net has learned nothing yet."
    ),
    "below_linear": mark(
        "Of the training rows the weights of epoch {kept} name {train} right; a linear model "
        "reaches {linear} even on validation rows. The net has not learned what the rows could "
        "teach it."
    ),
    "validation_small": mark(
        "Train and validation scores lie {gap} points apart, but with {rows} that stands for "
        "anything in [{gap_low} to {gap_high}]: a harmless gap and an overfit look alike. About "
        "{needed} validation rows would tell."
    ),
    "data_small": mark(
        "Train and validation scores lie {gap} points apart, but with {rows} that stands for "
        "anything in [{gap_low} to {gap_high}]: a harmless gap and an overfit look alike. It would "
        "take about {needed} validation rows to tell, more than these data can spare."
    ),
    "validation_rows_unknown": mark(
        "How many validation rows the scores rest on is not known, so the gap between train and "
        "validation cannot be told from chance."
    ),
    "not_measured": mark(
        "Train and validation were not both measured, so there is no gap to judge."
    ),
    "loss_hardly_fell": mark(
        "The training loss is {train_loss} at epoch {kept}; guessing gives {chance_loss}. The net "
        "has hardly learned."
    ),
    "loss_gap": mark(
        "At epoch {kept} validation loss is {val_loss}, {loss_ratio} times the training loss of "
        "{train_loss}. Part of what was learned holds for the training rows alone."
    ),
    "small_loss_gap": mark(
        "At epoch {kept} validation loss ({val_loss}) lies near the training loss ({train_loss}), "
        "so what was learned holds for rows the net has not seen."
    ),
}
_BY_LOSS = {
    "validation_small": mark(
        "At epoch {kept} validation loss is {val_loss} and training loss {train_loss}, but with "
        "{rows} a harmless gap and an overfit look alike."
    ),
    "not_finished": mark(
        "At epoch {kept} validation loss is {val_loss} and training loss {train_loss}. Training "
        "ended on the way, so this is no gap to judge yet."
    ),
}
"""What is said instead where there are losses but no scores."""
COURSE_SENTENCES = {
    "at_rest": mark(
        "Validation loss had come to rest when training ended, and did not rise again by much."
    ),
    "validation_loss_rose": mark(
        "Validation loss was lowest at epoch {turned} and rose by {rise} after it, while training "
        "loss went on falling: from then on the net learned the training rows by heart."
    ),
    "still_falling": mark(
        "Validation loss was still falling when training ended: half as many epochs again may take "
        "about {expected} off it."
    ),
    "train_loss_falling": mark(
        "Training loss was still falling when training ended, and validation loss had hardly moved "
        "yet: it is too early to see where it goes."
    ),
    "hardly_moved": mark(
        "The losses stayed within 1 % of where they began: training hardly changed the net."
    ),
    "rise_within_noise": mark(
        "Validation loss rose by {rise} after epoch {turned}, which so few validation rows can do "
        "by chance."
    ),
    "few_epochs": mark(
        "It takes three epochs to see where curves go; epochs measured here: {epochs}."
    ),
    "no_validation_loss": mark("Validation loss was not measured, so the curves cannot be judged."),
    "no_train_loss": mark(
        "Validation loss rose by {rise} after epoch {turned}; without the training loss it cannot "
        "be told whether the net learned by heart or training went astray."
    ),
    "not_finite": mark("From epoch {broke_at} on the loss was no longer a number: training broke."),
    "update_not_finite": mark(
        "Training stopped before update {broke_at_update}, whose loss or gradient was no finite "
        "number."
    ),
    "train_loss_jumped": mark(
        "At epoch {jumped_at} training loss jumped up, which steady training does not do."
    ),
    "both_losses_rose": mark(
        "After epoch {turned} training and validation loss rose together: training went astray."
    ),
    "validation_loss_jumped": mark("Validation loss jumped up and down again more than once."),
}


_RATE_RAN_OUT = mark(
    "Validation loss had come to rest when training ended (the learning rate had run out), and did "
    "not rise again by much."
)
_RUN_OUT = 0.01
"""Share of the largest learning rate below which a loss rests because steps have no size left."""


def fit_headline(verdict: Mapping[str, Any], language: Language) -> str:
    """Return what the kept weights are, in a word or two."""
    return language.say(FIT_HEADLINES[verdict["fit"]])


def course_headline(verdict: Mapping[str, Any], language: Language) -> str:
    """Return what the curves did, in a word or two."""
    return language.say(COURSE_HEADLINES[verdict["course"]])


def fit_sentence(verdict: Mapping[str, Any], language: Language) -> str:
    """Return what the kept weights are, with the numbers that say so."""
    numbers = verdict["numbers"]
    message = FIT_SENTENCES[numbers["fit_reason"]]
    if numbers.get("gap") is None:
        message = _BY_LOSS.get(numbers["fit_reason"], message)
    return language.say(message, **number_words(numbers, language))


def course_sentence(
    verdict: Mapping[str, Any], language: Language, *, history: Sequence[Mapping[str, Any]] = ()
) -> str:
    """Return what the curves did, with the numbers that say so.

    Args:
        verdict: holds `numbers`.
        language: of the sentence.
        history: rows of the curves, where they are at hand: their learning rate may have run out.
    """
    numbers = verdict["numbers"]
    if numbers["course_reason"] == "at_rest" and _has_run_out(history):
        return language.say(_RATE_RAN_OUT)
    words = number_words(numbers, language)
    return language.say(COURSE_SENTENCES[numbers["course_reason"]], **words)


def _has_run_out(history: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether the last learning rate is next to nothing of the largest."""
    rates = [rate for row in history if (rate := row.get("learning_rate")) is not None]
    return bool(rates) and rates[-1] < _RUN_OUT * max(rates)
