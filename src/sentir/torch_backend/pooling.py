"""How the states of all words of a text become one.

Legend: T steps, F rows (none is empty), S state size of all directions, H of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor, nn


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What reading some rows came to.

    Attributes:
        states: (T, F, S) padded.
        is_word: (T, F, 1) true where a row has a word.
        final: (directions, F, H) state after each direction's last word; None for a bag.
        scored: the layer that gives each state its score, where the net has attention.
        places: words that flattening has room for.
    """

    states: Tensor
    is_word: Tensor
    final: Tensor | None
    scored: nn.Linear | None
    places: int


def last(read: Read) -> Tensor:
    """Return the states after the last word (F, S)."""
    assert read.final is not None  # noqa: S101 - a spec of a bag has no such pooling
    return torch.cat(list(read.final), dim=1)


def largest(read: Read) -> Tensor:
    """Return the largest of each number (F, S); its gradient goes to the first of equal ones."""
    return read.states.masked_fill(~read.is_word, -torch.inf).max(dim=0).values


def mean(read: Read) -> Tensor:
    """Return the mean of the states (F, S)."""
    return read.states.masked_fill(~read.is_word, 0).sum(dim=0) / read.is_word.sum(dim=0)


def attention(read: Read) -> Tensor:
    """Return the mean of the states weighed by the softmax of w . tanh(state)  (F, S)."""
    assert read.scored is not None  # noqa: S101 - the net has the layer where it pools so
    scores = read.scored(torch.tanh(read.states)).masked_fill(~read.is_word, -torch.inf)
    return (torch.softmax(scores, dim=0) * read.states).sum(dim=0)


def flatten(read: Read) -> Tensor:
    """Return the states of all places side by side (F, places S), zeros behind a row's end."""
    steps = len(read.states)
    states = read.states.masked_fill(~read.is_word, 0)
    whole = functional.pad(states, (0, 0, 0, 0, 0, read.places - steps))
    return whole.transpose(0, 1).flatten(start_dim=1)


POOLINGS: dict[str, Callable[[Read], Tensor]] = {
    "last": last,
    "max": largest,
    "mean": mean,
    "attention": attention,
    "flatten": flatten,
}
