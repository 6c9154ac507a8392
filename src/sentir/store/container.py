"""One file that holds named members: magic, SHA-256 of all that follows, a zip without compression.

Common tools open it as a zip. The hash is checked before anything is parsed, so that damage is
seen as damage; every bound is checked as well, since whoever makes a file to do harm can make its
hash too.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentir.errors import RunError
from sentir.store.atomic import read_bounded, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAGIC_BYTES = 8
HEAD_BYTES = MAGIC_BYTES + hashlib.sha256().digest_size
_MADE = (1980, 1, 1, 0, 0, 0)  # the zip's oldest time: equal members give equal bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerKind:
    """What a container of one kind is.

    Attributes:
        magic: its first eight bytes; the last two are the version, in digits.
        noun: what it is called in messages.
        mend: what its reader can do when it is damaged.
        members: every member and its largest size in bytes; all must be there, and no other.
    """

    magic: bytes
    noun: str
    mend: str
    members: Mapping[str, int]

    @property
    def max_bytes(self) -> int:
        """Return the largest file that can hold the members, names and all."""
        return HEAD_BYTES + sum(self.members.values()) + 1024 * (1 + len(self.members))


def write_container(path: Path, kind: ContainerKind, members: Mapping[str, bytes]) -> None:
    """Write the members as one container, whole or not at all."""
    body = pack(kind, members)
    write_whole(path, kind.magic, hashlib.sha256(body).digest(), body)


def pack(kind: ContainerKind, members: Mapping[str, bytes]) -> memoryview:
    """Return what follows the container's head.

    Raises:
        RunError: a member is larger than a reader would take.
    """
    stream = io.BytesIO(bytes(HEAD_BYTES))
    stream.seek(HEAD_BYTES)  # offsets count from the file's beginning, as zip tools expect
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, limit in kind.members.items():
            size = len(members[name])
            if size > limit:
                raise RunError(
                    f"the {kind.noun} cannot be written: {name} takes {size} bytes, of {limit} at "
                    "most. Make the network or the vocabulary smaller."
                )
            entry = zipfile.ZipInfo(name, _MADE)
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, members[name])
    return stream.getbuffer()[HEAD_BYTES:]


def read_container(path: Path, kind: ContainerKind) -> dict[str, bytes]:
    """Return the members of a container.

    Raises:
        RunError: missing, of another kind or version, damaged, or made to do harm.
        MachineError: it cannot be read.
    """
    try:
        data = read_bounded(path, kind.max_bytes)
    except FileNotFoundError as error:
        raise RunError(f"{path}: there is no such {kind.noun}. {kind.mend}") from error
    if data is None:
        raise RunError(
            f"{path} is not a {kind.noun}: it holds more than {kind.max_bytes} bytes. {kind.mend}"
        )
    _check_head(data, path, kind)
    try:
        return _members(data, kind)
    except (zipfile.BadZipFile, ValueError, RuntimeError, EOFError, OSError) as error:
        raise RunError(f"{path} is not a sound {kind.noun}: {error}. {kind.mend}") from error


def _check_head(data: bytes, path: Path, kind: ContainerKind) -> None:
    magic = data[:MAGIC_BYTES]
    stem, version = kind.magic[:-2], magic[-2:]
    if magic != kind.magic:
        if magic[:-2] == stem and version.isdigit() and version > kind.magic[-2:]:
            raise RunError(
                f"{path} was made by a newer sentir (format {version.decode()}; this one reads "
                f"{kind.magic[-2:].decode()}), or is damaged. Update sentir, or get the file again."
            )
        raise RunError(
            f"{path} is not a {kind.noun}: it does not begin with {kind.magic.decode()}. "
            f"{kind.mend}"
        )
    if hashlib.sha256(memoryview(data)[HEAD_BYTES:]).digest() != data[MAGIC_BYTES:HEAD_BYTES]:
        raise RunError(
            f"{path} is damaged or cut short: its content does not match its SHA-256. {kind.mend}"
        )


def _members(data: bytes, kind: ContainerKind) -> dict[str, bytes]:
    """Return the members; a ValueError says which bound the zip breaks."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if sorted(names) != sorted(kind.members):
            raise ValueError(
                f"it must hold {', '.join(kind.members)}, each once, and holds {str(names)[:300]}"
            )
        for entry in entries:
            if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
                raise ValueError(f"{entry.filename} is compressed, and members are stored as is")
            if entry.file_size > kind.members[entry.filename]:
                raise ValueError(f"{entry.filename} holds {entry.file_size} bytes, too many")
        if sum(entry.file_size for entry in entries) > len(data):
            raise ValueError("its members overlap")
        return {entry.filename: archive.read(entry) for entry in entries}
