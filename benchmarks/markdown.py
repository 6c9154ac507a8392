"""A table in Markdown, and below it where its numbers come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.wording import Language, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def joined(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    results: Sequence[Mapping[str, Any]],
    language: Language,
) -> str:
    """Return the table, and below it where its numbers come from."""
    lines = [head, ["---"] * len(head), *rows]
    origins = sorted({_origin(result, language) for result in results})
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"\n{table}\n\n{' '.join(origins)}\n"


def _origin(result: Mapping[str, Any], language: Language) -> str:
    machine, commit = result["machine"], f"`{result['commit'][:10]}`"
    if result["dirty"]:
        commit = word("no_commit", language, commit)
    return word(
        "measured_on",
        language,
        machine["processor"],
        str(machine["cores"]),
        result["measured"],
        commit,
    )
