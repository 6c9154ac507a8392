"""What the hub lists of a data set, or else what its cache holds; no answer is believed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sentir.data.sources.hub_errors import hub_failure, no_copy, odd_answer, unreadable_cache
from sentir.data.sources.hub_names import HubName, is_commit
from sentir.data.sources.hub_places import cache, endpoint
from sentir.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LISTED = 100_000
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files of a data set at one commit.

    Attributes:
        commit: 40 hexadecimal digits.
        sizes: bytes by name; None where the hub does not say.
        is_kept: whether this is what the cache holds, because the hub cannot be asked.
    """

    commit: str
    sizes: Mapping[str, int | None]
    is_kept: bool = False


def listing_of(name: HubName) -> Listing:
    """Return what the hub lists, or else what the cache holds.

    Raises:
        DataError: the hub refuses.
        MachineError: huggingface-hub is missing; the hub cannot be reached and the cache has no
            copy; or it answers in another form than the hub's.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # nothing is told but what is asked for
    try:
        from huggingface_hub import HfApi
        from huggingface_hub.errors import HfHubHTTPError, HTTPError
        from huggingface_hub.utils import disable_progress_bars
    except ImportError as error:
        raise MachineError(
            f'{name} needs huggingface-hub; install it with: pip install -e ".[hub]"'
        ) from error
    disable_progress_bars()
    try:
        info = HfApi(endpoint=endpoint()).dataset_info(
            name.dataset, revision=name.revision, files_metadata=True, timeout=_PATIENCE_S
        )
    except (HTTPError, OSError, ValueError) as error:
        # what the hub itself refuses is no reason to take an old copy; an outage is
        if isinstance(error, HfHubHTTPError) and error.response.status_code < 500:
            raise hub_failure(name, error) from error
        return _kept(name, error)
    except (TypeError, KeyError, AttributeError) as error:  # the library took it apart unchecked
        raise odd_answer(name, f"{type(error).__name__}: {error}") from error
    return _checked(name, info.sha, info.siblings)


def _checked(name: HubName, commit: object, files: Any) -> Listing:
    """Return the listing, each value in its type."""
    if not isinstance(commit, str) or not is_commit(commit):
        raise MachineError(f"{name}: the hub names no commit; try again later")
    sizes = {each.rfilename: each.size for each in (files or [])[:MAX_LISTED]}
    for file, size in sizes.items():
        if not isinstance(file, str):
            raise odd_answer(name, f"a file is called {str(file)[:40]!r}")
        if size is not None and (not isinstance(size, int) or size < 0):
            raise odd_answer(name, f"a file holds {str(size)[:40]!r} bytes")
    return Listing(commit=commit, sizes=sizes)


def _kept(name: HubName, error: Exception) -> Listing:
    """Return what the cache holds of the revision, the newest where it is the main one."""
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        repositories = scan_cache_dir(cache()).repos
    except CacheNotFound:
        repositories = frozenset()
    except (OSError, ValueError) as unreadable:
        raise unreadable_cache(name, unreadable, cache=cache()) from unreadable
    revisions = [
        revision
        for each in repositories
        if (each.repo_type, each.repo_id) == ("dataset", name.dataset)
        for revision in each.revisions
        if name.revision in {"main", revision.commit_hash, *revision.refs}
    ]
    if not revisions:
        raise no_copy(name, error, cache=cache()) from error
    newest = max(revisions, key=lambda revision: revision.last_modified)
    sizes = {
        file.file_path.relative_to(newest.snapshot_path).as_posix(): file.size_on_disk
        for file in newest.files
    }
    return Listing(commit=newest.commit_hash, sizes=sizes, is_kept=True)
