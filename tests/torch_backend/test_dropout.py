"""What PyTorch's side drops: its share, the same for the same seed, and as long as it should."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sentir.cells.packing import Packing
from sentir.cells.sequences import SEQUENCES
from sentir.cells.workspace import Workspace
from sentir.nets.spec import NetSpec
from sentir.text.vocabulary import PADDING
from sentir.torch_backend.dropout import drop_words, dropout, mask
from sentir.torch_backend.network import Network
from sentir.torch_backend.row_dropout import read_masked, step_through, weights_of
from tests.nets.samples import KINDS, ragged, small_net

torch.set_num_threads(1)

LENGTHS = np.array([3, 0, 7, 2, 7, 1])


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_dropout_zeroes_its_share_and_keeps_the_mean(share: float) -> None:
    out = dropout(torch.ones(300, 400), share, seeded())
    assert float((out == 0).double().mean()) == pytest.approx(share, abs=0.005)
    assert float(out.mean()) == pytest.approx(1, abs=0.03)
    assert out[out != 0].allclose(torch.tensor(1 / (1 - share)))


def test_without_draws_or_a_share_values_pass_as_they_are() -> None:
    values, ids = torch.ones(2, 3), torch.arange(4)
    for share, draws in ((0.5, None), (0.0, seeded())):
        assert dropout(values, share, draws) is values
        assert drop_words(ids, share, draws) is ids


def test_a_share_of_the_words_becomes_unknown_and_the_others_and_padding_stay() -> None:
    ids = torch.arange(2, 50_002)
    assert (drop_words(torch.zeros(1000, dtype=torch.long), 0.5, seeded()) == PADDING).all()
    read = drop_words(ids, 0.1, seeded())
    assert float((read == 1).double().mean()) == pytest.approx(0.1, abs=0.005)
    assert (read[read != 1] == ids[read != 1]).all()


def test_the_same_seed_drops_the_same() -> None:
    net = small_net(**KINDS["gru"], word_dropout=0.3, embedding_dropout=0.2, pooled_dropout=0.4)
    network = Network.of(net.spec, net.parameters, torch.device("cpu"))
    first, second, other = (network(ragged(), seeded(seed)) for seed in (7, 7, 8))
    assert first.equal(second)
    assert not first.equal(other)


@pytest.mark.parametrize("cell", sorted(SEQUENCES))
def test_a_masked_state_enters_every_step_as_it_does_in_numpy(cell: str) -> None:
    rng, packing = np.random.default_rng(0), Packing.of(LENGTHS)
    layer = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[cell](4, 6).double()
    x = torch.from_numpy(rng.normal(size=(packing.slots, 4)))
    drawn = mask(torch.Size((packing.widest, 6)), 0.4, seeded(), like=x)
    theirs = step_through(cell, weights_of(layer, ""), x, packing, mask_FH=drawn)
    upstream = torch.from_numpy(rng.normal(size=(packing.slots, 6)))
    torch.autograd.backward(theirs, upstream)

    ih, hh, b_ih, b_hh = (weight.detach().numpy() for weight in weights_of(layer, ""))
    ours, backward = SEQUENCES[cell](
        x.numpy() @ ih.T + b_ih, hh, b_hh, packing, Workspace(), mask_BH=drawn.numpy()
    )
    np.testing.assert_allclose(ours, theirs.detach().numpy(), rtol=0, atol=1e-12)
    _, d_hh, _ = backward(upstream.numpy())
    found = layer.weight_hh_l0.grad
    assert isinstance(found, torch.Tensor)
    np.testing.assert_allclose(d_hh, found.numpy(), rtol=0, atol=1e-12)


@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("cell", sorted(SEQUENCES))
def test_step_by_step_a_layer_without_masks_reads_as_torchs_own(
    cell: str, bidirectional: bool
) -> None:
    spec = NetSpec(
        words=5, outputs=2, cell=cell, embedding_size=4, hidden_sizes=(6,), pooling="last",
        bidirectional=bidirectional,
    )  # fmt: skip
    kinds = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
    layer = kinds[cell](4, 6, bidirectional=bidirectional).double()
    packing = Packing.of(LENGTHS)
    x = torch.from_numpy(np.random.default_rng(1).normal(size=(packing.slots, 4)))
    packed = torch.nn.utils.rnn.PackedSequence(x, torch.from_numpy(packing.sizes))
    states, final = read_masked(layer, packed, packing, spec=spec, draws=seeded())
    theirs, last = layer(packed)
    assert states.data.allclose(theirs.data, rtol=0, atol=1e-12)
    assert final.allclose(last[0] if cell == "lstm" else last, rtol=0, atol=1e-12)


def test_units_of_the_input_are_dropped_for_a_whole_text() -> None:
    spec = NetSpec(
        words=5, outputs=2, cell="rnn", embedding_size=4, hidden_sizes=(4,), pooling="last",
        input_dropout=0.5,
    )  # fmt: skip
    layer = torch.nn.RNN(4, 4, bias=True)
    with torch.no_grad():
        for weight in weights_of(layer, ""):
            weight.zero_()
        weights_of(layer, "")[0].copy_(torch.eye(4))  # each state shows its unit of the input
    packing = Packing.of(np.array([6, 6, 6, 6]))
    packed = torch.nn.utils.rnn.PackedSequence(torch.ones(24, 4), torch.from_numpy(packing.sizes))
    states, _ = read_masked(layer, packed, packing, spec=spec, draws=seeded())
    by_step = (states.data.view(6, 4, 4) == 0).int()
    assert by_step.equal(by_step[:1].expand(6, 4, 4))
    assert 0 < int(by_step[0].sum()) < 16
    assert not by_step[0, 0].equal(by_step[0, 1])
