from __future__ import annotations

import pytest

from sentir.diagnose.remedies import BY_COURSE, BY_FIT, STEPS, TURNED_BUT_KEPT, next_steps
from sentir.diagnose.verdict import CODES, Verdict


def verdict(fit: str, course: str, fit_reason: str, course_reason: str) -> Verdict:
    return Verdict(fit, course, {"fit_reason": fit_reason, "course_reason": course_reason})


@pytest.mark.parametrize(
    ("given", "steps"),
    [
        (verdict("good", "good", "small_gap", "at_rest"), ["look_at_worst"]),
        (
            verdict("overfit", "overfit", "gap", "validation_loss_rose"),
            ["more_data", "dropout", "weight_decay", "smaller_net"],
        ),
        (
            verdict("good", "overfit", "small_gap", "validation_loss_rose"),
            ["dropout", "weight_decay", "fewer_epochs"],
        ),
        (
            verdict("underfit", "not_converged", "below_linear", "still_falling"),
            ["more_epochs", "higher_learning_rate", "larger_net"],
        ),
        (
            verdict("underfit", "unstable", "no_better_than_majority", "not_finite"),
            ["lower_learning_rate", "clip_gradients"],
        ),
        (
            verdict("cannot_tell", "good", "validation_small", "at_rest"),
            ["more_validation_rows"],
        ),
        (
            verdict("cannot_tell", "cannot_tell", "validation_rows_unknown", "few_epochs"),
            ["more_epochs", "state_validation_rows"],
        ),
    ],
)
def test_each_verdict_has_its_steps(given: Verdict, steps: list[str]) -> None:
    assert next_steps(given) == steps


def test_every_step_is_one_of_the_listed() -> None:
    given = {step for steps in (*BY_FIT.values(), *BY_COURSE.values()) for step in steps}
    assert given | set(TURNED_BUT_KEPT) | {"look_at_worst"} == set(STEPS)


def test_there_are_the_six_codes_of_the_format() -> None:
    expected = {"underfit", "good", "overfit", "not_converged", "unstable", "cannot_tell"}
    assert set(CODES) == expected
