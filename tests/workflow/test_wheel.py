"""The wheel: all it needs is in it, and installed alone it trains and answers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

import sentir
from sentir.config.recipes import shipped_recipes

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(sentir.__file__).parents[2]
QUICK = ("--set", "train.threads=1", "--set", "train.epochs=2", "--set", "model.hidden_size=8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built as for a release but without fetching anything."""
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("the sources are not here, only an installed package")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=100,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_all_that_is_no_code(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert all(archive.getinfo(name).file_size for name in names if "shipped" in name)
    expected = {f"sentir/shipped/recipes/{name}.toml" for name in shipped_recipes()}
    expected |= {f"sentir/shipped/corpora/everyday.{ending}" for ending in ("csv", "md")}
    expected |= {"sentir/shipped/locale/es/LC_MESSAGES/sentir.mo", "sentir/py.typed"}
    expected |= {f"sentir/report/templates/{name}" for name in ("base.html", "style.css")}
    assert expected <= names
    sources = Path(sentir.__file__).parent
    code = {f"sentir/{path.relative_to(sources)}" for path in sources.rglob("*.py")}
    assert code == {name for name in names if name.endswith(".py")}
    assert not {name for name in names if name.startswith("tests") or "__pycache__" in name}
    assert any(name.endswith("licenses/LICENSE") for name in names)


def core() -> Iterator[metadata.Distribution]:
    """Yield what sentir requires without extras, and what that requires, as it is installed."""
    waiting, seen = ["sentir"], set()
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in seen:
            continue
        seen.add(name)
        found = metadata.distribution(name)
        for line in found.requires or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
        if name != "sentir":
            yield found


def alone(folder: Path, wheel: Path) -> Path:
    """Make an environment of the wheel and the core only, offline; return its Python."""
    venv.create(folder, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    for distribution in core():
        for top in {file.parts[0] for file in distribution.files or [] if file.parts[0] != ".."}:
            (packages / top).symlink_to(distribution.locate_file(top))  # type: ignore[arg-type]  # a path
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    return folder / "bin" / "python"


def use(python: Path, folder: Path) -> None:
    """Do with an installed program what a person does first."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
        }
        done = subprocess.run(
            [str(python), "-m", "sentir", *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
            env={**environment, "XDG_CACHE_HOME": str(folder / "cache")},
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return done

    assert run("--version").stdout == f"sentir {sentir.__version__}\n"
    assert "demo" in run("recipes").stdout
    checks = {check["name"]: check for check in json.loads(run("doctor", "--json").stdout)}
    assert checks["numpy"]["ok"] is True
    assert checks["[train]"]["ok"] is False
    trained = run("train", "demo", "--lang", "es", "--set", "baseline.linear=true", *QUICK)
    assert trained.stdout.strip().startswith("Seis emociones en 1500 frases cotidianas")
    assert "Veredicto: " in trained.stdout
    left_out = re.findall(r"pip install [^\n]*\[train\]", trained.stderr)
    assert len(left_out) == 2, trained.stderr
    answer = json.loads(run("predict", "demo", "Te quiero muchísimo, abuela.", "--json").stdout)
    assert len(answer["probabilities"]) == 6
    assert run("diagnose", "latest").stdout.startswith("Verdict: ")
    assert [each["state"] for each in json.loads(run("runs", "--json").stdout)] == ["finished"]


def test_the_wheel_and_the_core_alone_train_and_answer(wheel: Path, tmp_path: Path) -> None:
    python = alone(tmp_path / "environment", wheel)
    use(python, tmp_path)
    code = "import sentir; print(sentir.__file__)"
    where = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    assert where.stdout.startswith(str(tmp_path / "environment"))


@pytest.mark.slow
def test_the_wheel_installs_into_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "environment", with_pip=True)
    python = tmp_path / "environment" / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", str(ROOT / "constraints.txt"), str(wheel)], check=True, timeout=900)
    listed = subprocess.run(
        [str(python), "-m", "pip", "list", "--format=json"],
        capture_output=True, check=True, timeout=100,
    )  # fmt: skip
    installed = {each["name"].lower() for each in json.loads(listed.stdout)}
    assert installed.isdisjoint({"torch", "scipy", "scikit-learn", "matplotlib", "jinja2"})
    use(python, tmp_path)
    program = tmp_path / "environment" / "bin" / "sentir"
    assert subprocess.run([str(program), "--version"], check=False).returncode == 0
