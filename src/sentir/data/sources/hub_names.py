"""Names of data sets on the Hugging Face hub: `hf:OWNER/NAME`, fetched only where this is written.

`hf:OWNER/NAME/SUBSET` means one of several sets in it, `...@REVISION` a branch, tag or commit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from sentir.data.sources.streams import DELIMITED_ENDINGS, JSON_ENDINGS, bare_name
from sentir.errors import DataError

HUB = "hf:"
_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}", re.ASCII)
_NAME = re.compile(rf"({_ID.pattern})(?:/([\w.\-/]{{1,200}}))?(?:@([\w.\-/]{{1,200}}))?", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}")
# What else people write: an address of the page, slashes or capitals, the word datasets.
_PAGE = r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/"
_MEANT = re.compile(
    rf"(?i)(?:(?:hf|huggingface):/*)?(?:{_PAGE})?(?:datasets/)?({_ID.pattern})/*", re.ASCII
)


@dataclass(frozen=True, slots=True)
class HubName:
    """A data set on the hub.

    Attributes:
        dataset: OWNER/NAME.
        subset: a configuration or folder of it; empty for its default.
        revision: branch, tag or commit.
    """

    dataset: str
    subset: str = ""
    revision: str = "main"

    def __str__(self) -> str:
        return HUB + self.dataset + (f"/{self.subset}" if self.subset else "")

    @property
    def is_pinned(self) -> bool:
        """Return whether the revision is a commit, which never changes."""
        return is_commit(self.revision)

    def at(self, commit: str) -> str:
        """Return the name of the same data at one commit."""
        return f"{self}@{commit}"


def is_commit(revision: str) -> bool:
    """Return whether this is the full name of a commit."""
    return _COMMIT.fullmatch(revision) is not None


def hub_name(source: str) -> HubName:
    """Return what `hf:...` names.

    Raises:
        DataError: it is not such a name.
    """
    found = _NAME.fullmatch(source.removeprefix(HUB))
    if found is None or ".." in source or found.group(1).startswith("datasets/"):
        near = f" Did you mean {meant}?" if (meant := _meant(source)) else ""
        raise DataError(
            f"{source} is no name of a data set on the hub; expected hf:OWNER/NAME, such as "
            f"hf:dair-ai/emotion, with /SUBSET or @REVISION behind it where they are needed.{near}"
        )
    dataset, subset, revision = found.groups()
    return HubName(dataset, subset or "", revision or "main")


def hub_hint(source: str) -> str:
    """Return what to say where a path does not exist that has the form of a hub name."""
    ending = bare_name(PurePath(source))[1]
    is_file = ending in DELIMITED_ENDINGS | JSON_ENDINGS | {".parquet", ".txt", ".toml"}
    meant = "" if is_file else _meant(source)
    return f" If you mean the data set of the Hugging Face hub, write {meant}." if meant else ""


def _meant(source: str) -> str:
    """Return the name that was likely meant; empty for none."""
    found = _MEANT.fullmatch(source)
    return f"{HUB}{found.group(1)}" if found and ".." not in source else ""
