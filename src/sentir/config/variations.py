"""What `--vary` says: a setting and its values, `model.hidden_size=16,32` or `=[64,32],[32,16]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.assignments import parse_assignment
from sentir.errors import ConfigError

if TYPE_CHECKING:
    from sentir.config.ablation_recipe import Factor

_EXAMPLE = "for example --vary model.hidden_size=16,32,64; a list stands in brackets: =[64,32],[32]"
_REFUSED = {
    "train.seed": "Seeds are not varied but repeated: give --seeds 3.",
    "train.threads": "It changes no result, only time.",
    "data": "All trials must see the same rows; try other data with sentir train.",
    "split": "All trials must be judged on the same rows, or they could not be compared.",
    "baseline": "It changes nothing in the net.",
    "predict": "It changes nothing in the net.",
    "title": "It changes nothing in the net.",
}


def parse_variation(typed: str) -> Factor:
    """Return the setting and its values; whether they fit is checked with all other settings.

    Raises:
        ConfigError: no assignment, one value only, a value twice, or a setting not to be varied.
    """
    from sentir.config.ablation_recipe import Factor

    setting, equals, values = typed.partition("=")
    setting = setting.strip()
    if not equals or not setting:
        raise ConfigError(f'--vary "{typed}" is not a variation. Write SETTING=V1,V2, {_EXAMPLE}.')
    parts = _split(values)
    if parts is None or not all(parts):
        raise ConfigError(
            f'--vary "{typed}": a value is empty or a bracket is open. Write it whole, {_EXAMPLE}.'
        )
    if len(parts) < 2:
        raise ConfigError(
            f"--vary {typed} names one value, so there is nothing to compare it with. "
            f"Give two or more, {_EXAMPLE}."
        )
    found = [_value(setting, part) for part in parts]
    check_variation(setting, found, origin=f"--vary {typed}")
    # unchecked: a name that does not exist is said with the other problems, nearest name and all
    return Factor.model_construct(setting=setting, values=found, title="", question="")


def check_variation(setting: str, values: list[Any], *, origin: str) -> None:
    """Refuse what would compare nothing.

    Raises:
        ConfigError: a value stands twice, or the setting cannot be varied.
    """
    reason = _REFUSED.get(setting) or _REFUSED.get(setting.partition(".")[0])
    if reason:
        raise ConfigError(f"{origin}: {setting} cannot be varied. {reason}")
    names = [shown(value) for value in values]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ConfigError(f"{origin}: the value {name} stands there twice. Leave one out.")


def shown(value: Any) -> str:
    """Return a value as it is typed: 16, [64,32], tanh, true."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return f"[{','.join(map(shown, value))}]"
    if isinstance(value, dict):
        return f"{{{','.join(f'{key}={shown(each)}' for key, each in value.items())}}}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _value(setting: str, typed: str) -> Any:
    value: Any = parse_assignment(f"{setting}={typed}")
    for part in setting.split("."):
        value = value[part.strip()]
    return value


def _split(values: str) -> list[str] | None:
    """Return what stands between commas outside brackets; None where a bracket is open."""
    parts, depth = [""], 0
    for sign in values:
        depth += (sign in "[{") - (sign in "]}")
        if depth < 0:
            return None
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return None if depth else [part.strip() for part in parts]
