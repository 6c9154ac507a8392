"""From a request to a judged run: train a new one, or go on with one that was interrupted."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sentir.data.sources.quarantine import set_aside
from sentir.errors import DataError, RunError
from sentir.report.audit_words import audit_sentences
from sentir.report.backend_words import backend_sentence, moved_sentence
from sentir.report.caveats import stopped_sentences
from sentir.report.language import language
from sentir.report.note_words import note_lines
from sentir.store.atomic import write_whole
from sentir.store.checkpoint import read_checkpoint, write_checkpoint
from sentir.store.runs import create_run, open_run
from sentir.training.checkpoint import checkpoint_of, restore
from sentir.training.hooks import Hook
from sentir.training.machine import differences
from sentir.training.run import begin, train
from sentir.training.state import TrainState
from sentir.workflows.conclude import conclude
from sentir.workflows.ending import ending_in_record, leave_if_asked, stop_on_interrupt
from sentir.workflows.environment import bits_of, environment_of, record_move
from sentir.workflows.material import (
    anchored,
    audit_of,
    data_record,
    gather,
    gather_again,
    threads_of,
)
from sentir.workflows.profiling import profiling
from sentir.workflows.result import Run
from sentir.workflows.stored import record_of, settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.config.settings import RunConfig
    from sentir.store.run_folder import RunFolder
    from sentir.workflows.material import Material
    from sentir.workflows.progress import Progress
    from sentir.workflows.request import Request


def train_new(
    request: Request,
    *,
    progress: Progress,
    command: str,
    out: Path | None = None,
    lang: str = "en",
    to_test: bool = False,
) -> Run:
    """Train what was requested and return the judged run.

    Args:
        request: What to train, on which rows.
        progress: Hears what is found and how training goes.
        out: Folder of the run; without it the next free name under `runs/`.
        command: What was typed, to be repeated.
        lang: Language of the report.
        to_test: Whether the test rows will be scored at the end: then there must be some.

    Raises:
        DataError: the data cannot be read or learned from.
        RunError: the folder is taken, or no weights could be kept.
        MachineError: no room, no permission.
        Interrupted: the person asked to stop; the run can be gone on with.
    """
    config, speech = anchored(request.config), language(lang)
    environment = environment_of(config)
    progress.say(speech.say("Reading {source} ...", source=config.data.source))
    material = gather(config)
    for note in note_lines((*material.table.notes, *material.split.notes), speech):
        progress.say(note)
    if to_test and not material.split.test.size:
        raise DataError(
            f"{config.data.source} has no test rows to score: none are stated, or split.test is 0. "
            "Leave --test out, or set some aside, for example --set split.test=0.1."
        )
    record = data_record(material, audit_of(material, config))
    for finding in audit_sentences(record["audit"], speech):
        progress.say(finding)
    folder = create_run(request.name, out=out)
    with folder.lock(command), ending_in_record(folder):
        folder.write("config", config.model_dump(mode="json"))
        folder.write("data", record)
        if config.data.on_bad_row == "quarantine":
            _set_aside(folder, material)
        # Last: it makes the folder a run.
        folder.write_run(_first_record(config, environment, command, lang))
        return _carry_out(folder, config, material, progress, is_profiled=request.is_profiled)


def train_on(reference: str, *, progress: Progress, command: str) -> Run:
    """Go on with an interrupted run; the result equals never having stopped.

    Raises:
        RunError: no such run, it is finished, being written, damaged, or its data was changed.
    """
    folder = open_run(reference)
    with folder.lock(command):
        if folder.state() == "finished":
            raise RunError(
                f"{folder.path} is finished; there is nothing to go on with. "
                f"To look at it: sentir report {folder.typed}"
            )
        record_of(folder)
        config = settings_of(folder)
        material = gather_again(folder, config)
        with ending_in_record(folder):
            folder.update_run(state="running")
            return _carry_out(folder, config, material, progress)


def _carry_out(
    folder: RunFolder,
    config: RunConfig,
    material: Material,
    progress: Progress,
    *,
    is_profiled: bool = False,
) -> Run:
    speech = language(folder.read_run()["language"])
    environment = environment_of(config)
    progress.say(backend_sentence(environment, speech))
    machine = bits_of(environment)
    state, changed = _state(folder, config, material, machine)
    if changed:
        progress.say(moved_sentence(changed, speech))
    progress.begin(
        epochs=config.train.epochs,
        updates_per_epoch=material.prepared.batches.updates_per_epoch,
        finished=state.epoch,
    )
    with stop_on_interrupt() as stop:
        try:
            hooks = [_Writing(folder, machine), stop, progress]
            with profiling(folder, state, is_asked=is_profiled):
                train(state, material.prepared, config, hooks=hooks)
        finally:
            progress.end()
        leave_if_asked(folder, state, stop)
    for sentence in stopped_sentences(asdict(state.stopped) if state.stopped else None, speech):
        progress.say(sentence)
    conclude(folder, config, material, state, progress=progress)
    return Run(folder)


def _state(
    folder: RunFolder, config: RunConfig, material: Material, machine: dict[str, Any]
) -> tuple[TrainState, list[str]]:
    """Return the state that the checkpoint holds, or a fresh one; and what changed since then."""
    step = begin(config, material.prepared, threads=threads_of(config))
    checkpoint = read_checkpoint(folder.checkpoint_path)
    if checkpoint is None:
        folder.truncate_history(-1)
        return TrainState(step=step), []
    state = restore(checkpoint, step)
    folder.truncate_history(state.epoch)
    _append_missing(folder, state)
    changed = differences(checkpoint.meta["machine"], machine)
    record_move(folder, changed, state)
    return state, changed


class _Writing(Hook):
    """After each epoch: the checkpoint, then the row of the history.

    In this order a run killed in between has a checkpoint that is ahead of its history by one row;
    the checkpoint holds the history too, so what is missing is added when the run goes on.
    """

    def __init__(self, folder: RunFolder, machine: dict[str, Any]) -> None:
        self._folder = folder
        self._machine = machine

    def after_epoch(self, state: TrainState) -> None:
        """Write both; whole or not at all."""
        checkpoint = checkpoint_of(state, machine=self._machine)
        write_checkpoint(self._folder.checkpoint_path, checkpoint.arrays, checkpoint.meta)
        _append_missing(self._folder, state)


def _append_missing(folder: RunFolder, state: TrainState) -> None:
    written = len(folder.read_history())
    for row in state.history[written:]:
        folder.append_history(row)


def _first_record(
    config: RunConfig, environment: dict[str, Any], command: str, lang: str
) -> dict[str, Any]:
    return {
        "state": "running",
        "started": datetime.now(UTC).isoformat(timespec="microseconds"),
        "command": command,
        "language": lang,
        "environment": environment,
        "seed": config.train.seed,
        "kept_epoch": None,
        "score": None,
        "verdict": None,
        "scores": {},
        "baselines": {},
        "test_looks": [],
    }


def _set_aside(folder: RunFolder, material: Material) -> None:
    """Keep the rows that could not be read, to be mended."""
    lines = (json.dumps(row, ensure_ascii=False) for row in set_aside(material.table))
    write_whole(
        folder.path / "quarantine.jsonl",
        "".join(f"{x}\n" for x in lines).encode("utf-8", "replace"),
    )
