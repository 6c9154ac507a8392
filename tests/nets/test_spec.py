"""A spec says what a net is made of; a stored one is believed only within bounds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentir.errors import RunError
from sentir.nets.spec import NetSpec
from tests.nets.samples import ALL, KINDS, WIDE, small_spec

LATER = ("input_dropout", "recurrent_dropout", "places")  # not yet in the first model files
GOOD = small_spec(**KINDS["gru"]).to_json()


@pytest.mark.parametrize("kind", ALL)
def test_a_spec_comes_back_from_json_as_it_was(kind: str) -> None:
    spec = small_spec(**ALL[kind])
    assert NetSpec.from_json(json.loads(json.dumps(spec.to_json()))) == spec


def test_a_state_is_as_large_as_both_directions_of_the_top_layer() -> None:
    assert small_spec(**KINDS["rnn"]).state_size == 6
    assert small_spec(**KINDS["rnn"]).recurrent_sizes == ((4, 5), (10, 3))
    assert small_spec(**KINDS["lstm"]).state_size == 4


def test_a_bag_has_one_direction_whatever_is_set() -> None:
    spec = small_spec(cell="bag", bidirectional=True)
    assert (spec.directions, spec.state_size) == (1, 4)


def test_the_state_of_a_wide_net_is_what_its_first_layer_gives_out() -> None:
    sizes = {kind: small_spec(**WIDE[kind]) for kind in WIDE}
    assert {kind: (spec.pooled_size, spec.state_size) for kind, spec in sizes.items()} == {
        "multi_hot": (21, 4),
        "multi_hot alone": (21, 3),
        "flat bag": (256, 3),
        "flat gru": (64 * 6, 4),
    }


@pytest.mark.parametrize(
    ("change", "found", "expected"),
    [
        ({"words": 10**12}, "words holds 1000000000000", "from 2 to 10000000"),
        ({"words": 10**5000}, "a number of more than 19 digits", "whole numbers"),
        ({"words": True}, "words holds True", "whole numbers"),
        ({"outputs": 0}, "outputs holds 0", "from 1 to 100000"),
        ({"embedding_size": 100.0}, "embedding_size holds 100.0", "whole numbers"),
        ({"embedding_size": "9" * 999}, f"holds '{'9' * 40}';", "whole numbers"),
        ({"hidden_sizes": [8193]}, "hidden_sizes holds 8193", "from 1 to 8192"),
        ({"hidden_sizes": [5] * 65}, "hidden_sizes is a list of 65", "at most 64 sizes"),
        ({"hidden_sizes": 128}, "hidden_sizes is 128", "a list of at most 64 sizes"),
        ({"dense_sizes": [[4]]}, "dense_sizes holds a list of 1", "whole numbers from 1 to 8192"),
        ({"dense_sizes": None}, "dense_sizes is None", "a list"),
        ({"cell": "transformer"}, "cell is 'transformer'", "one of multi_hot, bag, rnn, lstm, gru"),
        ({"cell": ["gru"]}, "cell is a list of 1", "one of multi_hot"),
        ({"pooling": "sum"}, "pooling is 'sum'", "one of last, max, mean, attention, flatten"),
        ({"dense_activation": 3}, "dense_activation is 3", "linear, sigmoid, tanh, relu"),
        ({"bidirectional": 1}, "bidirectional is 1", "true or false"),
        ({"word_dropout": 1.0}, "word_dropout is 1.0", "a share from 0 to below 1"),
        ({"pooled_dropout": float("nan")}, "pooled_dropout is nan", "a share"),
        ({"dense_dropout": "0.5"}, "dense_dropout is '0.5'", "a share"),
        ({"input_dropout": None}, "input_dropout is None", "a share"),
        ({"recurrent_dropout": 1}, "recurrent_dropout is 1", "a share from 0 to below 1"),
        ({"embedding_dropout": False}, "embedding_dropout is False", "a share"),
        ({"embedding_scale": 0}, "embedding_scale is 0", "a number above 0, at most 1000"),
        ({"embedding_scale": float("inf")}, "embedding_scale is inf", "a number above 0"),
        ({"hidden_sizes": []}, "cell is gru with 0 recurrent layers", "one or more for rnn, lstm"),
        ({"cell": "bag"}, "cell is bag with 1 recurrent layers", "none for a bag"),
        ({"cell": "bag", "hidden_sizes": [], "pooling": "last"}, "a bag pools the last", "mean"),
        ({"cell": "multi_hot"}, "cell is multi_hot with 1 recurrent layers", "none for a bag"),
        ({"places": -1}, "places holds -1", "from 0 to 100000"),
        ({"places": 5}, "pooling is attention with 5 places", "none for the others"),
        ({"pooling": "flatten"}, "pooling is flatten with 0 places", "one or more for flatten"),
        ({"hidden_size": 5}, "the key 'hidden_size'", 'Did you mean "hidden_sizes"?'),
    ],
)
def test_a_hostile_value_is_refused_with_what_was_found_and_expected(
    change: dict[str, Any], found: str, expected: str
) -> None:
    with pytest.raises(RunError) as refusal:
        NetSpec.from_json(GOOD | change)
    message = str(refusal.value)
    assert message.startswith("The stored network cannot be built: ")
    assert found in message
    assert expected in message
    assert message.endswith("take another copy, or train again.")
    assert len(message) < 400


@pytest.mark.parametrize("name", [name for name in GOOD if name not in LATER])
def test_a_missing_key_is_named(name: str) -> None:
    with pytest.raises(RunError, match=f"{name} is missing; expected every key of a network"):
        NetSpec.from_json({key: value for key, value in GOOD.items() if key != name})


def test_the_spec_of_an_earlier_file_is_the_same_net_without_what_came_later() -> None:
    earlier = {key: value for key, value in GOOD.items() if key not in LATER}
    assert NetSpec.from_json(earlier) == small_spec(**KINDS["gru"])


@pytest.mark.parametrize("stored", [None, [], "gru", 3])
def test_anything_but_an_object_is_refused(stored: object) -> None:
    with pytest.raises(RunError, match=f"it is a {type(stored).__name__}; expected an object"):
        NetSpec.from_json(stored)


@given(
    name=st.sampled_from(sorted(GOOD)),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=5,
    ),
)
def test_any_json_value_is_taken_or_refused_and_nothing_else(name: str, value: object) -> None:
    try:
        spec = NetSpec.from_json(GOOD | {name: value})
    except RunError:
        return
    assert NetSpec.from_json(spec.to_json()) == spec
