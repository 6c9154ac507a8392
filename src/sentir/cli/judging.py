"""Commands that judge: test, diagnose, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sentir.cli.options import (
    JsonOption,
    LanguageOption,
    RunArgument,
    chosen_language,
    print_json,
    print_lines,
    typed_command,
)
from sentir.runtime.threads import use_blas_threads


def score_test_rows(
    context: typer.Context, run: RunArgument, lang: LanguageOption = "", as_json: JsonOption = False
) -> None:
    """Score the test rows of a run; it remembers each look."""
    use_blas_threads(1)
    speech = chosen_language(lang)
    from sentir.cli.progress import progress_for
    from sentir.workflows.testing import test_run

    progress = progress_for(speech, as_json=as_json)
    result = test_run(run, progress=progress, command=typed_command(context))
    if as_json:
        print_json(result)
        return
    from sentir.report.words import test_lines

    print_lines(test_lines(result, speech))


def diagnose(
    source: Annotated[
        str, typer.Argument(metavar="RUN|HISTORY", help="A run, or a history: CSV, JSON, JSONL.")
    ],
    validation_rows: Annotated[
        int,
        typer.Option(min=0, help="Rows the validation scores of a history from elsewhere rest on."),
    ] = 0,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Judge fit and curves, of a run or of a history from elsewhere."""
    use_blas_threads(1)
    from sentir.workflows.diagnose import diagnose as judge
    from sentir.workflows.diagnose import lines_on

    verdict = judge(source, validation_rows=validation_rows)
    if as_json:
        print_json(verdict.to_json())
        return
    print_lines(lines_on(source, verdict, chosen_language(lang)))


def report(
    run: RunArgument,
    out: Annotated[
        Path | None, typer.Option(help="Where the page goes; else into the run.")
    ] = None,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Write the report of a run again, as one HTML page."""
    use_blas_threads(1)
    from sentir.workflows.report import read_report, write_report

    if as_json:
        print_json(read_report(run))
        return
    typer.echo(write_report(run, lang=chosen_language(lang).code, out=out))
