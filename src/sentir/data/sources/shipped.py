"""Corpora that come with the program."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from sentir.errors import DataError, did_you_mean

SHIPPED = "shipped:"


def shipped_corpus(source: str) -> Path:
    """Return the file of `shipped:NAME`.

    Raises:
        DataError: no corpus is called that.
    """
    folder = Path(str(resources.files("sentir"))) / "shipped" / "corpora"
    name = source.removeprefix(SHIPPED)
    known = sorted(path.stem for path in folder.glob("*.csv"))
    if name not in known:
        raise DataError(
            f'no corpus called "{name}" comes with sentir.{did_you_mean(name, known)} '
            f"There is: {', '.join(SHIPPED + each for each in known)}"
        )
    return folder / f"{name}.csv"
