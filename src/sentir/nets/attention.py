"""Attention pooling: a weighted mean of a text's states, the weights learned.

Legend: B rows, N slots, H state size of one direction, S of all directions together.

    (1) score_n = w . tanh(h_n)        the parts of w and h of each direction, added up
    (2) a = softmax of the scores of a row
    (3) pooled = sum of a_n h_n over the row

The second direction's states lie in its own reading order: one number a slot, the score or the
weight, is put in the other order, never the states.
Source: Yang et al. 2016, "Hierarchical attention networks", with tanh of the state itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sentir.nets.row_sums import row_sums

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sentir.cells.arrays import Floats, Ints
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace


def attention(
    states: Sequence[Floats],
    packing: Packing,
    parameters: Mapping[str, Floats],
    workspaces: Sequence[Workspace],
) -> tuple[Floats, Callable[[Floats], tuple[list[Floats], dict[str, Floats]]]]:
    """Return the pooled states (B, S), and the backward to those of each direction and to w."""
    w_parts = np.split(parameters["attention.weight"][0], len(states))
    squashed = [
        np.tanh(h_NH, out=workspace.take("squashed", *h_NH.shape, dtype=h_NH.dtype))
        for h_NH, workspace in zip(states, workspaces, strict=True)
    ]
    scores_N = _in_reading_order([t @ w for t, w in zip(squashed, w_parts, strict=True)], packing)
    weights_N = _softmax(scores_N, packing.rows, packing.lengths.size)  # (2)
    weights = (weights_N, weights_N[packing.reverse])[: len(states)]
    pooled = []
    for h_NH, a_N, workspace in zip(states, weights, workspaces, strict=True):
        weighted_NH = workspace.take("weighted", *h_NH.shape, dtype=h_NH.dtype)
        pooled.append(row_sums(np.multiply(h_NH, a_N[:, None], out=weighted_NH), packing))  # (3)

    def backward(d_pooled_BS: Floats) -> tuple[list[Floats], dict[str, Floats]]:
        d_read, d_weights = [], []
        for part_BH, h_NH, workspace in zip(
            np.split(d_pooled_BS, len(states), axis=1), states, workspaces, strict=True
        ):
            room = workspace.take("d_read", *h_NH.shape, dtype=h_NH.dtype)
            d_read_NH = np.take(part_BH, packing.rows, axis=0, out=room, mode="clip")
            d_read.append(d_read_NH)
            d_weights.append(np.einsum("nh,nh->n", d_read_NH, h_NH))  # of (3)
        d_weights_N = _in_reading_order(d_weights, packing)
        shared_B = np.bincount(packing.rows, weights_N * d_weights_N, packing.lengths.size)
        shared_N = shared_B.astype(weights_N.dtype)[packing.rows]
        d_scores_N = weights_N * (d_weights_N - shared_N)  # of (2)
        d_scores = (d_scores_N, d_scores_N[packing.reverse])[: len(states)]

        d_states, d_w = [], []
        for k, t_NH in enumerate(squashed):
            d_w.append(t_NH.T @ d_scores[k])  # of (1)
            room = workspaces[k].take("d_tanh", *t_NH.shape, dtype=t_NH.dtype)
            d_tanh_NH = np.multiply(t_NH, t_NH, out=room)
            np.subtract(1, d_tanh_NH, out=d_tanh_NH)
            d_tanh_NH *= w_parts[k]
            d_tanh_NH *= d_scores[k][:, None]
            d_h_NH = d_read[k]
            d_h_NH *= weights[k][:, None]  # of (3)
            d_h_NH += d_tanh_NH
            d_states.append(d_h_NH)
        return d_states, {"attention.weight": np.concatenate(d_w)[None]}

    return np.concatenate(pooled, axis=1), backward


def _in_reading_order(parts: Sequence[Floats], packing: Packing) -> Floats:
    """Return the sum over directions of one number a slot (N,), in the first one's order."""
    return parts[0] if len(parts) == 1 else parts[0] + parts[1][packing.reverse]


def _softmax(scores_N: Floats, rows_N: Ints, rows: int) -> Floats:
    """Return exp(score) of each slot as a share of its row's."""
    highest_B = np.full(rows, -np.inf, scores_N.dtype)
    np.maximum.at(highest_B, rows_N, scores_N)
    shares_N = np.exp(scores_N - highest_B[rows_N])
    shares_N /= np.bincount(rows_N, shares_N, rows).astype(scores_N.dtype)[rows_N]
    return shares_N
