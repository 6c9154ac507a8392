"""Where the hub is asked and where its files are kept, as every program that uses it finds them."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from sentir.errors import MachineError


def endpoint() -> str | None:
    """Return the address that HF_ENDPOINT states; None for the usual one.

    Raises:
        MachineError: it is no address; it would pass for a hub that does not answer.
    """
    stated = os.environ.get("HF_ENDPOINT")
    if not stated:
        return None
    try:
        parts = urlsplit(stated)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address or not stated.isprintable() or " " in stated:
        raise MachineError(
            f"HF_ENDPOINT is {stated!r}, which is no address of a hub; expected "
            "https://HOST. Correct it, or unset it to ask huggingface.co"
        )
    return stated


def cache() -> Path:
    """Return the hub's cache folder."""
    if stated := os.environ.get("HF_HUB_CACHE"):
        return Path(stated).expanduser()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or f"{base}/huggingface"
    return Path(home).expanduser() / "hub"
