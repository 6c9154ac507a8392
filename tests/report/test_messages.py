from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(find_spec("babel") is None, reason="Babel is not installed")
def test_every_sentence_has_its_spanish_and_the_compiled_file_is_fresh() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "messages.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.stdout, checked.stderr) == ("", "")
    assert checked.returncode == 0
