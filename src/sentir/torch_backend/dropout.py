"""What is dropped in training, drawn on the device from the update's own seed.

Source: `sentir.nets.dropout`; the shares are the same, the draws are others.
"""

from __future__ import annotations

import torch
from torch import Tensor

from sentir.text.vocabulary import PADDING, UNKNOWN


def dropout(values: Tensor, share: float, draws: torch.Generator | None) -> Tensor:
    """Return the values with a share dropped and the rest made larger; without draws all."""
    if draws is None or share == 0:
        return values
    return values * mask(values.shape, share, draws, like=values)


def drop_words(ids: Tensor, share: float, draws: torch.Generator | None) -> Tensor:
    """Return the ids with a share of them read as the unknown word; padding is no word."""
    if draws is None or share == 0:
        return ids
    return torch.where(_stays(ids.shape, share, draws) | (ids == PADDING), ids, UNKNOWN)


def mask(shape: torch.Size, share: float, draws: torch.Generator, *, like: Tensor) -> Tensor:
    """Return zeros for a share of the numbers and 1 / (1 - share) for the rest."""
    if share == 0:
        return like.new_ones(shape)
    return _stays(shape, share, draws).to(like.dtype) / (1 - share)


def _stays(shape: torch.Size, share: float, draws: torch.Generator) -> Tensor:
    return torch.rand(shape, generator=draws, device=draws.device) >= share
