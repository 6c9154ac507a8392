"""The command that tries what would help: remedy."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sentir.cli.experimenting import show_experiment
from sentir.cli.options import (
    JobsOption,
    JsonOption,
    LanguageOption,
    ResultFolderOption,
    RunArgument,
    chosen_language,
    print_json,
    typed_command,
)
from sentir.runtime.threads import use_blas_threads

if TYPE_CHECKING:
    from sentir.report.language import Language
    from sentir.store.experiment_folder import ExperimentFolder


def remedy(
    context: typer.Context,
    run: RunArgument,
    budget: Annotated[
        str, typer.Option(metavar="TIME", help="What all trainings may take: 90s, 10m, 1h30m.")
    ] = "10m",
    seeds: Annotated[int, typer.Option(min=1, help="Trainings with and without a remedy.")] = 5,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="Try these alone: --only l2,smaller_net."),
    ] = None,
    jobs: JobsOption = 0,
    apply: Annotated[
        bool, typer.Option("--apply", help="Train a new run with what helped most, and test it.")
    ] = False,
    out: ResultFolderOption = None,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Try what would help a run: each remedy beside it, same seeds."""
    use_blas_threads(1)
    from sentir.workflows.remedy_request import understand_remedy

    request = understand_remedy(run, budget=budget, seeds=seeds, only=only or [], to_apply=apply)
    from sentir.cli.trial_lines import trial_progress_for
    from sentir.workflows.remedy import already_tried
    from sentir.workflows.remedy import remedy as carry_out

    speech, command = chosen_language(lang), typed_command(context)
    done = already_tried(request, out=out) if apply else None
    if done is None:
        progress = trial_progress_for(speech, as_json=as_json)
        done = carry_out(
            request, progress=progress, command=command, jobs=jobs, out=out, lang=speech.code
        )
    if not as_json:
        from sentir.report.remedy_terminal import remedy_text

        show_experiment(done, remedy_text, speech)
    if apply:
        _apply(done, speech, command, as_json=as_json)
    if as_json:
        print_json(done.read_comparison())


def _apply(done: ExperimentFolder, speech: Language, command: str, *, as_json: bool) -> None:
    from sentir.cli.progress import progress_for
    from sentir.workflows.applied import apply_best

    progress = progress_for(speech, as_json=as_json)
    compared = apply_best(done, progress=progress, command=command, lang=speech.code)
    if as_json:
        return
    if compared is not None:
        from sentir.report.compared_terminal import compared_text

        typer.echo()
        typer.echo(compared_text(compared, speech, is_terminal=sys.stdout.isatty()))
    if applied := done.read_comparison()["applied"]:
        typer.echo(speech.say("Run: {path}", path=applied["run"]))
