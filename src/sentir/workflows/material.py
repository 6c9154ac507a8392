"""From the settings of a run to its rows as numbers; again, and the same, for a run on disk."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.data.audit import Audit, audit
from sentir.data.sources.hub import pinned
from sentir.data.sources.hub_names import HUB
from sentir.data.sources.reading import read
from sentir.data.sources.shipped import SHIPPED
from sentir.data.sources.table import SourceOptions
from sentir.data.splits import Split, check_learnable, split
from sentir.errors import RunError
from sentir.runtime.threads import physical_cores
from sentir.store.run_folder import MEND
from sentir.text.tokens import Tokenizer
from sentir.training.class_weights import class_weights
from sentir.training.run import Prepared, prepare
from sentir.workflows.stored import data_of

if TYPE_CHECKING:
    from sentir.config.data_settings import DataConfig
    from sentir.config.settings import RunConfig
    from sentir.data.sources.table import Table
    from sentir.store.run_folder import RunFolder

DATA_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The rows of a run: as text, divided, and as numbers."""

    table: Table
    split: Split
    prepared: Prepared


def read_table(data: DataConfig) -> Table:
    """Return the rows that the section `data` of the settings names."""
    options = SourceOptions(
        text=data.text,
        label=data.label,
        split=data.split,
        encoding=data.encoding,
        delimiter=data.delimiter,
        on_bad_row=data.on_bad_row,
    )
    return read(data.source, options)


def divide(table: Table, config: RunConfig) -> Split:
    """Return the parts of the rows, checked to be enough to learn and to judge."""
    parts = split(
        table,
        seed=config.split.seed,
        validation=config.split.validation,
        test=config.split.test,
    )
    check_learnable(table, parts)
    return parts


def rows_for(config: RunConfig) -> tuple[Table, Split]:
    """Return the rows that the settings name, and their parts."""
    table = read_table(config.data)
    return table, divide(table, config)


def gather(config: RunConfig) -> Material:
    """Return the rows of a new run."""
    table, parts = rows_for(config)
    prepared = prepare(config, table, parts)
    class_weights(  # an unfit table is refused before a run is made
        config.train.class_weights, prepared.task.labels, targets=prepared.targets[parts.train]
    )
    return Material(table=table, split=parts, prepared=prepared)


def audit_of(material: Material, config: RunConfig) -> Audit:
    """Return what there is to know about the rows, read as the run reads them."""
    tokenizer = Tokenizer(lowercase=config.text.lowercase)
    return audit(material.table, material.split, tokenizer=tokenizer)


def anchored(config: RunConfig) -> RunConfig:
    """Return the settings with a name of the data that stays the same.

    An absolute path, as a run may be resumed elsewhere; of a data set on the hub, its commit.
    """
    source = config.data.source
    if source.startswith(SHIPPED):
        return config
    path = Path(source).expanduser()
    stays = pinned(source) if source.startswith(HUB) else str(path.resolve())
    data = config.data.model_copy(update={"source": stays})
    return config.model_copy(update={"data": data})


def data_record(material: Material, found: Audit) -> dict[str, Any]:
    """Return `data.json`: the files, what the audit found, and the part of every row."""
    return {
        "format": DATA_FORMAT,
        "files": [asdict(file) for file in material.table.files],
        "audit": found.to_json(),
        "split": {name: rows.tolist() for name, rows in material.split.parts().items()},
        "coverage": material.prepared.coverage,
        "bad_rows": len(material.table.bad_rows),
    }


def gather_again(folder: RunFolder, config: RunConfig) -> Material:
    """Return the rows of a run on disk as numbers; see `rows_again`."""
    table, parts = rows_again(folder, config)
    return Material(table=table, split=parts, prepared=prepare(config, table, parts))


def rows_again(folder: RunFolder, config: RunConfig) -> tuple[Table, Split]:
    """Return the rows of a run on disk, if its files are still what they were, and their parts.

    Raises:
        RunError: a file was changed, or others are there now.
        DataError: the data is not where it was.
    """
    record = data_of(folder)
    table = read_table(config.data)
    if changed := table.changed({file.name: file.sha256 for file in record.files}):
        raise RunError(
            f"{config.data.source}: {', '.join(changed)} is not what the run {folder.path} was "
            "trained on (its SHA-256 differs). Get the old file back, or train a new run."
        )
    division = Split(
        train=np.array(record.split.train, np.int64),
        validation=np.array(record.split.validation, np.int64),
        test=np.array(record.split.test, np.int64),
    )
    rows = np.concatenate(list(division.parts().values()))
    if np.unique(rows).size != rows.size or (rows < 0).any() or (rows >= len(table)).any():
        raise RunError(
            f"{folder.path / 'data.json'} is damaged: split names rows that are not there, or "
            f"twice. {MEND}"
        )
    return table, division


def threads_of(config: RunConfig) -> int:
    """Return how many threads the settings ask for."""
    return physical_cores() if config.train.threads == "auto" else config.train.threads
