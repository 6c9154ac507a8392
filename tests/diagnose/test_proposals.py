"""Which remedies are proposed for a run, in which order, and that none of them cannot be set."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from sentir.config.loading import resolve
from sentir.diagnose.proposals import CODES, proposals
from sentir.diagnose.remedies import STEPS
from sentir.diagnose.verdict import Verdict
from sentir.experiments.trial import Trial, config_of

SEEN = {"coverage": 0.9, "known_words": 500, "rows_by_class": [100, 200]}
OVERFIT = Verdict("overfit", "overfit", {"fit_reason": "gap"})
UNDERFIT = Verdict("underfit", "not_converged",
                   {"fit_reason": "below_linear", "course_reason": "still_falling"})  # fmt: skip
BARE = (
    "model.embedding_dropout=0", "model.word_dropout=0", "model.pooled_dropout=0",
    "train.label_smoothing=0",
)  # fmt: skip


def codes(verdict: Verdict, *sets: str, **seen: Any) -> list[str]:
    settings = resolve(None, list(sets)).model_dump(mode="json")
    return [each.code for each in proposals(verdict, settings, {**SEEN, **seen})]


def test_what_the_verdict_asks_for_comes_first() -> None:
    found = codes(OVERFIT, *BARE)
    assert found[:4] == ["more_data", "dropout", "decoupled_decay", "smaller_net"]
    assert codes(UNDERFIT)[:3] == ["more_epochs", "higher_learning_rate", "larger_net"]


def test_a_step_of_the_verdict_that_is_tried_here_under_another_name_is_found() -> None:
    turned = Verdict("good", "overfit", {"fit_reason": "small_gap"})
    assert codes(turned, *BARE)[:3] == ["dropout", "decoupled_decay", "early_stop"]
    assert {"weight_decay", "fewer_epochs"} <= set(STEPS)


@pytest.mark.parametrize(("code", "sets"), [
    ("dropout", ()),  # the defaults have it
    ("word_dropout", ()),
    ("label_smoothing", ()),
    ("l2", ("train.l2=0.01",)),
    ("l1", ("train.l1=0.01",)),
    ("decoupled_decay", ("train.weight_decay=0.1",)),
    ("decoupled_decay", ("train.optimizer=sgd",)),
    ("early_stop", ("train.early_stop=3",)),
    ("clip_gradients", ("train.clip_norm=1",)),
    ("both_directions", ()),
    ("both_directions", ("model.cell=bag",)),
    ("smaller_net", ("model.hidden_size=8",)),
    ("larger_net", ("model.cell=multi_hot",)),  # it has no dense layer
    ("half_the_epochs", ("train.epochs=1",)),
    ("class_weights", ("train.class_weights=balanced",)),
])  # fmt: skip
def test_what_is_on_already_or_does_nothing_to_this_net_is_not_proposed(
    code: str, sets: tuple[str, ...]
) -> None:
    assert code in CODES
    assert code not in codes(OVERFIT, *sets)


def test_what_the_rows_give_no_reason_for_is_not_proposed() -> None:
    assert "longer_texts" in codes(OVERFIT)
    assert "longer_texts" not in codes(OVERFIT, coverage=1.0)
    assert "class_weights" in codes(OVERFIT)
    assert "class_weights" not in codes(OVERFIT, rows_by_class=[100, 120])
    assert "more_data" not in codes(OVERFIT, rows_by_class=[3, 3])


def test_a_vocabulary_grows_where_words_were_left_out() -> None:
    def change(*sets: str, known: int) -> dict[str, Any]:
        settings = resolve(None, list(sets)).model_dump(mode="json")
        found = proposals(OVERFIT, settings, {**SEEN, "known_words": known})
        return next((dict(p.settings) for p in found if p.code == "larger_vocabulary"), {})

    assert change("text.max_words=500", known=500) == {"text.max_words": 1000}
    assert change("text.max_words=500", "text.min_count=3", known=400) == {"text.min_count": 1}
    assert change("text.max_words=500", "text.min_count=1", known=400) == {}


def test_the_penalties_of_a_multi_hot_net_are_those_of_its_textbook() -> None:
    sets = ["model.cell=multi_hot", "model.dense_size=[512,512]", "train.optimizer=rmsprop"]
    settings = resolve(None, sets).model_dump(mode="json")
    found = {each.code: each.settings for each in proposals(OVERFIT, settings, SEEN)}
    assert found["l2"] == {"train.l2": 0.002}
    assert found["smaller_net"] == {"model.dense_size": [256, 256]}


CELLS = ("multi_hot", "bag", "rnn", "lstm", "gru")
OPTIMIZERS = ("adam", "adamw", "rmsprop", "sgd")


@pytest.mark.parametrize(("cell", "optimizer"), [*itertools.product(CELLS, OPTIMIZERS)])
def test_every_proposal_can_be_trained(cell: str, optimizer: str) -> None:
    sets = [f"model.cell={cell}", "model.pooling=mean", f"train.optimizer={optimizer}", *BARE,
            "model.bidirectional=false", "model.dense_size=[8192]"]  # fmt: skip
    base = resolve(None, sets)
    seen = {**SEEN, "known_words": 30_000}
    for verdict in (OVERFIT, UNDERFIT):
        for proposal in proposals(verdict, base.model_dump(mode="json"), seen):
            config = config_of(Trial(name=proposal.code, settings=proposal.settings), base)
            assert (config == base) == (proposal.code == "more_data"), proposal
