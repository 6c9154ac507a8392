"""Verdict to what to try next: codes, the likeliest first. Each is a hypothesis, not a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sentir.diagnose.verdict import Verdict

STEPS = (
    "state_validation_rows",
    "more_validation_rows",
    "measure_both",
    "lower_learning_rate",
    "clip_gradients",
    "more_epochs",
    "higher_learning_rate",
    "larger_net",
    "compare_with_linear",
    "more_data",
    "more_labelled_rows",
    "dropout",
    "weight_decay",
    "smaller_net",
    "fewer_epochs",
    "look_at_worst",
)
"""Every code that `next_steps` may return."""

BY_COURSE: dict[str, tuple[str, ...]] = {
    "not_finite": ("lower_learning_rate", "clip_gradients"),
    "update_not_finite": ("lower_learning_rate", "clip_gradients"),
    "train_loss_jumped": ("lower_learning_rate", "clip_gradients"),
    "both_losses_rose": ("lower_learning_rate", "clip_gradients"),
    "validation_loss_jumped": ("lower_learning_rate", "more_validation_rows"),
    "still_falling": ("more_epochs",),
    "train_loss_falling": ("more_epochs",),
    "few_epochs": ("more_epochs",),
    "hardly_moved": ("higher_learning_rate", "more_epochs"),
    "rise_within_noise": ("more_validation_rows",),
    "no_validation_loss": ("measure_both",),
    "no_train_loss": ("measure_both",),
}

BY_FIT: dict[str, tuple[str, ...]] = {
    "no_better_than_majority": ("higher_learning_rate", "more_epochs", "larger_net"),
    "below_linear": ("more_epochs", "higher_learning_rate", "larger_net"),
    "low_training_score": ("more_epochs", "larger_net", "compare_with_linear"),
    "loss_hardly_fell": ("more_epochs", "higher_learning_rate", "larger_net"),
    "gap": ("more_data", "dropout", "weight_decay", "smaller_net"),
    "loss_gap": ("more_data", "dropout", "weight_decay", "smaller_net"),
    "not_finished": ("more_epochs",),
    "validation_small": ("more_validation_rows",),
    "data_small": ("more_labelled_rows",),
    "validation_rows_unknown": ("state_validation_rows",),
    "not_measured": ("measure_both",),
}

TURNED_BUT_KEPT = ("dropout", "weight_decay", "fewer_epochs")
NOTHING_WRONG = ("look_at_worst",)


def next_steps(verdict: Verdict) -> list[str]:
    """Return what to try, the likeliest first, each once; never empty.

    An unstable course is mended before anything else is judged, so its steps stand alone. Curves
    that turned after the kept epoch ask for less than a gap in the kept weights does.
    """
    course, fit = verdict.numbers.get("course_reason"), verdict.numbers.get("fit_reason")
    steps = [*BY_COURSE.get(str(course), ())]
    if verdict.course != "unstable":
        steps += BY_FIT.get(str(fit), ())
        if verdict.course == "overfit":
            # more of what made the curve turn cannot help
            steps = [step for step in steps if step != "more_epochs"]
            steps += TURNED_BUT_KEPT if verdict.fit == "good" else ()
    return list(dict.fromkeys(steps)) or list(NOTHING_WRONG)
