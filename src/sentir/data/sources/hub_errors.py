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


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
