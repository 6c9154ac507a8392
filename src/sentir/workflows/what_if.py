"""What if some training rows were not there, or others were? Train both ways and compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.errors import ConfigError, RunError
from sentir.experiments.comparison import sides_of
from sentir.experiments.trial import Trial
from sentir.experiments.trial_data import TrialData
from sentir.experiments.what_if import AS_IT_IS, CHANGED, answers_of, score_and_loss
from sentir.report.language import language
from sentir.report.what_if_page import what_if_page
from sentir.store.runs import open_run, unfinished
from sentir.text.tokens import Tokenizer
from sentir.workflows.changed_rows import Change, changed_rows
from sentir.workflows.experiment import Plan
from sentir.workflows.experiment_page import write_page
from sentir.workflows.material import rows_again
from sentir.workflows.stored import needing_data, settings_of
from sentir.workflows.trials import carry_out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sentir.config.settings import RunConfig
    from sentir.experiments.comparison import Side
    from sentir.experiments.trial import TrialResult
    from sentir.store.run_folder import RunFolder
    from sentir.workflows.changed_rows import ChangedRows
    from sentir.workflows.experiment import Experiment
    from sentir.workflows.trial_progress import TrialProgress

KIND = "what_if"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a run.

    Attributes:
        run: a path, a name under `runs/`, or `latest`.
        change: of its training rows.
        ask: texts whose answers are compared.
        seeds: how many trainings with and without the change.
    """

    run: str
    change: Change
    ask: Sequence[str] = ()
    seeds: int = 5


def what_if(
    question: Question,
    *,
    progress: TrialProgress,
    command: str,
    jobs: int = 0,
    out: Path | None = None,
    lang: str = "en",
) -> Experiment:
    """Train a run's recipe with and without the change, and compare answers and score.

    Only training rows change: validation rows, division, vocabulary and initial weights stay those
    of the run, so that the trainings of a seed pair.

    Raises:
        ConfigError: nothing is changed, or a text that is asked holds no word.
        DataError: no training row holds the word, or the rows to add cannot be read.
        RunError: no such run, it is not finished, or its data was changed.
        Interrupted: a person asked to stop; the same command goes on with it.
    """
    folder, speech = open_run(question.run), language(lang)
    if folder.state() != "finished":
        raise RunError(f"{folder.path} is not finished: {unfinished(folder)}")
    config = settings_of(folder)
    _check_asked(question.ask, config)
    progress.say(speech.say("Reading {source} ...", source=config.data.source))
    with needing_data(folder):
        table, parts = rows_again(folder, config)
    changed = changed_rows(question.change, table=table, parts=parts, config=config)
    for line in changed.lines(speech):
        progress.say(line)
    seeds = range(config.train.seed, config.train.seed + question.seeds)
    plan = Plan(
        kind=KIND,
        name=f"{folder.name}-what-if",
        base=config,
        trials=[
            Trial(name=name, seed=seed, rows=rows)
            for seed in seeds
            for name, rows in ((AS_IT_IS, ""), (CHANGED, CHANGED))
        ],
        data=TrialData.of(changed.table, parts, sets={CHANGED: changed.rows}, asked=question.ask),
        files=table.files,
        stated={"run": str(folder.path), "change": changed.to_json()},
        lang=lang,
    )

    def conclude(results: Sequence[TrialResult]) -> dict[str, Any]:
        return _comparison(folder, changed, question.ask, results)

    done = carry_out(
        plan, command=command, conclude=conclude, progress=progress, jobs=jobs, out=out
    )
    for note in write_page(done.folder, what_if_page, speech):
        progress.say(note)
    return done


def _check_asked(texts: Sequence[str], config: RunConfig) -> None:
    tokenizer = Tokenizer(lowercase=config.text.lowercase)
    for text in texts:
        if not tokenizer.words(text):
            raise ConfigError(
                f'--ask "{text[:40]}" holds no word, so no row could change its answer. Give a '
                'text, such as --ask "I love this movie".'
            )


def _comparison(
    folder: RunFolder, changed: ChangedRows, ask: Sequence[str], results: Sequence[TrialResult]
) -> dict[str, Any]:
    sides = sides_of(results)
    both = [sides[AS_IT_IS], sides[CHANGED]]
    _check_pairs(both)
    labels = changed.labels
    return {
        "kind": KIND,
        "run": str(folder.path),
        "labels": list(labels),
        "seeds": sorted(set(both[0].seeds) & set(both[1].seeds)),
        "failures": [*both[0].failures, *both[1].failures],
        "change": changed.to_json(),
        "asked": [answers_of(k, text, both, labels) for k, text in enumerate(ask)],
        **score_and_loss(both),
    }


def _check_pairs(sides: Sequence[Side]) -> None:
    if not set(sides[0].seeds) & set(sides[1].seeds):
        reasons = "; ".join(dict.fromkeys([*sides[0].failures, *sides[1].failures]))
        raise RunError(
            f"no seed could be trained both with and without the change: {reasons}. "
            "Mend what they say, then type the command again with another --out."
        )
