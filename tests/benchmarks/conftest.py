"""A repository with a commit, and a tiny bar whose parts count how often they are measured."""

from __future__ import annotations

import subprocess
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import pytest

from benchmarks.bar import Bar, Figures, Mark, Place, at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path


@dataclass
class Tiny:
    """A bar of two parts; `calls` counts them, `before` is done when the second is measured."""

    calls: Counter[str] = field(default_factory=Counter)
    before: Callable[[], None] = lambda: None
    data: tuple[str, ...] = ()

    def bar(self) -> Bar:
        return Bar(
            name="tiny",
            commands=("sentir tiny $SENTIR_DATA",),
            covers=("src",),
            parts={name: partial(self._measure, name=name) for name in ("one", "two")},
            conclude=conclude,
            data=self.data,
            seeds=(3,),
        )

    def _measure(self, _: Place, *, name: str) -> Figures:
        if name == "two":
            self.before()
        self.calls[name] += 1
        return {"taken": len(name) / 2}


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    taken = sum(part["taken"] for part in parts.values())
    return {"taken": taken}, [at_most("taken", taken, 2.5)]


@pytest.fixture
def tiny() -> Tiny:
    return Tiny()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    root = tmp_path / "clone"
    (root / "src").mkdir(parents=True)
    (root / "src" / "code.py").write_text("answer = 42\n")
    git(root, "init", "-q")
    commit(root)
    said: list[str] = []
    return Place(root=root, room=root / ".make", data=None, say=said.append)


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.org"]
    done = subprocess.run(
        ["git", "-C", str(root), *who, *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "src")
    git(root, "commit", "-q", "--no-verify", "-m", "Change the answer")
    return git(root, "rev-parse", "HEAD")
