"""What every source file keeps to, beyond what the linters see."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sentir

SOURCES = sorted(Path(sentir.__file__).parent.rglob("*.py"))
MOST_LINES = 250
MOST_LINES_OF_A_FUNCTION = 60


def named(path: Path) -> str:
    return str(path.relative_to(Path(sentir.__file__).parent))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_can_be_read_at_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= MOST_LINES_OF_A_FUNCTION, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_only_the_command_line_writes_to_a_terminal(path: Path) -> None:
    if path.parent.name == "cli":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Name):
            assert node.id != "print"
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"stdout", "stderr"} or _is_of_subprocess(node)


def _is_of_subprocess(node: ast.Attribute) -> bool:
    """Return whether this is the output of another process, which is caught."""
    return not (isinstance(node.value, ast.Name) and node.value.id == "sys")


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.name == "__init__.py"], ids=named
)
def test_a_package_hands_on_no_names(path: Path) -> None:
    if path.parent.name == "sentir":
        return
    (only,) = ast.parse(path.read_text(encoding="utf-8")).body
    assert isinstance(only, ast.Expr)
