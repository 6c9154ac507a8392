"""What remedies did, held against sums by hand; and which of them fit into a budget."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sentir.errors import ConfigError
from sentir.experiments.budget import within_budget
from sentir.experiments.remedy import HALF, Remedy, remedies_of, trials_of
from sentir.experiments.trial import TrialResult, failed

ROWS = 400
L2 = Remedy(code="l2", settings={"train.l2": 0.1})
WIDE = Remedy(code="larger_net", settings={"model.hidden_size": 9})
MORE = Remedy(code="more_data")
Looks = dict[str, tuple[float, float, list[float]]]


def results(looks: Looks, *remedies: Remedy, seeds: int = 3) -> list[TrialResult]:
    """Trials of a share of right answers, a loss of every row, and last losses by seed."""
    return [
        _result(trial, *looks[trial.name]) for trial in trials_of(remedies, range(seeds))
    ]  # fmt: skip


def _result(trial: Any, share: float, loss: float, last: list[float]) -> TrialResult:
    rng = np.random.default_rng(trial.seed)
    noise = rng.normal(0, 0.01, ROWS)
    ended = last[trial.seed]
    return TrialResult(
        trial=trial,
        kept={"val_loss": loss, "val_score": share, "train_loss": 0.1, "train_score": 1.0},
        last={"val_loss": ended, "val_score": 0.8, "train_score": 0.8 + ended / 10},
        parameters=1, model_bytes=1, seconds=1.0,
        right=rng.permutation(ROWS) < round(share * ROWS), losses=loss + noise,
    )  # fmt: skip


BASE = (0.7, 0.5, [1.0, 1.1, 1.3])


def test_all_trials_of_a_seed_come_before_the_next_and_more_data_is_half_of_the_rows() -> None:
    trials = trials_of([L2, MORE], range(2))
    assert [(t.name, t.seed, t.rows) for t in trials] == [
        (name, seed, rows)
        for seed in (0, 1)
        for name, rows in (("as it is", ""), ("l2", ""), ("more_data", HALF))
    ]
    assert trials[1].settings == {"train.l2": 0.1}


@pytest.mark.parametrize(("share", "loss", "outcome"), [
    (0.9, 0.5, "helped"), (0.7, 0.4, "helped"), (0.5, 0.5, "hurt"), (0.7, 0.6, "hurt"),
    (0.9, 0.6, "mixed"), (0.7, 0.5, "no_evidence"), (0.7, 0.504, "negligible"),
    (0.7, 0.496, "negligible"), (0.7, 0.505, "hurt"), (0.9, 0.504, "helped"),
])  # fmt: skip
def test_score_and_loss_of_the_kept_weights_make_the_outcome(
    share: float, loss: float, outcome: str
) -> None:
    looks = {"as it is": BASE, "l2": (share, loss, [0.1, 0.1, 0.1])}
    found = remedies_of([L2], results(looks, L2))
    (tried,) = found["remedies"]
    assert tried["outcome"] == outcome
    assert tried["score"]["effect"] == pytest.approx(share - 0.7)
    assert found["best"] == ("l2" if outcome == "helped" else None)


def test_a_loss_that_surely_differs_by_less_than_matters_says_so() -> None:
    looks = {"as it is": BASE, "l2": (0.7, 0.496, BASE[2])}
    (tried,) = remedies_of([L2], results(looks, L2))["remedies"]
    assert tried["loss"]["outcome"] == "better", "it can be told from chance"
    assert (tried["loss"]["least"], tried["loss"]["matters"]) == (0.005, False)
    assert (tried["score"]["least"], tried["score"]["matters"]) == (0.001, False)


@pytest.mark.parametrize("seeds", [1, 2])
def test_fewer_than_three_seeds_speak_of_their_nets_and_never_of_the_remedy(seeds: int) -> None:
    looks = {"as it is": BASE, "l2": (0.9, 0.3, BASE[2]), "larger_net": BASE}
    found = remedies_of([L2, WIDE], results(looks, L2, WIDE, seeds=seeds))
    assert [each["outcome"] for each in found["remedies"]] == ["few_seeds", "few_seeds"]
    assert found["remedies"][0]["score"]["outcome"] == "better"
    assert found["best"] is None, "nothing is applied on so little"


def test_a_remedy_left_with_two_seeds_is_not_judged_and_the_others_are() -> None:
    looks = {"as it is": BASE, "l2": (0.9, 0.4, BASE[2]), "larger_net": (0.95, 0.3, BASE[2])}
    trials = [
        failed(each.trial, "no room") if each.trial.key == "larger_net | seed 2" else each
        for each in results(looks, L2, WIDE)
    ]
    found = remedies_of([L2, WIDE], trials)
    assert [each["outcome"] for each in found["remedies"]] == ["helped", "few_seeds"]
    assert found["best"] == "l2"


def test_p_values_are_corrected_for_all_remedies_and_both_measures() -> None:
    looks = {"as it is": BASE, "l2": (0.72, 0.5, [1.0] * 3), "larger_net": (0.71, 0.5, [1.0] * 3)}
    found = remedies_of([L2, WIDE], results(looks, L2, WIDE))["remedies"]
    pairs = [each[measure] for each in found for measure in ("score", "loss")]
    least = min(pairs, key=lambda pair: pair["p"])
    assert least["adjusted_p"] == pytest.approx(min(1.0, 4 * least["p"]))


def test_what_more_data_does_is_all_rows_less_half_and_no_setting_to_apply() -> None:
    looks = {"as it is": (0.9, 0.3, [0.5, 0.6, 0.7]), "more_data": (0.7, 0.6, [1.0, 1.1, 1.2])}
    found = remedies_of([MORE], results(looks, MORE))
    (tried,) = found["remedies"]
    assert (tried["score"]["name"], tried["score"]["against"]) == ("as it is", "more_data")
    assert tried["score"]["effect"] == pytest.approx(0.2)
    assert tried["last"]["loss"]["effect"] == pytest.approx(-0.5)
    assert tried["side"]["loss"] == pytest.approx(0.6)
    assert tried["outcome"] == "helped"
    assert found["best"] is None


def test_the_last_epoch_is_compared_by_students_t_over_the_seeds() -> None:
    ended = [0.4, 0.7, 0.6]
    looks = {"as it is": BASE, "l2": (0.7, 0.5, ended)}
    last = remedies_of([L2], results(looks, L2))["remedies"][0]["last"]
    wanted = stats.ttest_rel(ended, BASE[2]).confidence_interval(0.95)
    assert last["loss"]["effect"] == pytest.approx(np.mean(ended) - np.mean(BASE[2]))
    assert (last["loss"]["low"], last["loss"]["high"]) == pytest.approx((wanted.low, wanted.high))
    assert last["gap"]["effect"] == pytest.approx(last["loss"]["effect"] / 10)


@pytest.mark.parametrize(("ended", "seeds", "steadier"), [
    ([0.5, 0.6, 0.8], 3, True),  # lower by 0.5 everywhere
    ([0.2, 1.4, 1.2], 3, False),  # lower on the mean, but not surely
    ([1.5, 1.6, 1.8], 3, False),
    ([0.5, 0.6, 0.8], 2, None),
])  # fmt: skip
def test_steadier_is_a_lower_last_loss_with_no_larger_gap(
    ended: list[float], seeds: int, *, steadier: bool | None
) -> None:
    looks = {"as it is": BASE, "l2": (0.7, 0.5, ended)}
    (tried,) = remedies_of([L2], results(looks, L2, seeds=seeds))["remedies"]
    assert tried["steadier"] is steadier


def test_a_remedy_whose_trials_failed_is_a_row_that_says_why_and_the_others_stand() -> None:
    looks = {"as it is": BASE, "l2": (0.9, 0.4, [1.0] * 3), "larger_net": BASE}
    trials = [
        failed(each.trial, "no room") if each.trial.name == "larger_net" else each
        for each in results(looks, L2, WIDE)
    ]
    found = remedies_of([L2, WIDE], trials)
    helped, broken = found["remedies"]
    assert helped["outcome"] == "helped"
    assert broken["outcome"] == "not_compared"
    assert broken["steadier"] is None
    assert broken["side"]["failures"] == ["no room"] * 3


def test_the_best_is_the_one_with_the_largest_score_if_scores_tell() -> None:
    looks = {"as it is": BASE, "l2": (0.8, 0.5, BASE[2]), "larger_net": (0.9, 0.49, BASE[2])}
    assert remedies_of([L2, WIDE], results(looks, L2, WIDE))["best"] == "larger_net"
    by_loss = {"as it is": BASE, "l2": (0.7, 0.3, BASE[2]), "larger_net": (0.7, 0.4, BASE[2])}
    assert remedies_of([L2, WIDE], results(by_loss, L2, WIDE))["best"] == "l2"
    beside = {"as it is": BASE, "l2": (0.8, 0.504, BASE[2]), "larger_net": (0.7, 0.3, BASE[2])}
    assert remedies_of([L2, WIDE], results(beside, L2, WIDE))["best"] == "l2"


def timed(**seconds: float) -> list[Remedy]:
    return [Remedy(code=code, settings={"a.b": 1}, seconds=s) for code, s in seconds.items()]


def test_remedies_are_taken_in_order_and_a_long_one_keeps_no_shorter_one_out() -> None:
    candidates = timed(l2=10.0, larger_net=100.0, dropout=20.0)
    choice = within_budget(candidates, base_s=10.0, seeds=3, jobs=1, budget_s=130.0)
    assert [each.code for each in choice.taken] == ["l2", "dropout"]
    assert [each.code for each in choice.left_out] == ["larger_net"]
    assert choice.estimate_s == 3 * (10 + 10 + 20)


def test_two_at_once_fit_twice_as_much_into_a_budget() -> None:
    candidates = timed(l2=10.0, l1=10.0, dropout=10.0)
    codes = [
        [each.code for each in within_budget(candidates, base_s=10.0, seeds=2, jobs=jobs,
                                             budget_s=40.0).taken]
        for jobs in (1, 2)
    ]  # fmt: skip
    assert codes == [["l2"], ["l2", "l1", "dropout"]]


def test_a_budget_too_short_for_one_pair_says_what_it_would_take() -> None:
    with pytest.raises(ConfigError, match=r"quickest remedy \(l1\), 3 trainings each, take about "
                       r"60s\. Give --budget 75s, or fewer --seeds"):  # fmt: skip
        within_budget(timed(l2=30.0, l1=10.0), base_s=10.0, seeds=3, jobs=1, budget_s=59.0)


def test_with_one_seed_it_does_not_say_to_take_fewer() -> None:
    with pytest.raises(
        ConfigError, match=r"a training each, take about 20s\. Give --budget 25s\.$"
    ):
        within_budget(timed(l2=30.0, l1=10.0), base_s=10.0, seeds=1, jobs=1, budget_s=3.0)
