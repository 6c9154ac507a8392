"""Rooms of the code that a figure rests on: a result is old when one of its own rooms changes.

What only words, pages, commands or other ways to fetch data change leaves a trained net as it was.
"""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def room(name: str, *, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the files of a room, without those in folders of it and those whose name begins so."""
    files = (_ROOT / "src" / "sentir" / name).glob("*.py")
    return tuple(
        sorted(
            file.relative_to(_ROOT).as_posix()
            for file in files
            if not file.name.startswith(without)
        )
    )


LEARNING = (
    *(
        f"src/sentir/{name}"
        for name in ("cells", "config", "nets", "runtime", "statistics", "tasks", "text")
    ),
    *room("data"),
    *room("store", without=("experiment_folder", "lines", "new_folder", "runs")),
    *room("training", without=("torch_step", "profile")),
)
"""All that decides what a run learns and how it is scored; name its recipes beside it.

The readers in `data/sources` are not among it: tests hold them to the rows that a file states."""
BASELINES = room("baselines", without=("own_process", "__main__"))
"""What the baselines are, without the process they are computed in."""
VERDICT = room("diagnose", without=("proposals", "remedies", "remedy_settings"))
"""What judges its curves."""
