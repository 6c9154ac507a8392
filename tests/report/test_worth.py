from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from sentir.baselines.linear import HASHED_FROM_ROWS
from sentir.report.language import language
from sentir.report.score_words import model_name, worth_sentence
from sentir.report.worth import worth
from sentir.statistics.intervals import wilson

if TYPE_CHECKING:
    from sentir.report import shape


def _scores(right: int, n: int) -> shape.Scores:
    return {"accuracy": wilson(right, n).to_json()}  # type: ignore[dict-item]  # value, low, high, n


def _right(right: int, n: int, *, seed: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    rows = np.arange(n) < right
    np.random.default_rng(seed).shuffle(rows)
    return rows


def test_a_clear_lead_on_the_same_rows_is_better_and_the_reverse_is_worse() -> None:
    net, linear = _right(930, 1000, seed=0), _right(800, 1000, seed=1)
    lead = worth(
        _scores(930, 1000), {"linear": _scores(800, 1000)},
        net_right=net, rivals_right={"linear": linear},
    )  # fmt: skip
    assert (lead["outcome"], lead["against"], lead["paired"]) == ("better", "linear", True)
    assert lead["difference"]["value"] == pytest.approx(0.13)
    lag = worth(
        _scores(800, 1000), {"linear": _scores(930, 1000)},
        net_right=linear, rivals_right={"linear": net},
    )  # fmt: skip
    assert lag["outcome"] == "worse"
    said = worth_sentence(lag, "test", language("en"), learned_from=900)
    assert said.startswith("On 1,000 test rows the net is not worth it: 13.0 points [10.")
    assert "-" not in said.replace("TF-IDF", "")
    many = worth_sentence(lag, "test", language("en"), learned_from=HASHED_FROM_ROWS + 1)
    assert many.endswith("worse than hashed words + logistic regression.")
    assert model_name("linear", language("en"), rows=HASHED_FROM_ROWS).startswith("TF-IDF")


def test_the_strongest_baseline_is_the_rival() -> None:
    rivals = {"majority": _scores(900, 1000), "linear": _scores(700, 1000)}
    found = worth(_scores(905, 1000), rivals, net_right=_right(905, 1000, seed=0), rivals_right={})
    assert (found["against"], found["outcome"], found["paired"]) == ("majority", "tied", False)
    said = worth_sentence(found, "validation", language("es"), learned_from=900)
    assert said.startswith(
        "En 1000 filas de validación no se distinguen la red y responder siempre"
    )


def test_without_a_linear_baseline_it_is_not_said_that_the_net_is_worth_it() -> None:
    rivals = {"majority": _scores(200, 1000)}
    right = _right(905, 1000, seed=0)
    found = worth(_scores(905, 1000), rivals, net_right=right, rivals_right={})
    assert found["outcome"] == "better"
    said = worth_sentence(found, "validation", language("en"), learned_from=900)
    assert said.endswith("Whether it is worth it beside a linear model was not measured.")


def test_without_the_rivals_answers_the_interval_is_wider() -> None:
    net, linear = _right(930, 1000, seed=0), _right(920, 1000, seed=0)
    scores, rivals = _scores(930, 1000), {"linear": _scores(920, 1000)}
    paired = worth(scores, rivals, net_right=net, rivals_right={"linear": linear})["difference"]
    apart = worth(scores, rivals, net_right=net, rivals_right={})["difference"]
    assert apart["value"] == pytest.approx(paired["value"])
    assert (apart["low"] or 0) < (paired["low"] or 0)
    assert (apart["high"] or 0) > (paired["high"] or 0)
