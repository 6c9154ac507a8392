"""What a step changes in a run's settings; nothing where that is done, or no setting does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Settings = dict[str, str]
Change: TypeAlias = "Callable[[Mapping[str, Any], Mapping[str, Any]], Settings]"
_LARGEST_SHARE = 0.3
_MOST_WORDS = 1_000_000
_UNEVEN = 1.5  # times as many rows of one class as of another
_SIZES = {"hidden_size": (16, 8192), "embedding_size": (16, 4096), "dense_size": (2, 8192)}
"""Fewest and most units that a remedy gives a layer.

The most is what `config` takes. With fewer than 16 units, vectors hold too little for a smaller net
to be anything but too small; dense layers work with 4 (report R4's smallest), so with 2.
"""
_LONGEST = 100_000
_SIZE_OF = {"bag": "embedding_size", "multi_hot": "dense_size"}  # of the others: hidden_size


def remedy_settings(code: str, settings: Mapping[str, Any], numbers: Mapping[str, Any]) -> Settings:
    """Return the settings to give with `--set`, by name.

    Args:
        code: Of the step, as `diagnose.remedies` names it.
        settings: `config.json`.
        numbers: Of the verdict.
    """
    return _REMEDIES[code](settings, numbers) if code in _REMEDIES else {}


def _more_validation_rows(settings: Mapping[str, Any], numbers: Mapping[str, Any]) -> Settings:
    needed, rows = numbers.get("validation_rows_needed"), numbers.get("validation_rows")
    if not needed or not rows:
        return {}
    share = settings["split"]["validation"] * needed / rows
    return {"split.validation": _short(share)} if share <= _LARGEST_SHARE else {}


def _rate(factor: float) -> Change:
    def change(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
        return {"train.learning_rate": _short(settings["train"]["learning_rate"] * factor)}

    return change


def _clip(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    return {} if settings["train"]["clip_norm"] else {"train.clip_norm": "1.0"}


def _more_epochs(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    return {"train.epochs": str(2 * settings["train"]["epochs"])}


def size_of(settings: Mapping[str, Any]) -> tuple[str, list[int], tuple[int, int]]:
    """Return the setting that says how large a net is, its sizes, and the fewest and most units."""
    name = _SIZE_OF.get(settings["model"]["cell"], "hidden_size")
    size = settings["model"][name]
    return f"model.{name}", list(size) if isinstance(size, list) else [size], _SIZES[name]


def _hidden(factor: float) -> Change:
    def change(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
        name, old, (least, most) = size_of(settings)
        sizes = [int(size * factor) for size in old]
        if not sizes or min(sizes) < least or max(sizes) > most:
            return {}
        is_list = isinstance(settings["model"][name.removeprefix("model.")], list)
        return {name: str(sizes if is_list else sizes[0])}

    return change


def _linear(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    return {} if settings["baseline"]["linear"] else {"baseline.linear": "true"}


def _dropout(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    wanted = {"embedding_dropout": "0.3", "word_dropout": "0.1", "pooled_dropout": "0.5"}
    if settings["model"]["cell"] == "multi_hot":  # no word vectors; half of the words is too much
        wanted = {"word_dropout": "0.1", "dense_dropout": "0.5"}
    return {f"model.{name}": v for name, v in wanted.items() if not settings["model"][name]}


def _weight_decay(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    train = settings["train"]
    if train["weight_decay"] or train["l2"]:
        return {}
    if train["optimizer"] == "adamw":
        return {"train.weight_decay": "0.01"}
    return {"train.l2": "0.0001"}


def _fewer_epochs(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    return {} if settings["train"]["early_stop"] else {"train.early_stop": "2"}


def _decoupled_decay(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    train = settings["train"]
    if train["weight_decay"] or train["optimizer"] not in {"adam", "adamw"} or train["l2"]:
        return {}
    change = {} if train["optimizer"] == "adamw" else {"train.optimizer": "adamw"}
    return {**change, "train.weight_decay": "0.01"}


def _penalty(name: str, amount: float, *, of_multi_hot: float) -> Change:
    """Return the change of a penalty that is still off; few weights a word bear more of it."""

    def change(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
        if settings["train"][name]:
            return {}
        is_multi_hot = settings["model"]["cell"] == "multi_hot"
        return {f"train.{name}": _short(of_multi_hot if is_multi_hot else amount)}

    return change


def _half_the_epochs(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    epochs = settings["train"]["epochs"]
    return {"train.epochs": str(epochs // 2)} if epochs > 1 else {}


def _longer_texts(settings: Mapping[str, Any], numbers: Mapping[str, Any]) -> Settings:
    length = settings["text"]["max_length"]
    if numbers.get("coverage", 0.0) >= 1 or length >= _LONGEST:
        return {}
    return {"text.max_length": str(min(_LONGEST, 2 * length))}


def _larger_vocabulary(settings: Mapping[str, Any], numbers: Mapping[str, Any]) -> Settings:
    text = settings["text"]
    if numbers.get("known_words", 0) >= text["max_words"] < _MOST_WORDS:
        return {"text.max_words": str(min(_MOST_WORDS, 2 * text["max_words"]))}
    return {"text.min_count": "1"} if text["min_count"] > 1 else {}


def _class_weights(settings: Mapping[str, Any], numbers: Mapping[str, Any]) -> Settings:
    counts = numbers.get("rows_by_class") or [1]
    is_uneven = max(counts) >= _UNEVEN * min(counts)
    is_off = settings["train"]["class_weights"] == "none"
    return {"train.class_weights": '"balanced"'} if is_uneven and is_off else {}


def _both_directions(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    model = settings["model"]
    is_recurrent = model["cell"] in {"rnn", "lstm", "gru"}
    return {"model.bidirectional": "true"} if is_recurrent and not model["bidirectional"] else {}


def _one(section: str, name: str, value: str) -> Change:
    """Return the change of one setting that is still off."""

    def change(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
        return {} if settings[section][name] else {f"{section}.{name}": value}

    return change


def _short(value: float) -> str:
    return f"{value:.2g}"


_REMEDIES: dict[str, Change] = {
    "more_validation_rows": _more_validation_rows,
    "lower_learning_rate": _rate(1 / 3),
    "clip_gradients": _clip,
    "more_epochs": _more_epochs,
    "higher_learning_rate": _rate(3.0),
    "larger_net": _hidden(2.0),
    "compare_with_linear": _linear,
    "dropout": _dropout,
    "weight_decay": _weight_decay,
    "smaller_net": _hidden(0.5),
    "fewer_epochs": _fewer_epochs,
    "decoupled_decay": _decoupled_decay,
    "l2": _penalty("l2", 1e-4, of_multi_hot=2e-3),  # Keras' l2(0.001), as its textbooks have it
    "l1": _penalty("l1", 1e-5, of_multi_hot=1e-4),
    "half_the_epochs": _half_the_epochs,
    "longer_texts": _longer_texts,
    "larger_vocabulary": _larger_vocabulary,
    "both_directions": _both_directions,
    "word_dropout": _one("model", "word_dropout", "0.1"),
    "label_smoothing": _one("train", "label_smoothing", "0.1"),
    "class_weights": _class_weights,
}
