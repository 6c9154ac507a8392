"""Why a data set of the hub could not be had, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sentir.errors import DataError, MachineError, SentirError

if TYPE_CHECKING:
    from pathlib import Path

    from sentir.data.sources.hub_names import HubName

_BY_HAND = "or download its files by hand and give their folder"


def hub_failure(name: HubName, error: Exception, *, file: str = "") -> SentirError:
    """Return what to say where the hub refused, or broke off."""
    from huggingface_hub import errors

    if isinstance(error, errors.GatedRepoError):
        return DataError(
            f"{name} asks you to accept its terms: do so on its page on the hub and log in with "
            f"`hf auth login`, {_BY_HAND}"
        )
    if isinstance(error, errors.RevisionNotFoundError):
        return DataError(f"{name} has no revision {name.revision}; check it, or leave it out")
    is_denied = isinstance(error, errors.HfHubHTTPError) and error.response.status_code == 401
    if is_denied or isinstance(error, errors.RepositoryNotFoundError):
        return DataError(
            f"{name}: the hub has no such data set, or it is private. Check the name; for a "
            f"private one log in with `hf auth login`, {_BY_HAND}"
        )
    what = f"{name}: {file}" if file else str(name)
    if isinstance(error, OSError) and error.filename is not None:
        return MachineError(
            f"{what} could not be kept: {error.strerror} ({error.filename}). Make room or give "
            f"permission there, or set HF_HUB_CACHE to another folder, {_BY_HAND}"
        )
    return MachineError(
        f"{what} could not be fetched from the hub ({_first_line(error)}). Try again later, "
        f"{_BY_HAND}"
    )


def no_copy(name: HubName, error: Exception, *, cache: Path) -> MachineError:
    """Return what to say where the hub cannot be reached and the cache has no copy."""
    return MachineError(
        f"{name} cannot be fetched: the hub cannot be reached ({_first_line(error)}), and the "
        f"cache {cache} has no copy. Try again with a network (and without HF_HUB_OFFLINE), "
        f"{_BY_HAND}"
    )


def unreadable_cache(name: HubName, error: Exception, *, cache: Path) -> MachineError:
    """Return what to say where the hub cannot be reached and the cache cannot be read."""
    return MachineError(
        f"{name} cannot be fetched: the hub cannot be reached, and its cache {cache} cannot be "
        f"read ({_first_line(error)}). Set HF_HUB_CACHE to a folder that can be read and written, "
        f"{_BY_HAND}"
    )


def odd_answer(name: HubName, what: str) -> MachineError:
    """Return what to say where something answers in another form than the hub does."""
    return MachineError(
        f"{name}: the answer is not one of the hub ({what[:200]}). Check HF_ENDPOINT and the "
        f"network's proxy, or try again later, {_BY_HAND}"
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
