"""What would help a run? Remedies tried beside it, under the same seeds, on the same rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sentir.errors import ConfigError, RunError
from sentir.experiments.remedy import remedies_of
from sentir.report.language import language
from sentir.report.remedy_page import remedy_page
from sentir.report.remedy_words import choice_lines
from sentir.workflows.experiment_page import write_page
from sentir.workflows.remedy_choice import (
    KIND,
    begun,
    candidates_for,
    choice_from,
    choose,
    open_patient,
    plan_of,
)
from sentir.workflows.stored import record_of
from sentir.workflows.trials import carry_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentir.experiments.trial import TrialResult
    from sentir.store.experiment_folder import ExperimentFolder
    from sentir.workflows.experiment import Plan
    from sentir.workflows.remedy_choice import Patient
    from sentir.workflows.remedy_request import RemedyRequest
    from sentir.workflows.trial_progress import TrialProgress


def remedy(
    request: RemedyRequest,
    *,
    progress: TrialProgress,
    command: str,
    jobs: int = 0,
    out: Path | None = None,
    lang: str = "en",
) -> ExperimentFolder:
    """Train a run's recipe as it is and with each remedy that fits the budget, and compare.

    An unfinished folder of the same question is gone on with, by the remedies chosen then.

    Raises:
        ConfigError: a remedy does not fit the run, or the budget is too short for any.
        RunError: no such run, it is not finished, its data was changed, or the very same is being
            carried out.
        Interrupted: a person asked to stop; the same command goes on with it.
    """
    speech = language(lang)
    patient = open_patient(request.run)
    earlier = begun(patient, request, out=out, lang=lang)
    plan = next((plan for _, plan, state in earlier if state != "finished"), None)
    if plan is None:
        plan = _new_plan(patient, request, progress=progress, jobs=jobs, lang=lang)

    def conclude(results: Sequence[TrialResult]) -> dict[str, Any]:
        return _comparison(patient, plan, results)

    done = carry_out(
        plan, command=command, conclude=conclude, progress=progress, jobs=jobs, out=out
    )
    for note in write_page(done.folder, remedy_page, speech):
        progress.say(note)
    return done.folder


def already_tried(request: RemedyRequest, *, out: Path | None = None) -> ExperimentFolder | None:
    """Return the folder in which this very question was answered last, if it was."""
    found = begun(open_patient(request.run), request, out=out, lang="en")
    return next((folder for folder, _, state in [*found][::-1] if state == "finished"), None)


def _new_plan(
    patient: Patient, request: RemedyRequest, *, progress: TrialProgress, jobs: int, lang: str
) -> Plan:
    speech = language(lang)
    candidates = candidates_for(patient, request)
    if not candidates:
        raise ConfigError(
            f"there is no remedy to try on {patient.folder.path}: all that is known is on already."
        )
    progress.say(
        speech.say_many(
            "{n} remedy fits this run. Timing a piece of it ...",
            "{n} remedies fit this run. Timing a piece of each ...",
            len(candidates),
        )
    )
    choice = choose(patient, candidates, request, jobs=jobs)
    for line in choice_lines(asdict(choice), request.seeds, speech):
        progress.say(line)
    return plan_of(patient, choice, request, lang=lang)


def _comparison(patient: Patient, plan: Plan, results: Sequence[TrialResult]) -> dict[str, Any]:
    choice = choice_from(plan.stated["choice"])
    found = remedies_of(choice.taken, results)
    if not found["base"]["seeds"]:
        reasons = "; ".join(dict.fromkeys(found["base"]["failures"]))
        raise RunError(
            f"the run as it is could not be trained again under any seed: {reasons}. "
            "Mend what it says, then type the command again with another --out."
        )
    record, question = record_of(patient.folder), plan.stated["question"]
    half = plan.data.sets.values()
    return {
        "kind": KIND,
        "run": question["run"],
        "command": record["command"],
        "verdict": record["verdict"],
        "budget_s": question["budget_s"],
        "estimate_s": choice.estimate_s,
        "seeds": list(patient.seeds(question["seeds"])),
        "rows": {
            "train": int(patient.parts.train.size),
            "half": sum(int(each.size) for each in half) or None,
            "validation": int(patient.parts.validation.size),
            "test": int(patient.parts.test.size),
        },
        **found,
        "left_out": [asdict(each) for each in choice.left_out],
        "applied": None,
    }
