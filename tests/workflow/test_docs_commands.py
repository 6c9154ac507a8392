"""The commands of the README and the guide do what they say there."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest

from tests.workflow.documents import GUIDE, PAGES, ROOT, Command, commands, files, links, scripts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.workflow.conftest import Sentir

Typed: TypeAlias = Callable[[Command], None]

# They set up, or are the tests themselves; `make demo` and `make test` are what CI runs.
NOT_RUN = ("make ", "pip ", "python3 -m venv", ". .venv/")


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=100, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with `runs/demo`, as `make demo` leaves it, trained for a moment only."""
    folder = tmp_path_factory.mktemp("documented")
    quick = "sentir train demo --out runs/demo --set train.epochs=2 --set baseline.linear=false"
    made = _run(["sh", "-c", quick], folder)
    assert made.returncode == 0, made.stderr
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def reader(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a reader who has run the demo and saved the guide's files."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(demo / "cache"))
    shutil.copytree(demo / "runs", tmp_path / "runs")
    for page in GUIDE:
        for name, content in files(page).items():
            (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


@pytest.fixture
def typed(reader: Path, sentir: Sentir) -> Typed:
    """Return what runs a command and holds it to its shown error, or else to success.

    What needs a shell gets one; the rest runs within this process, which spares its start-up.
    """

    def run(command: Command) -> None:
        words = shlex.split(command.line)
        if words[0] == "sentir" and not {"|", ">"} & set(words):
            done = sentir(*(os.path.expandvars(word) for word in words[1:]))
            status, error = done.status, done.err
        else:
            shell = _run(["sh", "-c", command.line], reader)
            status, error = shell.returncode, shell.stderr
        assert (status != 0) == bool(command.error), f"{command.line}\n{error}"
        assert command.error in " ".join(error.split())

    return run


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_run_as_they_stand_there(page: Path, typed: Typed) -> None:
    for command in commands(page):
        if not command.needs_real_data and not command.line.startswith(NOT_RUN):
            typed(command)


REAL = [(page, each) for page in PAGES for each in commands(page) if each.needs_real_data]


@pytest.mark.real_data
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(each, marks=[pytest.mark.slow] if "imdb" in each.line else [], id=each.line)
        for each in dict.fromkeys(each for _, each in REAL)
    ],
)
def test_the_commands_about_real_data_are_understood(command: Command, typed: Typed) -> None:
    if not os.environ.get("SENTIR_DATA"):
        pytest.skip("SENTIR_DATA does not name a folder with the real data sets")
    is_training = command.line.startswith("sentir train")
    typed(Command(command.line + " --plan" * is_training))


@pytest.mark.parametrize("page", [page for page in PAGES if scripts(page)], ids=lambda p: p.name)
def test_the_python_of_a_page_runs(page: Path, reader: Path) -> None:
    done = _run([sys.executable, "-W", "error", "-c", scripts(page)], reader)
    assert done.returncode == 0, done.stderr


DECISIONS = ROOT / "docs" / "decisions"


@pytest.mark.parametrize(
    "page",
    [
        *PAGES,
        *(ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md")),
        DECISIONS / "README.md",
    ],
    ids=lambda page: f"{page.parent.name}/{page.name}",
)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert [str(path) for path in links(page) if not path.exists()] == []


def test_the_index_of_the_guide_names_every_page() -> None:
    index = ROOT / "docs" / "guide" / "index.md"
    assert {page.resolve() for page in GUIDE} - {index} <= {path.resolve() for path in links(index)}


def test_the_index_of_the_decisions_names_each_once_and_no_number_is_used_twice() -> None:
    written = sorted(path.name for path in DECISIONS.glob("[0-9]*.md"))
    assert sorted(path.name for path in links(DECISIONS / "README.md")) == written
    numbers = [name[:4] for name in written]
    assert len(set(numbers)) == len(numbers)
