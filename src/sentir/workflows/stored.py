"""What a run on disk holds, checked before anything is made of it: a file may be damaged."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sentir.config.loading import validate
from sentir.data.audit import Audit  # noqa: TC001 - pydantic reads it
from sentir.data.sources.table import SourceFile  # noqa: TC001 - pydantic reads it
from sentir.errors import ConfigError, DataError, RunError, SentirError
from sentir.report.audit_words import audit_sentences
from sentir.report.language import LANGUAGES, language
from sentir.store.documents import dump
from sentir.store.run_folder import MEND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sentir.config.settings import RunConfig
    from sentir.store.histories import HistoryRow
    from sentir.store.run_folder import RunFolder

KEYS = (
    "state", "started", "command", "language", "environment", "seed", "kept_epoch", "score",
    "verdict", "scores", "baselines", "test_looks",
)  # fmt: skip
"""What `run.json` holds from its first writing on."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The numbers of the rows of each part."""

    train: list[int]
    validation: list[int]
    test: list[int]


@dataclass(frozen=True, kw_only=True)
class DataRecord:
    """`data.json`; `bad_rows` counts those that could not be read."""

    format: int
    files: list[SourceFile]
    audit: Audit
    split: Parts
    coverage: float
    bad_rows: int

    def to_json(self) -> dict[str, Any]:
        """Return what a report shows of it."""
        return {"files": [asdict(file) for file in self.files], "audit": self.audit.to_json()}


def settings_of(folder: RunFolder) -> RunConfig:
    """Return the settings of a run on disk.

    Raises:
        RunError: they are missing or damaged.
    """
    path = folder.path / "config.json"
    try:
        return validate(folder.read("config"), origin=str(path), mend=MEND)
    except ConfigError as error:
        raise RunError(str(error)) from error


def data_of(folder: RunFolder) -> DataRecord:
    """Return what a run knows of its data.

    Raises:
        RunError: it is missing or damaged; names the first value that cannot be.
    """
    from pydantic import TypeAdapter, ValidationError

    stored = folder.read("data")
    try:
        found = TypeAdapter(DataRecord).validate_json(dump(stored), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        raise _damage(
            folder, "data", f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        ) from error
    with as_damage(folder.path / "data.json"):
        audit_sentences(found.audit.to_json(), language("en"))  # counts that contradict one another
    return found


def record_of(folder: RunFolder) -> dict[str, Any]:
    """Return `run.json` with all its keys, as what goes on with a run needs it.

    Raises:
        RunError: it is missing or damaged; names the first key that is not there.
    """
    record = folder.read_run()
    for key in KEYS:
        if key not in record:
            raise _damage(folder, "run", f"it lacks {key}")
    stopped = record.get("stopped")
    if stopped is not None and not (
        isinstance(stopped, dict) and {"reason", "epoch", "update"} <= stopped.keys()
    ):
        raise _damage(folder, "run", f"stopped is {str(stopped)[:60]!r}")
    moves = record.get("moves", [])
    is_whole = isinstance(moves, list) and all(
        isinstance(move, dict) and isinstance(move.get("update"), int) for move in moves
    )
    if not is_whole:
        raise _damage(folder, "run", f"moves is {str(moves)[:60]!r}")
    if "sentir" not in record["environment"]:
        raise _damage(folder, "run", "environment lacks sentir, its version")
    if str(record["language"]) not in LANGUAGES:
        raise _damage(folder, "run", f"language is {str(record['language'])[:60]!r}")
    return record


def history_of(folder: RunFolder, kept_epoch: int | None) -> list[HistoryRow]:
    """Return the measurements of a finished run.

    Raises:
        RunError: they are damaged, or that of the kept weights is missing.
    """
    history = folder.read_history()
    if all(row.epoch != kept_epoch for row in history):
        raise RunError(
            f"{folder.path / 'history.jsonl'} is damaged: it lacks epoch {kept_epoch}, whose "
            f"weights were kept. {MEND}"
        )
    return history


def _damage(folder: RunFolder, name: str, problem: str) -> RunError:
    return RunError(f"{folder.path / name}.json is damaged: {problem}. {MEND}")


@contextlib.contextmanager
def as_damage(path: Path) -> Iterator[None]:
    """Turn what a file's unfit content breaks, while it is shown, into a message that names it."""
    try:
        yield
    except (SentirError, OSError, MemoryError):
        raise
    except Exception as error:
        raise RunError(
            f"{path} is damaged: it cannot be shown ({type(error).__name__}: {error}). {MEND}"
        ) from error


@contextlib.contextmanager
def needing_data(folder: RunFolder) -> Iterator[None]:
    """Say of data that cannot be read which run needs it."""
    try:
        yield
    except DataError as error:
        needs = f"the run {folder.path} needs the data it was trained on"
        raise DataError(f"{needs}: {error}") from error
