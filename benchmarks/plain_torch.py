"""The peer: a plain PyTorch training loop, as its users write it. Started by `speed.py`.

    python plain_torch.py ROWS.npz '{"cell": "gru", "hidden_sizes": [128], ...}'

It reads a number of updates a line and answers with a JSON object: the seconds they took. With
`"epochs": 30` among the settings it asks for nothing, trains so long and says after every epoch how
long training took so far and how many validation rows are answered right. A text is padded to the
fixed length at its end, and the recurrent layers read the padding.
"""

from __future__ import annotations

import collections
import itertools
import json
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

if TYPE_CHECKING:
    from collections.abc import Iterator


class PlainNet(nn.Module):
    """Embedding, recurrent layers, the last state, a hidden dense layer, the output."""

    def __init__(self, settings: dict[str, Any]) -> None:
        super().__init__()
        size = settings["embedding_size"]
        self.embedding = nn.Embedding(settings["words"], size, padding_idx=0)
        layers = []
        for hidden_size in settings["hidden_sizes"]:
            kind = {"gru": nn.GRU, "lstm": nn.LSTM}[settings["cell"]]
            layers.append(kind(size, hidden_size, batch_first=True))
            size = hidden_size
        self.recurrent = nn.ModuleList(layers)
        head: list[nn.Module] = []
        for dense_size in settings["dense_sizes"]:
            head += [nn.Linear(size, dense_size), nn.ReLU()]
            size = dense_size
        self.head = nn.Sequential(*head, nn.Linear(size, settings["outputs"]))

    def forward(self, ids: Tensor) -> Tensor:
        """Return the logits (B, outputs) of padded texts (B, T)."""
        x = self.embedding(ids)
        for layer in self.recurrent:
            x, _ = layer(x)
        answer: Tensor = self.head(x[:, -1])
        return answer


def rounds(rows: str, settings: dict[str, Any], net: PlainNet) -> Iterator[float]:
    """Yield the loss of one update after another, epochs without an end."""
    stored = np.load(rows)
    ids = torch.from_numpy(stored["ids"].astype(np.int64))
    one_output = settings["outputs"] == 1
    targets = torch.from_numpy(stored["targets"].astype(np.float32 if one_output else np.int64))
    data = TensorDataset(ids, targets)
    loader = DataLoader(data, batch_size=settings["batch_size"], shuffle=True)
    loss_of = nn.BCEWithLogitsLoss() if one_output else nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(net.parameters(), lr=settings["learning_rate"])
    while True:
        for batch, wanted in loader:
            optimizer.zero_grad()
            logits = net(batch)
            loss = loss_of(logits.squeeze(1) if one_output else logits, wanted)
            loss.backward()
            optimizer.step()
            yield loss.item()


def validated(net: PlainNet, rows: str) -> float:
    """Return the share of validation rows that the net answers right."""
    stored = np.load(rows)
    ids = torch.from_numpy(stored["validation_ids"].astype(np.int64))
    net.eval()
    with torch.no_grad():
        answers = torch.cat([net(part).argmax(1) for part in torch.split(ids, 256)]).numpy()
    net.train()
    return float((answers == stored["validation_targets"]).mean())


def say_epochs(rows: str, settings: dict[str, Any]) -> None:
    """Train for some epochs and say how each came out; measuring takes no time of training."""
    updates = -(-len(np.load(rows)["ids"]) // settings["batch_size"])
    net, seconds = PlainNet(settings), 0.0
    losses = rounds(rows, settings, net)
    for epoch in range(1, settings["epochs"] + 1):
        start = time.perf_counter()
        collections.deque(itertools.islice(losses, updates), maxlen=0)
        seconds += time.perf_counter() - start
        found = {"epoch": epoch, "seconds": seconds, "accuracy": validated(net, rows)}
        print(json.dumps(found), flush=True)


def main() -> None:
    """Answer each line of standard input, or say how epochs come out."""
    settings = json.loads(sys.argv[2])
    torch.set_num_threads(settings["threads"])
    torch.manual_seed(settings.get("seed", 0))
    if "epochs" in settings:
        say_epochs(sys.argv[1], settings)
        return
    losses = rounds(sys.argv[1], settings, PlainNet(settings))
    for line in sys.stdin:
        start = time.perf_counter()
        found = list(itertools.islice(losses, int(line)))
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "loss": float(np.mean(found))}), flush=True)


if __name__ == "__main__":
    main()
