"""Commands that only look: runs, recipes, audit, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sentir.cli.options import (
    JsonOption,
    LanguageOption,
    chosen_language,
    print_json,
    print_lines,
)
from sentir.cli.reading import takes_reading

_FOUND_AT = 17
"""The column in which `doctor` says what it found."""


def recipes(
    name: Annotated[
        str | None, typer.Argument(help="Print this recipe, with its comments.")
    ] = None,
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """List the shipped recipes, or print one."""
    from sentir.config.recipes import load_recipe, shipped_recipes

    if name is not None:
        recipe = load_recipe(name)
        if as_json:
            print_json({"name": recipe.name, "kind": recipe.kind, "settings": recipe.settings})
        else:
            typer.echo(recipe.text, nl=False)
        return
    listed = [load_recipe(each) for each in shipped_recipes()]
    if as_json:
        print_json([{"name": r.name, "kind": r.kind, "title": r.title} for r in listed])
        return
    speech, width = chosen_language(lang), max(len(recipe.name) for recipe in listed)
    for recipe in listed:
        typer.echo(f"{recipe.name:{width}}  {speech.recipe_title(recipe.title)}")


def runs(lang: LanguageOption = "", as_json: JsonOption = False) -> None:
    """List the runs and experiments in the folder runs/."""
    from sentir.workflows.look import experiments_here, runs_here

    trained, tried = runs_here(), experiments_here()
    if as_json:
        print_json([*trained, *tried])
        return
    speech = chosen_language(lang)
    if not trained and not tried:
        typer.echo(speech.say("There are no runs here yet. Make one: sentir train demo"))
        return
    from sentir.report.runs_terminal import runs_text

    typer.echo(runs_text(trained, tried, speech))


@takes_reading(without=("on_bad_row",))
def audit(
    data: Annotated[
        str, typer.Argument(metavar="DATA", help="A file, a folder, shipped:NAME or hf:OWNER/NAME.")
    ],
    *,
    reading: dict[str, str],
    lang: LanguageOption = "",
    as_json: JsonOption = False,
) -> None:
    """Look at the data before any training: classes, duplicates, leaks."""
    from sentir.workflows.look import audit_data

    result = audit_data(data, reading)
    if as_json:
        print_json(result.to_json())
        return
    from sentir.report.note_words import note_lines
    from sentir.report.words import audit_lines

    speech = chosen_language(lang)
    notes, found = note_lines(result.notes, speech), audit_lines(result.to_json(), speech)
    print_lines([*notes, "", *found])


def doctor(as_json: JsonOption = False) -> None:
    """Say what this installation and this machine can do."""
    from dataclasses import asdict

    from sentir.workflows.doctor import doctor as examine

    checks = examine(Path("runs"))
    if as_json:
        print_json([asdict(check) for check in checks])
        return
    for check in checks:
        lines = [f"{'ok ' if check.ok else '-- '} {check.name:12} {check.found}"]
        if check.mend:
            lines.append(f"{'':{_FOUND_AT}}to add it: {check.mend}")
        print_lines(lines, indent=_FOUND_AT)
