"""Dropout that lasts a text equals torch's own layers with masked weights, in double.

The state's mask m enters the product with W_hh as h m W^T = h (W m)^T, and that of the input as
x m W^T = x (W m)^T: a row with masks is one without, read by torch with masked weights.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from sentir.cells.packing import Packing
from sentir.nets.gradients import RowGradient
from sentir.nets.row_dropout import RowDropout
from tests.nets.samples import OUTPUTS, WORDS, ragged, small_net
from tests.parity.torch_twin import TorchTwin

if TYPE_CHECKING:
    from torch import Tensor

    from sentir.cells.arrays import Floats
    from sentir.nets.net import Net
    from sentir.text.sequences import Sequences

SEED = 7


def masks_of(net: Net, texts: Sequences) -> dict[str, tuple[Floats, Floats]]:
    """Return the masks (B, D) and (B, H) that a forward of this seed draws, by direction."""
    found: dict[str, tuple[Floats, Floats]] = {}
    rng = np.random.default_rng(SEED)
    packing = Packing.of(texts.lengths)
    for layer, sizes in enumerate(net.spec.recurrent_sizes):
        for suffix in ("", "_reverse")[: net.spec.directions]:
            dropout = RowDropout(
                input_share=net.spec.input_dropout, state_share=net.spec.recurrent_dropout
            )
            drawn = dropout.draw(packing, sizes=sizes, dtype=np.float64, rng=rng)
            assert drawn.read is not None
            assert drawn.state is not None
            state: Floats = np.ones((len(texts), sizes[1]))
            state[packing.order[: packing.widest]] = drawn.state
            found[f"recurrent.{layer}.{{}}_l0{suffix}"] = drawn.read.copy(), state
    return found


def torch_logits(twin: TorchTwin, texts: Sequences, masks: dict[str, Any]) -> Tensor:
    rows = []
    for row in range(len(texts)):
        changed: dict[str, Tensor] = {**dict(twin.named_parameters())}
        for name, (read, state) in masks.items():
            ih, hh = name.format("weight_ih"), name.format("weight_hh")
            changed[ih] = changed[ih] * torch.from_numpy(read[row])
            changed[hh] = changed[hh] * torch.from_numpy(state[row])
        one = texts.take(np.array([row]))
        rows.append(torch.func.functional_call(twin, changed, (one,)))
    return torch.cat(rows)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_a_net_with_row_dropout_equals_torchs_with_masked_weights(
    cell: str, bidirectional: bool
) -> None:
    net = small_net(
        cell=cell,
        hidden_sizes=(5, 3),
        bidirectional=bidirectional,
        pooling="max",
        input_dropout=0.4,
        recurrent_dropout=0.3,
    )
    texts, twin = ragged(), TorchTwin.of(net)
    weights = np.random.default_rng(2).standard_normal((len(texts), OUTPUTS))
    theirs = torch_logits(twin, texts, masks_of(net, texts))
    loss = (theirs * torch.from_numpy(weights)).sum()
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped

    ours, backward = net.forward(texts, np.random.default_rng(SEED))
    gradients = backward(weights)

    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=0, atol=1e-11)
    for name, parameter in twin.named_parameters():
        found = gradients[name]
        dense = found.dense(WORDS) if isinstance(found, RowGradient) else found
        assert parameter.grad is not None
        np.testing.assert_allclose(dense, parameter.grad.numpy(), rtol=0, atol=1e-11, err_msg=name)
