"""One step of each recurrent cell, forward and backward: the lesson, and what the rest must equal.

A step returns its output and its backward. The backward takes the derivative of the loss by that
output and returns those by the input, by the state before and by the weights. Its lines go up the
forward's, last line first, and name the line that each undoes.

Legend: B rows, D input size, H hidden size, G = gates * H. `d_y` is the derivative of the loss
by y. Where `s = x W^T`, calculus gives `d_x = d_s W` and `d_W = d_s^T x`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from sentir.cells.arrays import Floats
from sentir.cells.sigmoid import sigmoid


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellWeights:
    """The weights of a cell, or their derivatives, as torch lays them out.

    Attributes:
        ih: (G, D) torch's weight_ih; gates below one another: i, f, g, o (LSTM), r, z, n (GRU).
        hh: (G, H) torch's weight_hh.
        b_ih: (G,) torch's bias_ih.
        b_hh: (G,) torch's bias_hh.
    """

    ih: Floats
    hh: Floats
    b_ih: Floats
    b_hh: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LstmState:
    """What an LSTM hands on: h (B, H), which others see, and its memory c (B, H)."""

    h: Floats
    c: Floats


# d_output -> d_x, d_state, d_weights
StepBackward: TypeAlias = Callable[[Floats], tuple[Floats, Floats, CellWeights]]
LstmBackward: TypeAlias = Callable[[LstmState], tuple[Floats, LstmState, CellWeights]]


def rnn_step(weights: CellWeights, x_BD: Floats, h_BH: Floats) -> tuple[Floats, StepBackward]:
    """Return the next state of an Elman RNN, h' = tanh(x W_ih^T + b_ih + h W_hh^T + b_hh).

    Source: Elman 1990, Finding structure in time; torch.nn.RNN.
    """
    s_BH = x_BD @ weights.ih.T + weights.b_ih + h_BH @ weights.hh.T + weights.b_hh  # (1)
    new_BH = np.tanh(s_BH)  # (2)

    def backward(d_new_BH: Floats) -> tuple[Floats, Floats, CellWeights]:
        d_s_BH = d_new_BH * (1 - new_BH**2)  # of (2): tanh' = 1 - tanh^2
        d_weights = CellWeights(
            ih=d_s_BH.T @ x_BD, hh=d_s_BH.T @ h_BH, b_ih=d_s_BH.sum(0), b_hh=d_s_BH.sum(0)
        )  # of (1)
        return d_s_BH @ weights.ih, d_s_BH @ weights.hh, d_weights  # of (1)

    return new_BH, backward


def lstm_step(
    weights: CellWeights, x_BD: Floats, state: LstmState
) -> tuple[LstmState, LstmBackward]:
    """Return the next state of an LSTM: c' = f c + i g, h' = o tanh(c').

    The gates i (in), f (keep) and o (out) lie between 0 and 1; g is what may be written. As c is
    only scaled and added to, its derivative reaches far back.

    Source: Hochreiter & Schmidhuber 1997; Gers et al. 2000 (forget gate); torch.nn.LSTM.
    """
    h_BH, c_BH = state.h, state.c
    s_BG = x_BD @ weights.ih.T + weights.b_ih + h_BH @ weights.hh.T + weights.b_hh  # (1)
    s_i, s_f, s_g, s_o = np.split(s_BG, 4, axis=1)
    i, f, o = sigmoid(s_i), sigmoid(s_f), sigmoid(s_o)  # (2)
    g = np.tanh(s_g)  # (3)
    new_c_BH = f * c_BH + i * g  # (4)
    squashed_BH = np.tanh(new_c_BH)  # (5)
    new_h_BH = o * squashed_BH  # (6)

    def backward(d_new: LstmState) -> tuple[Floats, LstmState, CellWeights]:
        d_o, d_squashed_BH = d_new.h * squashed_BH, d_new.h * o  # of (6)
        d_c_BH = d_new.c + d_squashed_BH * (1 - squashed_BH**2)  # of (5); c' is handed on as well
        d_i, d_f, d_g = d_c_BH * g, d_c_BH * c_BH, d_c_BH * i  # of (4)
        d_s_g = d_g * (1 - g**2)  # of (3)
        d_s_i, d_s_f, d_s_o = d_i * i * (1 - i), d_f * f * (1 - f), d_o * o * (1 - o)  # of (2)
        d_s_BG = np.concatenate([d_s_i, d_s_f, d_s_g, d_s_o], axis=1)
        d_weights = CellWeights(
            ih=d_s_BG.T @ x_BD, hh=d_s_BG.T @ h_BH, b_ih=d_s_BG.sum(0), b_hh=d_s_BG.sum(0)
        )  # of (1)
        d_state = LstmState(h=d_s_BG @ weights.hh, c=d_c_BH * f)  # of (1); of (4)
        return d_s_BG @ weights.ih, d_state, d_weights  # of (1)

    return LstmState(h=new_h_BH, c=new_c_BH), backward


def gru_step(weights: CellWeights, x_BD: Floats, h_BH: Floats) -> tuple[Floats, StepBackward]:
    """Return the next state of a GRU: h' = (1 - z) n + z h, where n looks at h through r.

    The gates r (look back) and z (keep) lie between 0 and 1. The reset gate r is applied after
    the product with W_hh, bias included, as torch and cuDNN do, not before it as in the paper.

    Source: Cho et al. 2014; torch.nn.GRU.
    """
    p_BG = x_BD @ weights.ih.T + weights.b_ih  # (1) from the input
    s_BG = h_BH @ weights.hh.T + weights.b_hh  # (2) from the state
    (p_r, p_z, p_n), (s_r, s_z, s_n) = np.split(p_BG, 3, axis=1), np.split(s_BG, 3, axis=1)
    r, z = sigmoid(p_r + s_r), sigmoid(p_z + s_z)  # (3)
    n = np.tanh(p_n + r * s_n)  # (4)
    new_BH = (1 - z) * n + z * h_BH  # (5)

    def backward(d_new_BH: Floats) -> tuple[Floats, Floats, CellWeights]:
        d_n, d_z = d_new_BH * (1 - z), d_new_BH * (h_BH - n)  # of (5)
        d_p_n = d_n * (1 - n**2)  # of (4)
        d_r, d_s_n = d_p_n * s_n, d_p_n * r  # of (4)
        d_s_r, d_s_z = d_r * r * (1 - r), d_z * z * (1 - z)  # of (3); d_p_r and d_p_z are equal
        d_s_BG = np.concatenate([d_s_r, d_s_z, d_s_n], axis=1)
        d_p_BG = np.concatenate([d_s_r, d_s_z, d_p_n], axis=1)
        d_h_BH = d_s_BG @ weights.hh + d_new_BH * z  # of (2), (5)
        d_weights = CellWeights(
            ih=d_p_BG.T @ x_BD, hh=d_s_BG.T @ h_BH, b_ih=d_p_BG.sum(0), b_hh=d_s_BG.sum(0)
        )  # of (1), (2)
        return d_p_BG @ weights.ih, d_h_BH, d_weights  # of (1)

    return new_BH, backward
