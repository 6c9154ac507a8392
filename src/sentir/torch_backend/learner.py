"""A PyTorch net that learns: one update, answers, and all that decides the updates to come.

It speaks NumPy arrays to the outside, under the names of a NumPy step's checkpoint.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from sentir.torch_backend.choice import device_of_this_machine
from sentir.torch_backend.flat import Flat
from sentir.torch_backend.losses import LOSSES
from sentir.torch_backend.network import Network
from sentir.torch_backend.room import enough_room
from sentir.torch_backend.rules import RULES, Pace, flush

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor

    from sentir.cells.arrays import Floats
    from sentir.data.batches import Batch
    from sentir.nets.spec import NetSpec
    from sentir.text.sequences import Sequences

_FLUSH_EVERY = 64
"""Updates between two looks for numbers too small to work with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is made small, and how: plain numbers.

    Attributes:
        loss: name of the task's loss.
        class_weights: (C,) what each class weighs.
        label_smoothing: share of each target spread over all classes.
        clip_norm: largest norm of a batch's gradient, before penalties; 0 leaves it alone.
        penalties: (l1, l2) of each parameter that is held small.
        rule: name of the optimizer's rule.
        numbers: the rule's own numbers.
        slots: names of what the rule keeps for each weight.
    """

    loss: str
    class_weights: Floats
    label_smoothing: float
    clip_norm: float
    penalties: Mapping[str, tuple[float, float]]
    rule: str
    numbers: Mapping[str, float]
    slots: tuple[str, ...]


class Learner:
    """A net on the GPU, or on the processor where there is none.

    Args:
        spec: what the net is made of.
        parameters: its first weights; copied.
        aim: what is made small, and how.
        threads: what it may use of the processor.

    Attributes:
        updates: how many were done.
    """

    def __init__(
        self,
        spec: NetSpec,
        parameters: Mapping[str, Floats],
        *,
        aim: Aim,
        threads: int,
    ) -> None:
        torch.set_num_threads(threads)
        torch.backends.cudnn.allow_tf32 = False  # single precision means single precision
        self.updates = 0
        self._aim = aim
        self._device = torch.device(device_of_this_machine())
        self._network = Network.of(spec, parameters, self._device)
        self._flat = Flat(self._network)
        self._weights = self._flat.joined(self._flat.parameters.values())  # what the rule moves
        self._slots = {kind: torch.zeros_like(self._weights) for kind in aim.slots}
        self._rule = RULES[aim.rule](**aim.numbers)
        self._class_weights = torch.from_numpy(aim.class_weights).to(self._weights)
        pairs = [aim.penalties.get(name, (0.0, 0.0)) for name in self._flat.parameters]
        self._l1, self._l2 = (self._strengths(each) for each in zip(*pairs, strict=True))
        self._generator = torch.Generator(self._device)

    def update(self, batch: Batch, *, rate: float, seed: int) -> tuple[float, bool]:
        """Learn from a batch; return its mean loss, and whether loss and gradient were finite.

        Args:
            batch: the rows.
            rate: learning rate.
            seed: decides what this update drops.
        """
        with enough_room():
            return self._update(batch, rate=rate, seed=seed)

    def _update(self, batch: Batch, *, rate: float, seed: int) -> tuple[float, bool]:
        self._generator.manual_seed(seed)
        targets = torch.from_numpy(batch.targets).to(self._device)
        mean_loss = LOSSES[self._aim.loss](
            self._network(batch.sequences, self._generator),
            targets,
            class_weights=self._class_weights,
            label_smoothing=self._aim.label_smoothing,
        )
        parameters = list(self._flat.parameters.values())
        found = torch.autograd.grad(
            mean_loss, parameters, allow_unused=True, materialize_grads=True
        )
        gradient = self._flat.joined(found)
        size = torch.dot(gradient, gradient).sqrt()
        # Both at once: the only wait for the device in an update.
        loss, norm = torch.stack([mean_loss.detach(), size.double()]).tolist()
        if not math.isfinite(loss + norm):
            return loss, False
        self._move(gradient, norm=norm, rate=rate)
        return loss, True

    def logits(self, sequences: Sequences) -> Floats:
        """Return the logits (B, C), nothing dropped."""
        with enough_room(), torch.inference_mode():
            logits: Floats = self._network(sequences).cpu().numpy()
            return logits

    def weights(self) -> dict[str, Floats]:
        """Return copies of the parameters by name."""
        return self._flat.arrays(self._weights)

    def slots(self) -> dict[str, Floats]:
        """Return copies of what the rule keeps, `SLOT/PARAMETER`, decayed for the next update."""
        return {
            f"{kind}/{name}": array
            for kind, slot in self._slots.items()
            for name, array in self._flat.arrays(slot).items()
        }

    def load(
        self, weights: Mapping[str, Floats], slots: Mapping[str, Floats], updates: int
    ) -> None:
        """Go on from what `weights` and `slots` gave after so many updates.

        Raises:
            KeyError: something is missing.
        """
        self._weights.copy_(self._flat.vector(weights))
        for kind, slot in self._slots.items():
            slot.copy_(self._flat.vector(slots, prefix=f"{kind}/"))
        self._flat.fill(self._weights)
        self.updates = updates

    def _move(self, gradient: Tensor, *, norm: float, rate: float) -> None:
        """Clip, add the penalties, move the weights."""
        factor = self._aim.clip_norm / (norm + 1e-6)
        if self._aim.clip_norm and factor < 1:
            gradient = gradient * factor
        if self._l2 is not None:
            gradient = torch.addcmul(gradient, self._weights, self._l2)
        if self._l1 is not None:
            gradient = torch.addcmul(gradient, self._weights.sign(), self._l1)
        self.updates += 1
        slots = list(self._slots.values())
        pace = Pace(rate=rate, update=self.updates)
        self._rule.move(self._weights, slots, gradient=gradient, pace=pace)
        if self.updates % _FLUSH_EVERY == 0:
            for slot in slots:
                flush(slot)
        self._flat.fill(self._weights)

    def _strengths(self, each: Sequence[float]) -> Tensor | None:
        """Return one strength a weight; None where nothing is held small."""
        if not any(each):
            return None
        parts = zip(self._flat.parts(self._weights), each, strict=True)
        return self._flat.joined(torch.full_like(part, strength) for part, strength in parts)
