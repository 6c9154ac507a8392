from __future__ import annotations

import numpy as np
import pytest

from sentir.errors import RunError
from sentir.runtime.distance import FAR, FEW_LEVELS, LEVELS, Reference, build_reference


def states_around(centers: np.ndarray, rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    targets = rng.integers(0, len(centers), rows)
    noise = rng.normal(size=(rows, centers.shape[1])) * 0.15
    return (centers[targets] + noise).astype(np.float32), targets


def reference_of(classes: int = 3, size: int = 16, rows: int = 2000) -> Reference:
    states, targets = states_around(np.eye(classes, size), rows, seed=1)
    validation, _ = states_around(np.eye(classes, size), 1000, seed=2)
    return build_reference(
        states, targets, validation_states=validation, rng=np.random.default_rng(0)
    )


def test_one_in_a_hundred_rows_like_the_training_data_is_far() -> None:
    fresh, _ = states_around(np.eye(3, 16), 5000, seed=3)
    assert reference_of().far(fresh).mean() == pytest.approx(0.01, abs=0.01)


def test_states_of_no_class_are_far() -> None:
    elsewhere, _ = states_around(np.eye(16)[10:12], 500, seed=4)
    assert reference_of().far(elsewhere).mean() > 0.9


def test_at_most_the_stated_share_of_validation_rows_is_farther() -> None:
    validation, _ = states_around(np.eye(3, 16), 1000, seed=2)
    reference = reference_of()
    for level, quantile in zip(LEVELS, reference.quantiles, strict=True):
        assert (reference.distances(validation) > quantile).mean() <= 1 - level
    assert (
        reference.far(validation).sum()
        == (reference.distances(validation) > reference.quantiles[LEVELS.index(FAR)]).sum()
    )


def test_the_length_of_a_state_does_not_matter() -> None:
    states, _ = states_around(np.eye(3, 16), 20, seed=5)
    reference = reference_of()
    np.testing.assert_allclose(reference.distances(states), reference.distances(states * 7), 1e-5)


def test_a_state_of_zeros_is_at_distance_one() -> None:
    assert reference_of().distances(np.zeros((2, 16), np.float32)).tolist() == [1, 1]


@pytest.mark.parametrize(
    ("classes", "size", "rows"), [(2, 4, 5), (6, 256, 300), (28, 1024, 200), (100, 2048, 150)]
)
def test_a_reference_takes_at_most_a_hundred_kilobytes(classes: int, size: int, rows: int) -> None:
    arrays = reference_of(classes, size, rows).to_arrays()
    assert 0 < arrays["prototypes"].nbytes <= 100_000


def test_a_net_of_the_largest_state_keeps_a_few_prototypes() -> None:
    states, targets = states_around(np.eye(3, 16384), 20, seed=1)
    arrays = build_reference(
        states, targets, validation_states=states[:0], rng=np.random.default_rng(0)
    ).to_arrays()
    assert arrays["prototypes"].shape == (2, 16384)
    assert arrays["quantiles"].tolist() == [2.0] * len(LEVELS)  # nothing to compare with, so never


def test_equal_generators_give_equal_references() -> None:
    one, two = reference_of().to_arrays(), reference_of().to_arrays()
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_a_stored_reference_measures_the_same_distances() -> None:
    reference, states = reference_of(), states_around(np.eye(3, 16), 20, seed=5)[0]
    back = Reference.from_arrays(reference.to_arrays(), state_size=16, name="model")
    np.testing.assert_array_equal(back.distances(states), reference.distances(states))


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("prototypes", np.zeros((3, 15), np.float16)),
        ("prototypes", np.zeros((0, 16), np.float16)),
        ("prototypes", np.zeros((3, 16), np.float32)),
        ("prototypes", np.full((3, 16), np.nan, np.float16)),
        ("quantiles", np.zeros(4)),
        ("quantiles", np.zeros(5, np.float32)),
    ],
)
def test_a_stored_reference_that_cannot_be_is_refused(name: str, array: np.ndarray) -> None:
    arrays = reference_of().to_arrays() | {name: array}
    with pytest.raises(RunError, match=r"model: reference\.safetensors is damaged.*16 numbers"):
        Reference.from_arrays(arrays, state_size=16, name="model")


def test_a_file_with_the_five_quantiles_of_an_earlier_sentir_still_tells_what_is_far() -> None:
    prototypes = np.array([[1.0, 0.0]], np.float16)
    arrays = {"prototypes": prototypes, "quantiles": np.array([0.1, 0.2, 0.3, 0.4, 0.5])}
    reference = Reference.from_arrays(arrays, state_size=2, name="old.sentir")
    assert reference.levels == FEW_LEVELS
    states = np.array([[0.65, np.sqrt(1 - 0.65**2)], [0.55, np.sqrt(1 - 0.55**2)]], np.float32)
    assert reference.far(states).tolist() == [False, True]
