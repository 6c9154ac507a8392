"""The folder of many trials: what was planned, what each came to, how they compare.

experiment.json     kind, state, command, plan
trials.jsonl        a line per trial that is done, in the order in which they ended
rows/0007.safetensors   per validation row, of the trial with this number in the plan
comparison.json     made of them at the end
"""

from __future__ import annotations

import contextlib
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sentir.errors import RunError
from sentir.store.atomic import read_bounded, remove_leftovers, write_whole
from sentir.store.documents import dump, parse, read_document, write_document
from sentir.store.failures import refused
from sentir.store.lines import append_line
from sentir.store.run_lock import is_locked, locked
from sentir.store.tensors import pack_arrays, unpack_arrays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sentir.store.tensors import Arrays

FORMAT = 1
STATES = ("running", "interrupted", "finished")
MEND = "Get the file back from a copy, or remove the folder and run the command again."
_MAX_LINES_BYTES = 512 * 2**20
_MAX_ROWS_BYTES = 512 * 2**20


@dataclass(frozen=True, slots=True)
class ExperimentFolder:
    """An experiment on disk; `store.experiment_folders` makes and finds them."""

    path: Path

    @property
    def name(self) -> str:
        """Return the folder's own name."""
        return self.path.name

    @property
    def typed(self) -> str:
        """Return its path as it is typed in a command."""
        return shlex.quote(str(self.path))

    def write(self, record: Mapping[str, Any]) -> None:
        """Write `experiment.json`; its format version is put in front."""
        write_document(self.path / "experiment.json", {"format": FORMAT, **record})

    def read(self) -> dict[str, Any]:
        """Return `experiment.json`; one that says running without a process reads interrupted.

        Raises:
            RunError: missing, damaged, or made by a newer sentir.
        """
        path = self.path / "experiment.json"
        record = read_document(path, mend=MEND)
        version = record.get("format")
        if isinstance(version, int) and version > FORMAT:
            raise RunError(
                f"{path} was made by a newer sentir (format {version}; this one reads {FORMAT}). "
                "Update sentir, then try again."
            )
        if version != FORMAT or record.get("state") not in STATES or "plan" not in record:
            raise RunError(f"{path} is damaged: it lacks format, state or plan. {MEND}")
        if record["state"] == "running" and not is_locked(self.path / ".lock"):
            record["state"] = "interrupted"
        return record

    def begin(self, record: Mapping[str, Any]) -> None:
        """Write that it runs; call it while holding the lock.

        Args:
            record: what is written where it is new. One that is gone on with keeps what it was
                begun with, but for the command.
        """
        if (self.path / "experiment.json").exists():
            self.update(state="running", command=record["command"])
            return
        self.write({"state": "running", "started": now(), **record})

    def update(self, **changes: Any) -> None:
        """Change some keys of `experiment.json`; call it while holding the lock."""
        self.write({**self.read(), **changes})

    @contextlib.contextmanager
    def lock(self, command: str) -> Iterator[None]:
        """Be the only writer; what a killed writer left half written is removed.

        Raises:
            RunError: another process is writing it.
        """
        with locked(self.path / ".lock", command=command):
            for folder in (self.path, self.path / "rows"):
                remove_leftovers(folder)
            yield

    def add(self, number: int, line: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
        """Add what a trial came to; its arrays come first, so that a line always has them.

        Args:
            number: its place in the plan, from 0.
            line: what `trials.jsonl` holds of it.
            arrays: what is kept per row.
        """
        rows = self._rows(number)
        try:
            rows.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise refused(error, rows.parent, action="write") from error
        write_whole(rows, pack_arrays(arrays))
        append_line(self.path / "trials.jsonl", dump({"number": number, **line}))

    def trials(self) -> dict[int, dict[str, Any]]:
        """Return the lines of `trials.jsonl` by their trial's number.

        A last line that was never finished is passed over.

        Raises:
            RunError: a finished line is damaged; names it.
        """
        path, found = self.path / "trials.jsonl", {}
        try:
            data = read_bounded(path, _MAX_LINES_BYTES) or b""
        except FileNotFoundError:
            return {}
        for number, line in enumerate(data.split(b"\n")[:-1], start=1):
            value = parse(line, f"{path} line {number}", mend=MEND)
            if not isinstance(value, dict) or not isinstance(value.get("number"), int):
                raise RunError(f"{path} line {number} is damaged: it lacks its number. {MEND}")
            found[value["number"]] = value
        return found

    def arrays(self, number: int) -> Arrays:
        """Return what a trial keeps per row.

        Raises:
            RunError: missing or damaged.
        """
        path = self._rows(number)
        try:
            data = read_bounded(path, _MAX_ROWS_BYTES) or b""
        except FileNotFoundError as error:
            raise RunError(f"{path} is missing. {MEND}") from error
        return unpack_arrays(data, str(path), mend=MEND)

    def write_comparison(self, value: Mapping[str, Any]) -> None:
        """Write `comparison.json`, whole or not at all."""
        write_document(self.path / "comparison.json", {"format": FORMAT, **value})

    def read_comparison(self) -> dict[str, Any]:
        """Return `comparison.json`.

        Raises:
            RunError: missing or damaged.
        """
        return read_document(self.path / "comparison.json", mend=MEND)

    def _rows(self, number: int) -> Path:
        return self.path / "rows" / f"{number:04d}.safetensors"


def now() -> str:
    """Return the time, as `experiment.json` holds it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
