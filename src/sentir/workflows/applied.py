"""What helped, applied: a new run with it, and what that changed on test rows, once."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from sentir.config.variations import shown
from sentir.experiments.trial import Trial, config_of
from sentir.report.language import language
from sentir.report.next_step import repeated
from sentir.report.remedy_names import NAMES
from sentir.store.new_folder import candidates
from sentir.store.runs import ROOT, model_path, open_run
from sentir.workflows.compare import compare
from sentir.workflows.material import anchored
from sentir.workflows.request import Request
from sentir.workflows.result import Run
from sentir.workflows.stored import settings_of
from sentir.workflows.train import train_new, train_on

if TYPE_CHECKING:
    from sentir.report.compared_shape import Compared
    from sentir.report.language import Language
    from sentir.store.experiment_folder import ExperimentFolder
    from sentir.store.run_folder import RunFolder
    from sentir.workflows.progress import Progress


def apply_best(
    tried: ExperimentFolder, *, progress: Progress, command: str, lang: str = "en"
) -> Compared | None:
    """Train the run anew with the remedy that helped most, and compare the two on the test rows.

    What was done is kept in `comparison.json`, so that it is done once; a run that was begun for
    it and stopped is gone on with. Only what was tried is applied: one remedy, not several
    together.

    Returns:
        The comparison; None where nothing was trained or there are no test rows, which is said.

    Raises:
        RunError: the run or its model file is gone, its data was changed, or the same is being
            applied at this moment.
        Interrupted: a person asked to stop.
    """
    speech = language(lang)
    with tried.lock(command):
        found = tried.read_comparison()
        if found["best"] is None:
            progress.say(speech.say("Nothing that can be set helped, so nothing is trained."))
            return None
        if found["applied"]:
            progress.say(speech.say("Applied already: {run}", run=found["applied"]["run"]))
            return None
        model_path(found["run"])  # what is to be compared must be there before anything is trained
        new = _trained(found, progress=progress, speech=speech)
        compared = None
        if found["rows"]["test"]:
            compared = compare([found["run"], str(new.path)], part="test", command=command)
        else:
            progress.say(speech.say("There are no test rows, so old and new run are not compared."))
        applied = {
            "code": found["best"],
            "run": str(new.path),
            "compared": compared["folder"] if compared else None,
        }
        tried.write_comparison({**found, "applied": applied})
        return compared


def _trained(found: dict[str, Any], *, progress: Progress, speech: Language) -> Run:
    """Return the run with what helped most: new, or the one that was begun before."""
    request, typed = _request(found)
    name, begun = speech.say(NAMES[found["best"]]), _begun(request)
    if begun is None:
        progress.say(speech.say("Training anew with {name}, which helped most ...", name=name))
        return train_new(request, progress=progress, command=typed, lang=speech.code)
    if begun.state() == "finished":
        progress.say(
            speech.say("Trained with {name} already: {run}", name=name, run=str(begun.path))
        )
        return Run(begun)
    progress.say(
        speech.say(
            "Going on with {run}, which was begun with {name} ...", run=str(begun.path), name=name
        )
    )
    return train_on(str(begun.path), progress=progress, command=typed)


def _begun(request: Request) -> RunFolder | None:
    """Return the run of this name and these settings that lies under `runs/`, if there is one."""
    wanted = anchored(request.config)
    for path in itertools.takewhile(lambda each: each.exists(), candidates(ROOT, request.name)):
        if (path / "run.json").is_file():
            folder = open_run(path)
            if settings_of(folder) == wanted:
                return folder
    return None


def _request(found: dict[str, Any]) -> tuple[Request, str]:
    """Return the new run, and the command that would have trained it."""
    folder, code = open_run(found["run"]), str(found["best"])
    base = settings_of(folder)
    (settings,) = (each["settings"] for each in found["remedies"] if each["code"] == code)
    trial = Trial(name=code, settings=settings, seed=base.train.seed)
    typed = repeated(found["command"], {key: shown(value) for key, value in settings.items()})
    return Request(config=config_of(trial, base), name=f"{folder.name}-{code}"), typed
