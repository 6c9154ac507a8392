"""All parameters of a net as one vector, and back to arrays by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from torch import Tensor, nn

    from sentir.cells.arrays import Floats


class Flat:
    """Where each parameter of a net lies in a vector of them all.

    Attributes:
        parameters: the net's own, by name.
    """

    def __init__(self, net: nn.Module) -> None:
        self.parameters = dict(net.named_parameters())

    def joined(self, tensors: Iterable[Tensor]) -> Tensor:
        """Return a vector of these tensors, one for each parameter and shaped like it."""
        return torch.cat([tensor.detach().reshape(-1) for tensor in tensors])

    def parts(self, vector: Tensor) -> Sequence[Tensor]:
        """Return each parameter's stretch of the vector, as views in its shape."""
        sizes = [parameter.numel() for parameter in self.parameters.values()]
        stretches = torch.split(vector, sizes)
        return [x.view_as(y) for x, y in zip(stretches, self.parameters.values(), strict=True)]

    def fill(self, vector: Tensor) -> None:
        """Copy the vector into the net, whose own layout suits its device."""
        with torch.no_grad():
            for parameter, part in zip(self.parameters.values(), self.parts(vector), strict=True):
                parameter.copy_(part)

    def arrays(self, vector: Tensor) -> dict[str, Floats]:
        """Return copies of the stretches by name."""
        parts = zip(self.parameters, self.parts(vector), strict=True)
        return {name: part.cpu().numpy().copy() for name, part in parts}

    def vector(self, arrays: Mapping[str, Floats], *, prefix: str = "") -> Tensor:
        """Return the vector of such arrays, whose names begin with the prefix.

        Raises:
            KeyError: a parameter's is missing.
        """
        return self.joined(torch.from_numpy(arrays[prefix + name]) for name in self.parameters)
