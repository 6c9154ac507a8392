"""What a step changes in a run's settings; nothing where that is done, or no setting does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Settings = dict[str, str]
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


def _rate(factor: float) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Settings]:
    def change(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
        return {"train.learning_rate": _short(settings["train"]["learning_rate"] * factor)}

    return change


def _clip(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    return {} if settings["train"]["clip_norm"] else {"train.clip_norm": "1.0"}


def _more_epochs(settings: Mapping[str, Any], _: Mapping[str, Any]) -> Settings:
    return {"train.epochs": str(2 * settings["train"]["epochs"])}


def _hidden(factor: float) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Settings]:
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


def _short(value: float) -> str:
    return f"{value:.2g}"


_REMEDIES: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Settings]] = {
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
}
