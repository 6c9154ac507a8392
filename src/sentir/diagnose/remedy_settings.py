"""What a step changes in a run's settings; nothing where that is done, or no setting does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Settings = dict[str, str]
Change: TypeAlias = "Callable[[Mapping[str, Any], Mapping[str, Any]], Settings]"
_LARGEST_SHARE = 0.3
_SMALLEST = {"hidden_size": 16, "embedding_size": 16, "dense_size": 2}
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


def _hidden(factor: float) -> Change:
    def change(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
        name = _SIZE_OF.get(settings["model"]["cell"], "hidden_size")
        old = settings["model"][name]
        sizes = [int(size * factor) for size in (old if isinstance(old, list) else [old])]
        if not sizes or min(sizes) < _SMALLEST[name]:
            return {}
        return {f"model.{name}": str(sizes if isinstance(old, list) else sizes[0])}

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


def _penalty(name: str, amount: float) -> Change:
    def change(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
        if settings["train"][name]:
            return {}
        # few weights a word: a wide first layer bears ten times as much as a word's vector
        factor = 10 if settings["model"]["cell"] == "multi_hot" else 1
        return {f"train.{name}": _short(amount * factor)}

    return change


def _half_the_epochs(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    epochs = settings["train"]["epochs"]
    return {"train.epochs": str(epochs // 2)} if epochs > 1 else {}


def _longer_texts(settings: Mapping[str, Any], numbers: Mapping[str, Any]) -> Settings:
    if settings["model"]["cell"] == "multi_hot" or numbers.get("coverage", 0.0) >= 1:
        return {}
    return {"text.max_length": str(2 * settings["text"]["max_length"])}


def _larger_vocabulary(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    text = settings["text"]
    if text["min_count"] > 1:
        return {"text.min_count": "1"}
    return {"text.max_words": str(min(1_000_000, 2 * text["max_words"]))}


def _both_directions(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    model = settings["model"]
    is_recurrent = model["cell"] in {"rnn", "lstm", "gru"}
    return {"model.bidirectional": "true"} if is_recurrent and not model["bidirectional"] else {}


def _one(section: str, name: str, value: str, *, off: Any = 0) -> Change:
    """Return the change of one setting that is still off."""

    def change(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
        return {f"{section}.{name}": value} if settings[section][name] == off else {}

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
    "l2": _penalty("l2", 1e-4),
    "l1": _penalty("l1", 1e-5),
    "half_the_epochs": _half_the_epochs,
    "longer_texts": _longer_texts,
    "larger_vocabulary": _larger_vocabulary,
    "both_directions": _both_directions,
    "word_dropout": _one("model", "word_dropout", "0.1"),
    "label_smoothing": _one("train", "label_smoothing", "0.1"),
    "class_weights": _one("train", "class_weights", '"balanced"', off="none"),
}
