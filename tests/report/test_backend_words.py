"""What computed and why, in both languages."""

from __future__ import annotations

import pytest

from sentir.report.backend_words import backend_sentence
from sentir.report.language import language

SAID = {
    "asked": (
        "Computing with NumPy, as train.backend asks.",
        "Se calcula con NumPy, como pide train.backend.",
    ),
    "gpu": (
        "Computing with NumPy: there is a GPU.",
        "Se calcula con NumPy: hay una GPU.",
    ),
    "no_gpu": (
        "Computing with NumPy: no GPU was found.",
        "Se calcula con NumPy: no se encontró ninguna GPU.",
    ),
    "no_torch": (
        "Computing with NumPy: there is a GPU, but PyTorch, which would use it, is not installed "
        "(sentir doctor says how).",
        "Se calcula con NumPy: hay una GPU, pero PyTorch, que la usaría, no está instalado "
        "(sentir doctor dice cómo instalarlo).",
    ),
}


@pytest.mark.parametrize("reason", SAID)
def test_backend_and_reason_are_said_in_both_languages(reason: str) -> None:
    environment = {"backend": "NumPy", "backend_reason": reason}
    for code, expected in zip(("en", "es"), SAID[reason], strict=True):
        assert backend_sentence(environment, language(code)) == expected
