"""Commands that train many nets and compare them: ablate."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer

from sentir.cli.options import (
    JobsOption,
    JsonOption,
    LanguageOption,
    RecipeDataOption,
    ResultFolderOption,
    chosen_language,
    print_json,
    typed_command,
)
from sentir.cli.reading import takes_reading
from sentir.runtime.threads import use_blas_threads

if TYPE_CHECKING:
    from sentir.report.language import Language
    from sentir.store.experiment_folder import ExperimentFolder


@takes_reading()
def ablate(
    context: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="RECIPE|DATA", help="A recipe, a .toml, a file or a folder.")
    ],
    *,
    data: RecipeDataOption = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(metavar="A.B=V1,V2", help="A setting, its values; lists: =[64,32],[32]."),
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Trainings of every value.")] = 3,
    rows: Annotated[
        int, typer.Option(min=0, help="Train on a sample of so many rows; 0 for all.")
    ] = 0,
    jobs: JobsOption = 0,
    reading: dict[str, str],
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="A.B=VALUE", help="A setting of the base."),
    ] = None,
    out: ResultFolderOption = None,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Vary settings one at a time: what does each value change?"""
    use_blas_threads(1)
    from sentir.workflows.ablation_request import understand_ablation

    asked = understand_ablation(
        subject, data=data, reading=reading, sets=sets or [], vary=vary or [],
        seeds=seeds, rows=rows,
    )  # fmt: skip
    from sentir.cli.trial_lines import trial_progress_for
    from sentir.workflows.ablate import ablate as carry_out

    speech = chosen_language(lang)
    progress = trial_progress_for(speech, as_json=as_json)
    done = carry_out(
        asked, progress=progress, command=typed_command(context), jobs=jobs, out=out,
        lang=speech.code,
    )  # fmt: skip
    if as_json:
        print_json(done.folder.read_comparison())
        return
    from sentir.report.ablation_terminal import ablation_text

    show_experiment(done.folder, ablation_text, speech)


class MakesText(Protocol):
    """What says in a terminal how an experiment came out."""

    def __call__(self, found: dict[str, Any], language: Language, *, is_terminal: bool) -> str:
        """Return the text on `comparison.json`."""


def show_experiment(folder: ExperimentFolder, make: MakesText, speech: Language) -> None:
    """Print how an experiment came out, and where its page lies."""
    typer.echo()
    typer.echo(make(folder.read_comparison(), speech, is_terminal=sys.stdout.isatty()))
    page = folder.path / "report.html"
    if page.is_file():
        typer.echo(speech.say("Report: {path}", path=str(page)))
