"""Data sets of the Hugging Face hub, fetched through huggingface-hub into its own cache.

Nothing is fetched unless a source begins with `hf:`. What is fetched is one commit, whose name is
kept with the run; without a network what lies in the cache is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sentir.data.sources.chosen import Choice, ChosenFile
from sentir.data.sources.hub_card import MAX_BYTES as MAX_CARD_BYTES
from sentir.data.sources.hub_card import Card
from sentir.data.sources.hub_errors import hub_failure
from sentir.data.sources.hub_files import pick
from sentir.data.sources.hub_listing import listing_of
from sentir.data.sources.hub_names import hub_name
from sentir.data.sources.hub_places import cache, endpoint
from sentir.data.sources.streams import MAX_BYTES
from sentir.errors import DataError

if TYPE_CHECKING:
    from sentir.data.sources.hub_listing import Listing
    from sentir.data.sources.hub_names import HubName

CARD = "README.md"


def pinned(source: str) -> str:
    """Return the name of the same data at the commit that it has now.

    Raises:
        DataError, MachineError: as `choose_from_hub`.
    """
    name = hub_name(source)
    return source if name.is_pinned else name.at(listing_of(name).commit)


def choose_from_hub(source: str) -> Choice:
    """Return the data files of `hf:OWNER/NAME`, fetched into the cache where they are not there.

    Raises:
        DataError: no such data set, or no clear choice among its files, or too much.
        MachineError: huggingface-hub is missing, or the hub cannot be reached.
    """
    name = hub_name(source)
    listing = listing_of(name)
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
                cache_dir=cache(),
                endpoint=endpoint(),
                local_files_only=listing.is_kept,
            )
        )
    except (HTTPError, OSError, ValueError) as error:
        raise hub_failure(name, error, file=file) from error
    if not path.resolve().is_relative_to(cache().resolve()):
        raise DataError(f"{name}: {file} does not lie in the cache {cache()}; it is not read")
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
