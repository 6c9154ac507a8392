"""A text file opened for its lines: encoding known, long and damaged lines set apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from sentir.data.sources.encodings import Encoding, encoding_of
from sentir.data.sources.streams import MAX_LINE, lines_of, open_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAMPLE_LINES = 400
TOO_LONG = f"the line is longer than {MAX_LINE:,} characters"
BLANK = "\n"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file of lines.

    Attributes:
        path: where it lies.
        encoding: what it is written in.
        bad: line and reason of lines left out by `lines`; filled while they are read.
    """

    path: Path
    encoding: Encoding
    bad: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path, encoding: str = "auto") -> TextFile:
        """Return the file with its encoding found out, or as stated."""
        return cls(path, encoding_of(path, encoding))

    def lines(self) -> Iterator[str]:
        """Yield every line with its end; one that cannot be read is noted and comes blank."""
        self.bad.clear()
        for number, line in enumerate(lines_of(open_bytes(self.path), self.encoding.name), 1):
            if line is None:
                self.bad.append((number, TOO_LONG))
                yield BLANK
            elif self.encoding.is_damaged and "\ufffd" in line:
                self.bad.append((number, f"it holds bytes that are not {self.encoding.name}"))
                yield BLANK
            else:
                yield line

    def sample(self) -> list[str]:
        """Return the first lines that are not blank."""
        return list(islice((line for line in self.lines() if line.strip()), SAMPLE_LINES))

    def encoding_note(self) -> list[str]:
        """Return what there is to say about the encoding: nothing for clean UTF-8."""
        if self.encoding.name == "utf-8" and not self.encoding.is_damaged:
            return []
        how = "" if self.encoding.is_sure else " (a guess; --encoding states another)"
        return [f"read as {self.encoding.name}{how}"]
