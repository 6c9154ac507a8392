"""The recurrent cells by name, over whole ragged batches.

Every cell has the same two functions, so that a layer knows no cell by name. Legend: N slots of a
`Packing`, H hidden size, G = GATES[cell] * H.

    projected_NG   x W_ih^T + b_ih of each slot; the layer makes it, once for each distinct word
    hh (G, H), b_hh (G,)   torch's weight_hh and bias_hh, in torch's order of gates
    states_NH, backward = SEQUENCES[cell](projected_NG, hh, b_hh, packing, workspace)
    d_projected_NG, d_hh, d_b_hh = backward(d_states_NH)
    states_NH = STATES[cell](projected_NG, hh, b_hh, packing, workspace)   forward alone, faster

States and d_projected lie in the workspace: they are good until it is used again. Each row starts
from a state of zeros. For the other direction: `SEQUENCES[cell](projected[packing.reverse], ...)`,
whose states and d_projected are put back by `[packing.reverse]`.

`mask_BH` (rows alive at the first step, longest first; H) multiplies the state where it enters the
product with hh, the same at every step of a row and for all gates: recurrent dropout. What the GRU
carries on through z, and the LSTM in its cell, stays whole: a unit dropped there at every step
would forget all it knew, and one kept, made larger at each step, would grow without end.
Source: Gal & Ghahramani 2016, "A theoretically grounded application of dropout in recurrent neural
networks", with one mask for all gates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sentir.cells.gru_sequence import gru_sequence, gru_states
from sentir.cells.lstm_sequence import lstm_sequence, lstm_states
from sentir.cells.rnn_sequence import rnn_sequence, rnn_states

if TYPE_CHECKING:
    from sentir.cells.arrays import Floats, SequenceBackward
    from sentir.cells.packing import Packing
    from sentir.cells.workspace import Workspace


class SequenceForward(Protocol):
    """All states of a ragged batch, and the function that returns their gradients."""

    def __call__(
        self,
        projected_NG: Floats,
        hh: Floats,
        b_hh: Floats,
        packing: Packing,
        workspace: Workspace,
        *,
        mask_BH: Floats | None = None,
    ) -> tuple[Floats, SequenceBackward]:
        """Return states_NH and backward."""
        ...


class StatesForward(Protocol):
    """All states of a ragged batch; nothing is kept for a backward."""

    def __call__(
        self,
        projected_NG: Floats,
        hh: Floats,
        b_hh: Floats,
        packing: Packing,
        workspace: Workspace,
    ) -> Floats:
        """Return states_NH."""
        ...


GATES: dict[str, int] = {"rnn": 1, "lstm": 4, "gru": 3}
SEQUENCES: dict[str, SequenceForward] = {
    "rnn": rnn_sequence,
    "lstm": lstm_sequence,
    "gru": gru_sequence,
}
STATES: dict[str, StatesForward] = {"rnn": rnn_states, "lstm": lstm_states, "gru": gru_states}
