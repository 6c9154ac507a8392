"""Commands that answer: predict, on given texts, a file, standard input, or at a prompt."""

from __future__ import annotations

import json
import sys
from functools import partial
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sentir.cli.events import write_note, writes_unicode
from sentir.cli.options import LanguageOption, chosen_language
from sentir.cli.reading import DelimiterOption
from sentir.runtime.threads import physical_cores, use_blas_threads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sentir.runtime.prediction import Prediction
    from sentir.runtime.predictor import Model


def predict(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A .sentir file or a run.")],
    texts: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="Texts, in quotes; after -- if one begins with -."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(help="Texts: .txt (one a line), CSV, TSV, JSONL; - is standard input."),
    ] = None,
    text: Annotated[
        str,
        typer.Option(
            "--text", metavar="COLUMN", help="Column of the text in --file or standard input."
        ),
    ] = "auto",
    encoding: Annotated[str, typer.Option(help="Encoding of --file or standard input.")] = "auto",
    delimiter: DelimiterOption = "auto",
    lang: LanguageOption = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per text.")] = False,
) -> None:
    """Name the emotion of texts; without any, ask for them one by one."""
    use_blas_threads(1)
    from sentir.runtime.predictor import load

    reading = {"column": text, "encoding": encoding, "delimiter": delimiter}
    is_stream = str(file) == "-" or (
        file is None and sys.stdin is not None and not sys.stdin.isatty()
    )
    if texts and file is not None:
        raise typer.BadParameter("give texts or --file, not both.")
    if texts and any(value != "auto" for value in reading.values()):
        raise typer.BadParameter(
            "--text, --encoding and --delimiter say how to read --file or standard input; "
            "leave them out for texts given here."
        )
    if lang:
        chosen_language(lang)  # an unknown one is refused, whether or not a prompt follows
    loaded = load(model, threads=1 if texts else physical_cores())
    if texts:
        _print_all(texts, loaded, as_json=as_json)
    elif is_stream:
        from sentir.data.sources.texts import read_stream

        say = partial(write_note, as_json=as_json)
        given = read_stream(sys.stdin.buffer, **reading, say=say)
        _print_all(given, loaded, as_json=as_json)
    elif file is not None:
        from sentir.data.sources.texts import read_texts

        _print_all(read_texts(file, **reading), loaded, as_json=as_json)
    else:
        from sentir.cli.prompt import converse

        converse(loaded, lang)


def _print_all(texts: Iterable[str], model: Model, *, as_json: bool) -> None:
    write, escaped = sys.stdout.write, not writes_unicode(sys.stdout)
    shown, read = tee(texts)
    answers = zip(shown, model.predict_stream(read), strict=True)
    for number, (text, prediction) in enumerate(answers, start=1):
        if as_json:
            line = json.dumps(prediction.to_json(number), ensure_ascii=escaped)
        else:
            line = one_line(text, prediction)
        write(line + "\n")
    sys.stdout.flush()


def one_line(text: str, prediction: Prediction) -> str:
    """Return label, probability, a doubt if there is one, and the text: separated by tabs."""
    shown = " ".join(text.split())
    if prediction.label is None:
        return f"-\t-\t(empty)\t{shown}"
    probability = max(prediction.probabilities.values())
    doubt = "" if prediction.sure else f"(not sure: {prediction.why_not})"
    return f"{prediction.label}\t{probability:.2f}\t{doubt}\t{shown}"
