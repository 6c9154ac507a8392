"""The rows that all trials of a plan share: read once, handed to every process as one file."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.data.sources.table import Table
from sentir.data.splits import Split
from sentir.store.atomic import write_whole
from sentir.store.documents import dump, read_document
from sentir.training.run import prepare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sentir.cells.arrays import Ints
    from sentir.config.settings import RunConfig
    from sentir.training.run import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialData:
    """Rows to learn from and rows to be judged by; test rows are not among them.

    Attributes:
        texts, labels: of every row.
        train: rows to learn from; they alone decide the vocabulary.
        validation: rows that choose the weights, and on which trials are compared.
        sets: other rows to learn from, by a name that trials give, under the same vocabulary.
        asked: texts whose answers are kept with every trial.
    """

    texts: Sequence[str]
    labels: Sequence[str]
    train: Ints
    validation: Ints
    sets: Mapping[str, Ints] = field(default_factory=dict)
    asked: Sequence[str] = ()

    @classmethod
    def of(
        cls, table: Table, split: Split, *, sets: Mapping[str, Ints] | None = None,
        asked: Sequence[str] = (),
    ) -> TrialData:  # fmt: skip
        """Return the rows of a table that trials use, numbered anew in their order.

        Training on them gives the same bits as on the whole table.
        """
        chosen = dict(sets or {})
        used = np.unique(np.concatenate([split.train, split.validation, *chosen.values()]))
        return cls(
            texts=[table.texts[row] for row in used],
            labels=[table.labels[row] for row in used],
            train=np.searchsorted(used, split.train),
            validation=np.searchsorted(used, split.validation),
            sets={name: np.searchsorted(used, rows) for name, rows in chosen.items()},
            asked=list(asked),
        )

    def prepared(self, config: RunConfig) -> Prepared:
        """Return the rows as numbers, as these settings read them."""
        count = len(self.texts)
        table = Table(
            texts=list(self.texts), labels=list(self.labels), parts=[None] * count,
            file_index=[0] * count, lines=list(range(count)), files=[],
        )  # fmt: skip
        nothing = np.zeros(0, np.int64)
        split = Split(train=self.train, validation=self.validation, test=nothing)
        return prepare(config, table, split)

    def write(self, path: Path) -> None:
        """Write all of it into one file."""
        write_whole(path, dump(dataclasses.asdict(self)))

    @classmethod
    def read(cls, path: Path) -> TrialData:
        """Return what `write` wrote.

        Raises:
            RunError: missing or damaged.
        """
        stored: dict[str, Any] = read_document(path, mend="Run the command again.")
        rows = {key: np.array(stored[key], np.int64) for key in ("train", "validation")}
        return cls(
            texts=stored["texts"],
            labels=stored["labels"],
            train=rows["train"],
            validation=rows["validation"],
            sets={name: np.array(each, np.int64) for name, each in stored["sets"].items()},
            asked=stored["asked"],
        )
