"""Commands that train: train and resume, with what they show while they run."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sentir.cli.options import (
    JsonOption,
    LanguageOption,
    RecipeDataOption,
    RunArgument,
    chosen_language,
    print_json,
    print_lines,
    typed_command,
)
from sentir.cli.reading import takes_reading
from sentir.runtime.threads import use_blas_threads

if TYPE_CHECKING:
    from sentir.report.language import Language
    from sentir.workflows.request import Request
    from sentir.workflows.result import Run

PlanOption = Annotated[bool, typer.Option("--plan", help="Say what would be done, train nothing.")]
ProfileOption = Annotated[
    bool, typer.Option("--profile", help="Say where the time of an update goes.")
]


@takes_reading()
def train(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(metavar="DATA|RECIPE", help="File, folder, hf:OWNER/NAME, recipe, .toml."),
    ],
    *,
    data: RecipeDataOption = None,
    reading: dict[str, str],
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="A.B=VALUE", help="A setting, e.g. model.cell=lstm."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run; else the next free name in runs/.")
    ] = None,
    plan: PlanOption = False,
    test: Annotated[bool, typer.Option("--test", help="Score the test rows at the end.")] = False,
    profile: ProfileOption = False,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Train on a file, a folder or a recipe, and judge the result."""
    use_blas_threads(1)
    from sentir.workflows.request import understand

    request = understand(subject, data=data, reading=reading, sets=sets or [])
    speech = chosen_language(lang)
    from sentir.cli.progress import progress_for
    from sentir.report.note_words import note_lines

    progress = progress_for(speech, as_json=as_json)
    for note in note_lines(request.notes, speech):
        progress.say(note)
    if plan:
        return _show_plan(request, speech, as_json=as_json)
    from sentir.workflows.train import train_new

    trained = train_new(
        replace(request, is_profiled=profile),
        to_test=test,
        out=out,
        progress=progress,
        lang=speech.code,
        command=typed_command(context),
    )
    return _conclude(trained, speech, context if test else None, as_json=as_json)


def resume(
    context: typer.Context,
    run: RunArgument,
    test: Annotated[bool, typer.Option("--test", help="Score the test rows at the end.")] = False,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Go on with an interrupted run, as if it had never stopped."""
    use_blas_threads(1)
    speech = chosen_language(lang)
    from sentir.cli.progress import progress_for
    from sentir.workflows.train import train_on

    progress = progress_for(speech, as_json=as_json)
    trained = train_on(run, progress=progress, command=typed_command(context))
    _conclude(trained, speech, context if test else None, as_json=as_json)


def _conclude(run: Run, speech: Language, test: typer.Context | None, *, as_json: bool) -> None:
    """Print how the run came out; score the test rows first if that was asked for."""
    report: Any = run.report()
    if test is not None:
        from sentir.cli.progress import progress_for
        from sentir.workflows.testing import test_run

        progress = progress_for(speech, as_json=as_json)
        report = test_run(str(run.path), progress=progress, command=typed_command(test))
    profile = run.record.get("profile")
    if as_json:
        print_json({**report, "profile": profile} if profile else report)
        return
    from sentir.report.terminal import summary

    typer.echo()
    typer.echo(summary(report, speech, is_terminal=sys.stdout.isatty()))
    typer.echo(speech.say("Model:  {path}", path=str(run.folder.model_path)))
    if run.report_path.is_file():
        typer.echo(speech.say("Report: {path}", path=str(run.report_path)))
    if profile:
        from sentir.report.profile_words import profile_table

        typer.echo(f"\n{profile_table(profile, speech)}")


def _show_plan(request: Request, speech: Language, *, as_json: bool) -> None:
    from sentir.workflows.plan import plan

    found = plan(request)
    if as_json:
        print_json(found)
        return
    from sentir.report.plan_words import plan_lines

    print_lines(plan_lines(found, speech))
