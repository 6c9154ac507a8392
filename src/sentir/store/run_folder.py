"""The folder of one run: what it was told, what it saw, how it went, and the model it made."""

from __future__ import annotations

import shlex
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.errors import RunError
from sentir.store import run_history
from sentir.store.atomic import remove_leftovers
from sentir.store.documents import read_document, write_document
from sentir.store.run_lock import is_locked, locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sentir.store.histories import HistoryRow

FORMAT = 1
STATES = ("running", "interrupted", "finished", "failed")
MEND = "Get the file back from a copy, or start the run anew with sentir train."
KINDS: dict[str, tuple[type, ...]] = {
    "started": (str,),
    "command": (str, list),
    "environment": (dict,),
    "seed": (int,),
    "kept_epoch": (int, type(None)),
    "score": (str, type(None)),
    "verdict": (dict, type(None)),
    "scores": (dict,),
    "baselines": (dict,),
    "test_looks": (list,),
}


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A run on disk; `store.runs` makes and finds them."""

    path: Path

    @property
    def name(self) -> str:
        """Return the folder's own name."""
        return self.path.name

    @property
    def typed(self) -> str:
        """Return its path as it is typed in a command."""
        return shlex.quote(str(self.path))

    @property
    def model_path(self) -> Path:
        """Return where the model file lies."""
        return self.path / "model.sentir"

    @property
    def evidence_path(self) -> Path:
        """Return where the states of the training rows lie."""
        return self.path / "evidence.safetensors"

    @property
    def checkpoint_path(self) -> Path:
        """Return the folder of the checkpoint."""
        return self.path / "checkpoint"

    @property
    def history_path(self) -> Path:
        """Return where the measurements lie."""
        return self.path / "history.jsonl"

    def write(self, name: str, value: Mapping[str, Any]) -> None:
        """Write one of the run's JSON files ("config", "data", "report"), whole or not at all."""
        write_document(self.path / f"{name}.json", value)

    def read(self, name: str) -> dict[str, Any]:
        """Return one of the run's JSON files.

        Raises:
            RunError: it is missing or damaged; names file and line.
        """
        return read_document(self.path / f"{name}.json", mend=MEND)

    def write_run(self, record: Mapping[str, Any]) -> None:
        """Write `run.json`; its format version is put in front."""
        record = {"format": FORMAT, **record}
        check_record(record, str(self.path / "run.json"))
        write_document(self.path / "run.json", record)

    def read_run(self) -> dict[str, Any]:
        """Return `run.json`; a run said to be running whose process is gone reads as interrupted.

        Raises:
            RunError: missing, damaged, or made by a newer sentir.
        """
        record = read_document(self.path / "run.json", mend=MEND)
        check_record(record, str(self.path / "run.json"))
        if record["state"] == "running" and not is_locked(self.path / ".lock"):
            record["state"] = "interrupted"
        return record

    def update_run(self, **changes: Any) -> dict[str, Any]:
        """Change some keys of `run.json` and return all of it; call it while holding the lock."""
        record = {**self.read_run(), **changes}
        self.write_run(record)
        return record

    def state(self) -> str:
        """Return running, interrupted, finished or failed."""
        return str(self.read_run()["state"])

    @contextmanager
    def lock(self, command: str) -> Iterator[None]:
        """Be the only writer of this run; what a killed writer left half written is removed.

        Raises:
            RunError: another process is writing it.
        """
        with locked(self.path / ".lock", command=command):
            for folder in (self.path, self.checkpoint_path):
                remove_leftovers(folder)
            yield

    def append_history(self, row: HistoryRow) -> None:
        """Add one measurement; it is on the disk when this returns."""
        run_history.append_row(self.history_path, row)

    def read_history(self) -> list[HistoryRow]:
        """Return the measurements; a last line that was never finished is passed over."""
        return run_history.read_rows(self.history_path)

    def truncate_history(self, epoch: int) -> None:
        """Forget the measurements after this epoch, which a resumed run makes again."""
        run_history.truncate(self.history_path, epoch)


def check_record(record: Mapping[str, Any], name: str) -> None:
    """Check what `run.json` must hold; keys not written yet may be absent, others may follow.

    Raises:
        RunError: made by a newer sentir, or a value that cannot be; names it.
    """
    version = record.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise RunError(
            f"{name} was made by a newer sentir (format {version}; this one reads {FORMAT}). "
            "Update sentir, then try again."
        )
    if version != FORMAT:
        raise RunError(
            f"{name} is damaged: format is {str(version)[:60]!r}, expected {FORMAT}. {MEND}"
        )
    if record.get("state") not in STATES:
        raise RunError(
            f"{name} is damaged: state is {str(record.get('state'))[:60]!r}, expected one of "
            f"{', '.join(STATES)}. {MEND}"
        )
    for key, kinds in KINDS.items():
        if key in record and not isinstance(record[key], kinds):
            raise RunError(f"{name} is damaged: {key} is {str(record[key])[:60]!r}. {MEND}")
