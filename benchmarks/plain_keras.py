"""The other peer: Keras on TensorFlow, as its users write it. Started by `speed.py`.

    python plain_keras.py ROWS.npz '{"cell": "gru", "hidden_sizes": [128], ...}'

TensorFlow has an environment of its own, so nothing of this project is imported here. It reads
a number of updates a line and answers with a JSON object: the seconds they took.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # type: ignore[import-not-found,unused-ignore] # an environment of its own
import numpy as np


def compiled(settings: dict[str, Any]) -> Any:
    """Return the net: embedding, recurrent layers, the last state, dense layers."""
    kind = {"gru": keras.layers.GRU, "lstm": keras.layers.LSTM}[settings["cell"]]
    sizes = settings["hidden_sizes"]
    layers = [keras.layers.Embedding(settings["words"], settings["embedding_size"])]
    layers += [kind(size, return_sequences=True) for size in sizes[:-1]]
    layers.append(kind(sizes[-1]))
    layers += [keras.layers.Dense(size, activation="relu") for size in settings["dense_sizes"]]
    one_output = settings["outputs"] == 1
    last = "sigmoid" if one_output else "softmax"
    layers.append(keras.layers.Dense(settings["outputs"], activation=last))
    net = keras.Sequential(layers)
    loss = "binary_crossentropy" if one_output else "sparse_categorical_crossentropy"
    net.compile(optimizer=keras.optimizers.Adam(settings["learning_rate"]), loss=loss)
    return net


def main() -> None:
    """Answer each line of standard input; `fit` is called once a line, on that many batches."""
    settings = json.loads(sys.argv[2])
    stored = np.load(sys.argv[1])
    ids, targets = stored["ids"], stored["targets"]
    keras.utils.set_random_seed(0)
    net, rng = compiled(settings), np.random.default_rng(0)
    for line in sys.stdin:
        rows = rng.choice(len(ids), int(line) * settings["batch_size"], replace=False)
        start = time.perf_counter()
        done = net.fit(ids[rows], targets[rows], batch_size=settings["batch_size"], verbose=0)
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "loss": done.history["loss"][-1]}), flush=True)


if __name__ == "__main__":
    main()
