"""What can go wrong: every message says what happened, what was expected, how to mend it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class SentirError(Exception):
    """An error that its reader can mend; the command line prints it without a traceback."""

    exit_status: ClassVar[int] = 4


class ConfigError(SentirError):
    """Usage or configuration: an unknown key, a wrong type, settings that contradict."""

    exit_status = 2


class DataError(SentirError):
    """The data cannot be read or cannot be learned from."""

    exit_status = 3


class RunError(SentirError):
    """A run folder or a model file is missing, damaged, or does not fit the request."""

    exit_status = 4


class MachineError(SentirError):
    """The machine lacks something: an optional package, room on the disk, a permission."""

    exit_status = 5


class Interrupted(SentirError):  # noqa: N818 - it is no error, and reads so
    """The person asked to stop; the message says how to go on."""

    exit_status = 130


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """Return ` Did you mean "..."?` (a space first) for the nearest option, or nothing."""
    near = difflib.get_close_matches(word, list(options), n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ""
