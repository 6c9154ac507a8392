from __future__ import annotations

import numpy as np
import pytest

from sentir.baselines.majority import class_shares, majority
from sentir.tasks.task import make_task


def test_the_majority_names_the_commonest_training_class_for_every_row() -> None:
    task = make_task("auto", ["joy", "anger", "fear"])
    train, validation = np.array([1, 1, 1, 0, 2]), np.array([0, 1, 1, 2])
    found = majority(train, {"validation": validation, "test": validation[:3]}, task=task)
    assert found["validation"]["accuracy"].value == 0.5
    assert found["test"]["accuracy"].n == 3
    assert found["validation"]["auroc"].value == 0.5


def test_its_log_loss_is_that_of_the_training_shares() -> None:
    task = make_task("auto", ["no", "yes"])
    targets = np.array([0, 0, 0, 1])
    found = majority(targets, {"test": targets}, task=task)["test"]
    assert found["log_loss"].value == pytest.approx(-(0.75 * np.log(0.75) + 0.25 * np.log(0.25)))


def test_a_class_without_training_rows_has_no_share() -> None:
    assert class_shares(np.array([0, 2]), classes=4).tolist() == [0.5, 0, 0.5, 0]
