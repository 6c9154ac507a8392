"""What computed and why, in both languages."""

from __future__ import annotations

import pytest

from sentir.report.backend_words import backend_sentence, moved_sentence
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


def test_what_changed_of_the_machine_is_said_in_both_languages() -> None:
    changed = ["numpy 2.4.6 -> 2.5.0", "threads 1 -> 2"]
    assert moved_sentence(changed, language("en")) == (
        "This machine is not as it was (numpy 2.4.6 -> 2.5.0; threads 1 -> 2): the last digits may "
        "differ from an uninterrupted run."
    )
    assert moved_sentence(changed, language("es")).startswith("Esta máquina no es como era (numpy")
