"""`sentir ablate` measured: what it found, as short as a result keeps it, and its tables."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.processes import sentir, spend
from benchmarks.rooms import VERDICT
from sentir.config.table_recipe import in_language
from sentir.report import ablation_words as words
from sentir.report.language import language as speech_of
from sentir.report.reading_words import OUTCOMES, reading_sentence
from sentir.report.verdict_words import course_headline, fit_headline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.bar import Figures, Place
    from sentir.report.language import Language

Rows: TypeAlias = "tuple[Sequence[str], Sequence[Sequence[str]]]"
JOBS = 2
ROOMS = (
    *VERDICT,
    *(
        f"src/sentir/experiments/{name}.py"
        for name in ("ablation", "agreement", "attempt", "comparison", "pool", "serving", "trial")
    ),
)
"""What an ablation rests on beside `LEARNING`."""
_HEADS = {
    "en": ("Factor", "Value", "Accuracy", "Gap", "Parameters", "Seconds", "File", "Result"),
    "es": ("Factor", "Valor", "Exactitud", "Brecha", "Parámetros", "Segundos", "Archivo",
           "Resultado"),
}  # fmt: skip
_READING_HEADS = {
    "en": ("Net", "The report says", "sentir: kept weights", "sentir: curves",
           "Validation loss at the last epoch", "", "Why"),
    "es": ("Red", "El informe dice", "sentir: pesos guardados", "sentir: curvas",
           "Pérdida de validación en la última época", "", "Por qué"),
}  # fmt: skip


def ablated(place: Place, *, recipe: str, options: Sequence[object], data: str) -> Figures:
    """Carry out an ablation from its beginning; what it took and what it found."""
    out = place.room / "runs" / f"{recipe}-{'-'.join(map(str, options)).replace('--', '')}"
    shutil.rmtree(out, ignore_errors=True)  # what is gone on with would tell no time
    place.say(f"  sentir ablate {recipe} {' '.join(map(str, options))}")
    spent = spend(
        sentir(
            "ablate", recipe, "--data", place.dataset(data), *options,
            "--jobs", JOBS, "--out", out, "--json",
        ),
        cwd=place.room,
    )  # fmt: skip
    shutil.rmtree(out)
    return {"spent": spent.to_json(), "found": short(json.loads(spent.output))}


def short(found: Mapping[str, Any]) -> Figures:
    """Return a comparison without its curves, and the codes of its verdicts alone."""
    variants = {
        name: {
            **{key: value for key, value in side.items() if key != "curves"},
            "verdicts": [
                {key: verdict[key] for key in ("seed", "fit", "course")}
                for verdict in side["verdicts"]
            ],
        }
        for name, side in found["variants"].items()
    }
    return {**found, "variants": variants}


def values(found: dict[str, Any], code: str) -> Rows:
    """Return the head and a row per value of every factor."""
    speech, rows = speech_of(code), []
    for factor in found["factors"]:
        title = words.factor_title(factor, speech)
        for value in factor["values"]:
            rows.append([title, f"`{value['shown']}`", *words.cells(found, value, speech)])
            title = ""
    return _HEADS[code], rows


def _last_losses(verdicts: Sequence[Mapping[str, Any]], speech: Language) -> str:
    """Return mean, least and most of the seeds."""
    losses = [verdict["last_loss"] for verdict in verdicts]
    mean, least, most = sum(losses) / len(losses), min(losses), max(losses)
    return f"{speech.number(mean)} ({speech.number(least)} - {speech.number(most)})"


def readings(found: Mapping[str, Any], code: str) -> Rows:
    """Return the head and a row per net that the report speaks of, with its verdict."""
    speech, rows = speech_of(code), []
    for reading in found["readings"]:
        verdict = reading["verdict"]
        for each in reading["agreements"]:
            sentence = reading_sentence(each, verdict, speech)
            rows.append(
                [
                    f"`{reading['shown']}`",
                    in_language(reading["said"], code),
                    fit_headline(verdict, speech),
                    course_headline(verdict, speech),
                    _last_losses(reading["verdicts"], speech),
                    f"**{speech.say(OUTCOMES[each['outcome']])}**",
                    sentence.split(": ", 1)[1] if ": " in sentence else sentence,
                ]
            )
    return _READING_HEADS[code], rows
