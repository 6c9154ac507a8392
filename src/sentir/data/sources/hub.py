"""Data sets of the Hugging Face hub, fetched through huggingface-hub into its own cache.

Nothing is fetched unless a source begins with `hf:`. What is fetched is one commit, whose name is
kept with the run; without a network what lies in the cache is read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sentir.data.sources.chosen import Choice, ChosenFile
from sentir.data.sources.hub_card import MAX_BYTES as MAX_CARD_BYTES
from sentir.data.sources.hub_card import Card
from sentir.data.sources.hub_errors import hub_failure, no_copy
from sentir.data.sources.hub_files import pick
from sentir.data.sources.hub_names import HubName, hub_name, is_commit
from sentir.data.sources.streams import MAX_BYTES
from sentir.errors import DataError, MachineError

if TYPE_CHECKING:
    from collections.abc import Mapping

CARD = "README.md"
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


def pinned(source: str) -> str:
    """Return the name of the same data at the commit that it has now.

    Raises:
        DataError, MachineError: as `choose_from_hub`.
    """
    name = hub_name(source)
    return source if name.is_pinned else name.at(_listing(name).commit)


def choose_from_hub(source: str) -> Choice:
    """Return the data files of `hf:OWNER/NAME`, fetched into the cache where they are not there.

    Raises:
        DataError: no such data set, or no clear choice among its files, or too much.
        MachineError: huggingface-hub is missing, or the hub cannot be reached.
    """
    name = hub_name(source)
    listing = _listing(name)
    card = _card(name, listing)
    files = pick(name, listing.sizes, card)
    size = _size(name, [file for file, _ in files.parts], listing)
    chosen = [
        ChosenFile(
            _fetched(name, file, listing),
            part=part,
            names=card.names_of(files.subset),
            origin=f"{name.at(listing.commit)}: {file}",
        )
        for file, part in files.parts
    ]
    how = "read from the cache, the hub does not answer" if listing.is_kept else "from the hub"
    counted = "1 file" if len(chosen) == 1 else f"{len(chosen)} files"
    large = f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"
    note = f"{name}: {counted}, {large}, revision {listing.commit[:10]}, {how}"
    return Choice(chosen, [note, *files.notes])


def _card(name: HubName, listing: Listing) -> Card:
    """Return the card of a data set; an empty one where there is none, or one too large."""
    if (listing.sizes.get(CARD) or MAX_CARD_BYTES + 1) > MAX_CARD_BYTES:
        return Card()
    return Card.read(_fetched(name, CARD, listing).read_text("utf-8", errors="replace"))


def _listing(name: HubName) -> Listing:
    """Return what the hub lists, or else what the cache holds."""
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
        info = HfApi(endpoint=_endpoint()).dataset_info(
            name.dataset, revision=name.revision, files_metadata=True, timeout=_PATIENCE_S
        )
    except (HTTPError, OSError, ValueError) as error:
        # what the hub itself refuses is no reason to take an old copy; an outage is
        if isinstance(error, HfHubHTTPError) and error.response.status_code < 500:
            raise hub_failure(name, error) from error
        return _kept(name, error)
    sizes = {each.rfilename: each.size for each in (info.siblings or [])[:MAX_LISTED]}
    if info.sha is None or not is_commit(info.sha):
        raise MachineError(f"{name}: the hub names no commit; try again later")
    return Listing(commit=info.sha, sizes=sizes)


def _kept(name: HubName, error: Exception) -> Listing:
    """Return what the cache holds of the revision, the newest where it is the main one."""
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        repositories = scan_cache_dir(_cache()).repos
    except CacheNotFound:
        repositories = frozenset()
    revisions = [
        revision
        for each in repositories
        if (each.repo_type, each.repo_id) == ("dataset", name.dataset)
        for revision in each.revisions
        if name.revision in {"main", revision.commit_hash, *revision.refs}
    ]
    if not revisions:
        raise no_copy(name, error, cache=_cache()) from error
    newest = max(revisions, key=lambda revision: revision.last_modified)
    sizes = {
        file.file_path.relative_to(newest.snapshot_path).as_posix(): file.size_on_disk
        for file in newest.files
    }
    return Listing(commit=newest.commit_hash, sizes=sizes, is_kept=True)


def _fetched(name: HubName, file: str, listing: Listing) -> Path:
    """Return where a file lies in the cache, fetched if it is not there."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HTTPError

    try:
        path = Path(
            hf_hub_download(
                name.dataset,
                file,
                repo_type="dataset",
                revision=listing.commit,
                cache_dir=_cache(),
                endpoint=_endpoint(),
                local_files_only=listing.is_kept,
            )
        )
    except (HTTPError, OSError, ValueError) as error:
        raise hub_failure(name, error, file=file) from error
    if not path.resolve().is_relative_to(_cache().resolve()):
        raise DataError(f"{name}: {file} does not lie in the cache {_cache()}; it is not read")
    return path


def _size(name: HubName, files: list[str], listing: Listing) -> int:
    """Return the bytes of these files, refusing more than is read or an unknown number."""
    sizes = [listing.sizes[file] for file in files]
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes) or sum(known) > MAX_BYTES:
        what = f"{sum(known):,} bytes" if len(known) == len(sizes) else "an unknown number of bytes"
        raise DataError(
            f"{name} would fetch {what}; at most {MAX_BYTES:,} are fetched. Download what you need "
            "by hand and give its path"
        )
    return sum(known)


def _endpoint() -> str | None:
    return os.environ.get("HF_ENDPOINT") or None


def _cache() -> Path:
    """Return the hub's cache folder, where every program that uses the hub looks."""
    if stated := os.environ.get("HF_HUB_CACHE"):
        return Path(stated).expanduser()
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    home = os.environ.get("HF_HOME") or f"{base}/huggingface"
    return Path(home).expanduser() / "hub"
