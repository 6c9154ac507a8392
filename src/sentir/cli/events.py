"""Standard error while a command works: a live view at a terminal, else a JSON object a line.

Standard output stays free for the result. What a JSON line holds, `docs/formats.md` says under
Progress; an error, which ends a command, is plain text everywhere.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping


def is_live(*, as_json: bool) -> bool:
    """Return whether a person looks on, who wants sentences rather than JSON lines."""
    return sys.stderr.isatty() and not as_json


def write_event(event: Mapping[str, Any]) -> None:
    """Write one JSON object, on a line of its own."""
    from sentir.store.documents import plain

    line = json.dumps(plain(event), ensure_ascii=not writes_unicode(sys.stderr))
    print(line, file=sys.stderr, flush=True)


def write_note(note: str, *, as_json: bool) -> None:
    """Write a note of a command that shows nothing else while it works."""
    if is_live(as_json=as_json):
        print(f"note: {note}", file=sys.stderr, flush=True)
    else:
        write_event({"note": note})


def writes_unicode(stream: TextIO) -> bool:
    """Return whether a stream takes every character; else JSON escapes them."""
    return (stream.encoding or "").lower().replace("-", "") == "utf8"
