"""A verdict's codes and numbers as sentences: what the kept weights are, what the curves did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language

FIT_HEADLINES = {
    "good": mark("Good fit"),
    "overfit": mark("Overfit"),
    "underfit": mark("Underfit"),
    "not_converged": mark("Not finished"),
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
        "Train and validation scores lie {gap} points apart, but {rows} validation rows leave room "
        "for [{gap_low} to {gap_high}]: a harmless gap and an overfit look alike. About {needed} "
        "validation rows would tell."
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
_SMALL_BY_LOSS = mark(
    "At epoch {kept} validation loss is {val_loss} and training loss {train_loss}, but {rows} "
    "validation rows are too few to tell a harmless gap from an overfit."
)
COURSE_SENTENCES = {
    "at_rest": mark(
        "The losses fell and came to rest; validation loss did not rise again by much."
    ),
    "validation_loss_rose": mark(
        "Validation loss was lowest at epoch {turned} and rose by {rise} after it, while training "
        "loss went on falling: from then on the net learned the training rows by heart."
    ),
    "still_falling": mark(
        "Validation loss was still falling when training ended, by {last_fall} in the last epoch: "
        "more epochs may help."
    ),
    "rise_within_noise": mark(
        "Validation loss rose by {rise} after epoch {turned}, which so few validation rows can do "
        "by chance."
    ),
    "few_epochs": mark("There are only {epochs} epochs; it takes three to see where curves go."),
    "no_validation_loss": mark("Validation loss was not measured, so the curves cannot be judged."),
    "no_train_loss": mark(
        "Validation loss rose by {rise} after epoch {turned}; without the training loss it cannot "
        "be told whether the net learned by heart or training went astray."
    ),
    "not_finite": mark("From epoch {broke_at} on the loss was no longer a number: training broke."),
    "train_loss_jumped": mark(
        "At epoch {jumped_at} training loss jumped up, which steady training does not do."
    ),
    "both_losses_rose": mark(
        "After epoch {turned} training and validation loss rose together: training went astray."
    ),
    "validation_loss_jumped": mark("Validation loss jumped up and down again more than once."),
}


_SHARES = {
    "train": "train_score",
    "validation": "val_score",
    "floor": "floor",
    "linear": "linear_score",
}
_COUNTS = {
    "kept": "kept_epoch",
    "epochs": "epochs",
    "rows": "validation_rows",
    "needed": "validation_rows_needed",
    "turned": "turned_at",
    "broke_at": "broke_at",
    "jumped_at": "jumped_at",
}
_LOSSES = ("train_loss", "val_loss", "chance_loss", "rise", "last_fall")


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
    if numbers["fit_reason"] == "validation_small" and numbers.get("gap") is None:
        message = _SMALL_BY_LOSS
    return language.say(message, **number_words(numbers, language))


def course_sentence(verdict: Mapping[str, Any], language: Language) -> str:
    """Return what the curves did, with the numbers that say so."""
    numbers = verdict["numbers"]
    words = number_words(numbers, language)
    return language.say(COURSE_SENTENCES[numbers["course_reason"]], **words)


def number_words(numbers: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return every number of a verdict as it is said; a dash where it is not known."""
    said = {name: language.percent(numbers.get(key)) for name, key in _SHARES.items()}
    said |= {name: language.count(numbers.get(key)) for name, key in _COUNTS.items()}
    for name in ("gap", "gap_low", "gap_high"):
        value = numbers.get(name)
        said[name] = language.number(None if value is None else 100 * value, 1)
    said |= {name: language.number(numbers.get(name)) for name in _LOSSES}
    return {**said, "loss_ratio": language.number(numbers.get("loss_ratio"), 1)}
