"""What was trained and how, in sentences: data, network, regularisation, kept epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.caveats import (
    padding_sentences,
    reading_sentence,
    sample_sentences,
    stopped_sentences,
)
from sentir.report.language import mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report import shape
    from sentir.report.language import Language

_DROPOUTS = {
    "embedding_dropout": mark("word vectors"),
    "word_dropout": mark("words"),
    "input_dropout": mark("recurrent layers' inputs, the same at every step"),
    "recurrent_dropout": mark("recurrent states, the same at every step"),
    "pooled_dropout": mark("pooled state"),
    "dense_dropout": mark("dense layers"),
}
_DROPOUTS_OF_WORDS_HELD = {
    "word_dropout": mark("words"),
    "pooled_dropout": mark("words that a text holds"),
    "dense_dropout": mark("dense layers"),
}
_LAYERS = {
    "embedding": mark("embedding"),
    "recurrent": mark("recurrent"),
    "attention": mark("attention"),
    "dense": mark("dense"),
    "output": mark("output"),
}
_MOST_LABELS = 12


def report_title(report: shape.Report, language: Language) -> str:
    """Return the run's title, or its name where it has none."""
    title = language.recipe_title(str(report["settings"].get("title", "")))
    return title or report["name"]


def introduction(report: shape.Report, language: Language) -> str:
    """Return the run's name and its classes, in a line."""
    labels = report["model"]["labels"]
    shown = labels[:_MOST_LABELS] + (["..."] if len(labels) > _MOST_LABELS else [])
    return language.say_many(
        "Run {name}: {n} class, {labels}",
        "Run {name}: {n} classes, {labels}",
        len(labels),
        name=report["name"],
        labels=", ".join(shown),
    )


def model_sentences(report: shape.Report, language: Language) -> list[str]:
    """Return sizes, updates and what held the weights small."""
    model, train = report["model"], report["settings"]["train"]
    sentences = [
        language.say(
            "{parameters} parameters, {words} words in the vocabulary. {updates} in all, "
            "{per_epoch} of up to {size} an epoch; the weights of epoch {kept} are kept, where "
            "validation loss was lowest.",
            parameters=language.count(model["parameters"]),
            words=language.count(model["words"]),
            per_epoch=language.say_many("{n} batch", "{n} batches", model["updates_per_epoch"]),
            size=language.say_many("{n} row", "{n} rows", train["batch_size"]),
            updates=language.say_many("{n} update", "{n} updates", model["updates"]),
            kept=language.count(report["repeat"]["kept_epoch"]),
        )
    ]
    rows = report["audit"]["parts"]["train"]["rows"]
    return [
        *sentences,
        *stopped_sentences(report["stopped"], language),
        reading_sentence(model, language),
        *padding_sentences(report["settings"], language),
        *sample_sentences(model["measured_training_rows"], rows, language),
        *regularisation(
            report["settings"], language, layers=[layer["name"] for layer in model["layers"]]
        ),
    ]


def regularisation(
    settings: Mapping[str, Any], language: Language, *, layers: Sequence[str]
) -> list[str]:
    """Return what holds the net back from learning by heart: penalties and dropout, by name.

    Args:
        settings: Every setting of the run.
        language: Of the sentences.
        layers: Names of the net's layers; a penalty is said of those it has.
    """
    train, model = settings["train"], settings["model"]
    present = {name.split(".")[0] for name in layers}
    found = []
    if train["l2"]:
        found.append(
            language.say(
                "L2 penalty of {value} on the layers {layers}: it enters the gradient, as torch's "
                "weight_decay in Adam does; it is not decoupled weight decay.",
                value=language.setting(train["l2"]),
                layers=_layers(train["l2_layers"], present, language),
            )
        )
    if train["weight_decay"]:
        found.append(
            language.say(
                "Decoupled weight decay of {value} (AdamW): each update takes the learning rate "
                "times this share of a weight away; it is not an L2 penalty.",
                value=language.setting(train["weight_decay"]),
            )
        )
    if train["l1"]:
        found.append(
            language.say(
                "L1 penalty of {value} on the layers {layers}.",
                value=language.setting(train["l1"]),
                layers=_layers(train["l1_layers"], present, language),
            )
        )
    named = _DROPOUTS_OF_WORDS_HELD if model["cell"] == "multi_hot" else _DROPOUTS
    dropouts = [
        f"{language.say(name)} {language.percent(model[key], 0)}"
        for key, name in named.items()
        if model.get(key)
    ]
    if dropouts:
        found.append(language.say("Dropout: {shares}.", shares=", ".join(dropouts)))
    if train["label_smoothing"]:
        share = language.percent(train["label_smoothing"], 0)
        found.append(language.say("Label smoothing of {share}.", share=share))
    if not found:
        found.append(language.say("Nothing holds the net back: no penalty, no dropout."))
    return found


def repeat_sentence(report: shape.Report, language: Language) -> str:
    """Return seed, threads and kept epoch, what else than NumPy computed, and what changed."""
    repeat = report["repeat"]
    sentence = language.say(
        "Seed {seed}, threads {threads}, kept epoch {kept}. The same seed on the same machine "
        "gives the same bits.",
        seed=str(repeat["seed"]),
        threads=str(repeat["environment"].get("threads", "?")),
        kept=language.count(repeat["kept_epoch"]),
    )
    found = [sentence]
    backend = str(repeat["environment"].get("backend", "NumPy"))
    if backend != "NumPy":
        found.append(
            language.say(
                "Training began with {backend}; on a GPU the last digits may differ.",
                backend=backend,
            )
        )
    found += [
        language.say(
            "After epoch {epoch} it was gone on with on a machine that was not as before "
            "({changed}): training it again in one go may differ in the last digits.",
            epoch=language.count(move["epoch"]),
            changed="; ".join(move["changed"]),
        )
        for move in repeat.get("moves", [])
    ]
    return " ".join(found)


def _layers(names: Sequence[str], present: set[str], language: Language) -> str:
    return language.listing([language.say(_LAYERS[name]) for name in names if name in present])
