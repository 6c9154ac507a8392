"""What a result belongs to: the code and the data it was measured with.

A result is old as soon as one of the paths it covers says something else to the machine. Comments,
docstrings and the breaking of lines say nothing to it, and no figure grows old for them.
"""

from __future__ import annotations

import ast
import hashlib
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.bar import NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """The code that some paths hold.

    Attributes:
        commit: the last commit.
        trees: git's hash of each path in that commit; empty where it is not in it.
        changed: what differs from the commit: file -> SHA-256, empty where it was removed.
        key: what differs whenever the code says something else.
    """

    commit: str
    trees: dict[str, str]
    changed: dict[str, str]
    key: str

    @property
    def is_dirty(self) -> bool:
        """Return whether the code is not what the commit says."""
        return bool(self.changed)


def code_of(root: Path, paths: Sequence[str]) -> Code:
    """Return the code under these paths as it is now.

    Raises:
        NotMeasuredError: this is no clone with a commit.
    """
    commit = _git(root, "rev-parse", "--verify", "-q", "HEAD").strip()
    if not commit:
        raise NotMeasuredError(
            f"{root} is not a git clone with a commit, so that nobody could say what was measured. "
            "Clone the repository."
        )
    listed = _git(root, "ls-tree", "-z", "HEAD", "--", *paths).split("\0")
    found = {
        path: entry.split()[2]
        for entry, _, path in (line.partition("\t") for line in listed)
        if path
    }
    status = _git(root, "status", "--porcelain", "-z", "--no-renames", "-uall", "--", *paths)
    files = sorted(line[3:] for line in status.split("\0") if line)
    return Code(
        commit=commit,
        trees={path: found.get(path, "") for path in sorted(paths)},
        changed={name: _digest(root / name) for name in files},
        key=_key(root, paths),
    )


def _key(root: Path, paths: Sequence[str]) -> str:
    """Return what differs whenever a file under these paths says something else."""
    named = ("ls-files", "-z", "-co", "--exclude-standard", "--", *paths)
    files = sorted({name for name in _git(root, *named).split("\0") if name})
    whole = hashlib.sha256()
    for name in files:
        if (root / name).is_file():
            whole.update(f"{name}\0{_meaning(root / name)}\n".encode())
    return whole.hexdigest()[:16]


def _meaning(path: Path) -> str:
    """Return what differs whenever a file says something else to the machine."""
    if path.suffix != ".py":
        return _digest(path)
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError:  # being written at this moment
        return _digest(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            # also what stands below a setting and explains it
            said = [one for one in node.body if not _is_text(one)]
            node.body = said or [ast.Pass()]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


def _is_text(statement: ast.stmt) -> bool:
    """Return whether a statement is nothing but a string."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def fingerprint(folder: Path, names: Sequence[str]) -> str:
    """Return what differs whenever one of these files differs.

    Raises:
        NotMeasuredError: a file is not there.
    """
    whole = hashlib.sha256()
    for name in sorted(names):
        if not (folder / name).is_file():
            raise NotMeasuredError(f"SENTIR_DATA holds no {name}. See what the bar needs: --list.")
        whole.update(f"{name}\0{_digest(folder / name)}\n".encode())
    return whole.hexdigest()[:16]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout
