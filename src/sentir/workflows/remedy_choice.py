"""Which remedies are tried on a run, and the plan they make; one that was begun is gone on with."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sentir.diagnose.proposals import proposals
from sentir.errors import RunError
from sentir.experiments.ablation import sample
from sentir.experiments.budget import Choice, within_budget
from sentir.experiments.pool import Pool
from sentir.experiments.remedy import HALF, Remedy, trials_of
from sentir.experiments.trial_data import TrialData
from sentir.runtime.threads import physical_cores
from sentir.store.experiment_folders import experiments_of
from sentir.store.runs import open_run, unfinished
from sentir.workflows.experiment import Plan, jobs_of
from sentir.workflows.material import rows_again
from sentir.workflows.remedy_request import asked_for
from sentir.workflows.result import Run
from sentir.workflows.stored import data_of, needing_data, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sentir.config.settings import RunConfig
    from sentir.data.sources.table import Table
    from sentir.data.splits import Split
    from sentir.store.experiment_folder import ExperimentFolder
    from sentir.store.run_folder import RunFolder
    from sentir.workflows.remedy_request import RemedyRequest

KIND = "remedy"
_HALVING = 0
"""Seed of the half of the training rows: the same rows for everybody."""


@dataclass(frozen=True)
class Patient:
    """A finished run that remedies are tried on, with its rows."""

    folder: RunFolder
    config: RunConfig
    table: Table
    parts: Split

    @property
    def name(self) -> str:
        """Return what the folder of its remedies is called."""
        return f"{self.folder.name}-remedy"

    @cached_property
    def half(self) -> Any:
        """Return half of its training rows, each class in its share."""
        train, rng = self.parts.train, np.random.default_rng(_HALVING)
        return sample(train, self.table.labels, train.size // 2, rng=rng)

    def data(self, remedies: Sequence[Remedy]) -> TrialData:
        """Return the rows that these remedies are tried on."""
        is_halved = any(each.is_more_data for each in remedies)
        return TrialData.of(self.table, self.parts, sets={HALF: self.half} if is_halved else {})

    def seeds(self, count: int) -> range:
        """Return so many seeds, the run's own first."""
        return range(self.config.train.seed, self.config.train.seed + count)

    def seen(self) -> dict[str, Any]:
        """Return what is known of its training rows and its vocabulary."""
        counts = Counter(self.table.labels[row] for row in self.parts.train)
        return {
            "coverage": data_of(self.folder).coverage,
            "known_words": self.folder.read("report").get("model", {}).get("words", 0),
            "rows_by_class": sorted(counts.values()),
        }


def open_patient(reference: str) -> Patient:
    """Return a finished run with its rows; it needs neither its checkpoint nor its evidence.

    Raises:
        RunError: no such run, it is not finished, or its data was changed.
        DataError: its data is not where it was.
    """
    folder = open_run(reference)
    if folder.state() != "finished":
        raise RunError(f"{folder.path} is not finished: {unfinished(folder)}")
    config = settings_of(folder)
    with needing_data(folder):
        return Patient(folder, config, *rows_again(folder, config))


def candidates_for(patient: Patient, request: RemedyRequest) -> list[Remedy]:
    """Return what can be tried, the verdict's own steps first.

    Raises:
        ConfigError: a code that was asked for does not fit.
    """
    verdict = Run(patient.folder).verdict
    settings = patient.config.model_dump(mode="json")
    found = asked_for(proposals(verdict, settings, patient.seen()), request.only, settings)
    return [Remedy(code=each.code, settings=each.settings) for each in found]


def choose(
    patient: Patient, candidates: Sequence[Remedy], request: RemedyRequest, *, jobs: int
) -> Choice:
    """Time a piece of a training with each candidate, and return those that fit the budget.

    Raises:
        ConfigError: not even one does.
    """
    jobs, cores = jobs_of(jobs), physical_cores()
    trials = trials_of(candidates, patient.seeds(1))
    with Pool(patient.config, patient.data(candidates), jobs=jobs, cores=cores) as pool:
        base_s, *seconds = pool.times(trials)
    base_s = base_s or 0.0  # what cannot be timed fails soon, and that says why
    timed = [
        Remedy(code=each.code, settings=each.settings, seconds=round(s or base_s, 3))
        for each, s in zip(candidates, seconds, strict=True)
    ]
    return within_budget(
        timed, base_s=round(base_s, 3), seeds=request.seeds, jobs=jobs, budget_s=request.budget_s
    )


def plan_of(patient: Patient, choice: Choice, request: RemedyRequest, *, lang: str) -> Plan:
    """Return the plan that a choice makes."""
    of_seed = [choice.base_s, *(each.seconds for each in choice.taken)]
    return Plan(
        kind=KIND,
        name=patient.name,
        base=patient.config,
        trials=trials_of(choice.taken, patient.seeds(request.seeds)),
        data=patient.data(choice.taken),
        files=patient.table.files,
        stated={"question": request.question(str(patient.folder.path)), "choice": asdict(choice)},
        lang=lang,
        seconds=of_seed * request.seeds,
    )


def begun(
    patient: Patient, request: RemedyRequest, *, out: Path | None, lang: str
) -> Iterator[tuple[ExperimentFolder, Plan, str]]:
    """Yield the folders in which this very question was asked before, each with plan and state.

    The remedies chosen then are those of the folder: a second timing may choose others.
    """
    question = request.question(str(patient.folder.path))
    for folder, record in experiments_of(KIND, patient.name, out=out):
        stored = record["plan"]
        if stored.get("question") != question or "choice" not in stored:
            continue
        plan = plan_of(patient, choice_from(stored["choice"]), request, lang=lang)
        if plan.to_json() == stored:  # settings and rows are those of then
            yield folder, plan, record["state"]


def choice_from(stored: Mapping[str, Any]) -> Choice:
    """Return the choice that a plan holds."""
    taken, left_out = (
        tuple(Remedy(**each) for each in stored[key]) for key in ("taken", "left_out")
    )
    return Choice(
        base_s=stored["base_s"], taken=taken, left_out=left_out, estimate_s=stored["estimate_s"]
    )
