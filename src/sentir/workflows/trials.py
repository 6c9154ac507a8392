"""A plan of trials carried out: in its folder, in parallel, gone on with where it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir import __version__
from sentir.errors import Interrupted
from sentir.experiments.pool import Pool
from sentir.experiments.trial import TrialResult, config_of
from sentir.report.duration_words import duration
from sentir.report.language import language
from sentir.runtime.threads import physical_cores
from sentir.store.experiment_folders import place_for
from sentir.training.machine import machine_record
from sentir.workflows.ending import stop_on_interrupt
from sentir.workflows.experiment import Experiment, Plan, check_plan, jobs_of
from sentir.workflows.trial_watch import TrialWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from sentir.experiments.trial import Trial
    from sentir.store.experiment_folder import ExperimentFolder
    from sentir.training.hooks import StopSignal
    from sentir.workflows.trial_progress import TrialProgress


def carry_out(
    plan: Plan,
    *,
    command: str,
    conclude: Callable[[Sequence[TrialResult]], Mapping[str, Any]],
    progress: TrialProgress,
    jobs: int = 0,
    out: Path | None = None,
) -> Experiment:
    """Carry out a plan, or what is left of it, and keep all of it in its folder.

    Args:
        plan: what to try on which rows.
        command: what was typed.
        conclude: from all results, in the plan's order, to what `comparison.json` holds.
        progress: hears how it goes.
        jobs: processes at once; 0 for one on each core.
        out: folder; without it the one that this plan was left unfinished in, or the next free.

    Raises:
        ConfigError: a trial's settings do not fit, or too many jobs.
        RunError: the folder holds something else, or the plan is being carried out already.
        Interrupted: a person asked to stop; the same command goes on with it.
    """
    check_plan(plan)
    jobs = jobs_of(jobs)
    stated = plan.to_json()
    folder = place_for(plan.kind, plan.name, stated, out=out)
    with folder.lock(command):
        folder.begin(
            {
                "kind": plan.kind,
                "command": command,
                "language": plan.lang,
                "environment": {"sentir": __version__, **machine_record(1)},
                "plan": stated,
            }
        )
        with stop_on_interrupt() as stop:
            _carry_out_the_rest(plan, folder, jobs=jobs, progress=progress, stop=stop)
        done = folder.trials()
        if len(done) < len(plan.trials):
            folder.update(state="interrupted")
            raise Interrupted(
                f"Interrupted: {len(done)} of {len(plan.trials)} trials are done and kept in "
                f"{folder.path}. The same command goes on with them."
            )
        results = tuple(
            TrialResult.from_json(done[number], folder.arrays(number))
            for number in range(len(plan.trials))
        )
        folder.write_comparison(conclude(results))
        folder.update(state="finished")
    return Experiment(folder=folder, results=results)


def _carry_out_the_rest(
    plan: Plan,
    folder: ExperimentFolder,
    *,
    jobs: int,
    progress: TrialProgress,
    stop: StopSignal,
) -> None:
    speech, done = language(plan.lang), folder.trials()
    left = [number for number in range(len(plan.trials)) if number not in done]
    if done:
        progress.say(
            speech.say(
                "Going on in {folder}: {done} of {all} trials are done.",
                folder=str(folder.path),
                done=speech.count(len(done)),
                all=speech.count(len(plan.trials)),
            )
        )
    if not left:
        return
    jobs = min(jobs, len(left))
    watch = TrialWatch(len(plan.trials), done=len(done), stop=stop, progress=progress)
    cores = physical_cores()
    with Pool(plan.base, plan.data, jobs=jobs, cores=cores, watch=watch) as pool:
        timed = dict(enumerate(plan.seconds))
        if not timed:
            progress.say(speech.say("Timing a piece of each setting ..."))
            seconds = _times(pool, [plan.trials[number] for number in left])
            timed = dict(zip(left, seconds, strict=True))
        # one seed after the other, so that what is interrupted is balanced; the long ones first
        order = sorted(left, key=lambda n: (plan.trials[n].seed, -(timed[n] or 0.0)))
        trials = [plan.trials[number] for number in order]
        epochs = [config_of(trial, plan.base).train.epochs for trial in trials]
        watch.expect(trials, epochs, [timed[number] for number in order], jobs=jobs)
        progress.say(
            speech.say_many(
                "{n} trial, {jobs} at once: about {time}.",
                "{n} trials, {jobs} at once: about {time}.",
                len(left),
                jobs=speech.count(jobs),
                time=duration(watch.left_s(), speech),
            )
        )
        progress.begin(watch.standing())
        try:
            for place, result in pool.run(trials):
                folder.add(order[place], result.to_json(), result.arrays())
                watch.finished(place, result)
        finally:
            progress.end()


def _times(pool: Pool, trials: Sequence[Trial]) -> list[float | None]:
    """Return about how many seconds each takes; trials that differ by seed are timed once."""
    kinds = {(str(sorted(trial.settings.items())), trial.rows): trial for trial in trials}
    seconds = dict(zip(kinds, pool.times(list(kinds.values())), strict=True))
    return [seconds[str(sorted(trial.settings.items())), trial.rows] for trial in trials]
