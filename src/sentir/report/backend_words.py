"""What computes the updates and why, and what changed since they began, in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report.language import Language


def backend_sentence(environment: Mapping[str, str], language: Language) -> str:
    """Return which backend computes and why.

    Args:
        environment: holds `backend` and `backend_reason`, as `run.json` does.
        language: of the sentence.
    """
    backend, say = environment["backend"], language.say
    match environment["backend_reason"]:
        case "gpu":
            return say("Computing with {backend}: there is a GPU.", backend=backend)
        case "no_gpu":
            return say("Computing with {backend}: no GPU was found.", backend=backend)
        case "no_torch":
            return say(
                "Computing with {backend}: there is a GPU, but PyTorch, which would use it, is not "
                "installed (sentir doctor says how).",
                backend=backend,
            )
        case _:
            return say("Computing with {backend}, as train.backend asks.", backend=backend)


def moved_sentence(changed: Sequence[str], language: Language) -> str:
    """Return that training goes on with something other than it began with."""
    return language.say(
        "This machine is not as it was ({changed}): the last digits may differ from an "
        "uninterrupted run.",
        changed="; ".join(changed),
    )
