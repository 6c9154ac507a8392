"""Names of settings, found by a part of them."""

from __future__ import annotations


def full_names(key: str) -> list[str]:
    """Return the settings that have this key in some section: `train.epochs` for `epochs`."""
    from sentir.config.settings import known_keys

    return [f"{section}.{key}" for section in known_keys([]) if key in known_keys([section])]
