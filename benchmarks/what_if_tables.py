"""Tables of the case of report R1: what each seed answers, what the rows hold, what moves it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.markdown import joined
from benchmarks.wording import Language, number, word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Results: TypeAlias = "Mapping[str, Any]"
Rendering: TypeAlias = "Callable[[Results, Language], str]"


def seeds(results: Results, language: Language) -> str:
    """Return what every seed answers, how far it lies, and which words do most."""
    if "r1_case" not in results:
        return ""
    keys = ("answer", "farther", "agree", "by_removal", "by_gradient", "without")
    rows = [
        [
            word("seed", language, str(each["seed"])),
            _answer(each, language),
            f"{number(100 * each['distance']['farther_than'], language, 1)} %",
            str(each["agree"]),
            each["first"]["occlusion"],
            each["first"]["gradients"],
            _removal(each, language),
        ]
        for each in results["r1_case"]["figures"]["seeds"]
    ]
    head = ["", *(word(key, language) for key in keys)]
    return joined(head, rows, [results["r1_case"]], language)


def words(results: Results, language: Language) -> str:
    """Return how many training rows of each class hold the two words, beside all rows."""
    if "r1_case" not in results:
        return ""
    figures = results["r1_case"]["figures"]
    train = figures["questions"]["without movie"]["change"]["train"]
    counts = {
        **{word("rows_with", language, each): found for each, found in figures["words"].items()},
        word("rows_in_all", language): train,
    }
    rows = [
        [name, *(_count_and_share(found, label, language) for label in train)]
        for name, found in counts.items()
    ]
    return joined(["", *train], rows, [results["r1_case"]], language)


def questions(results: Results, language: Language) -> str:
    """Return what each change of the rows did to the answer."""
    if "r1_case" not in results:
        return ""
    figures = results["r1_case"]["figures"]
    rows = []
    for name, found in figures["questions"].items():
        change, asked = found["change"], found["asked"]
        touched = sum(change["dropped"].values()) + sum(change["added"].values())
        rows.append(
            [
                word(name, language),
                number(touched, language),
                _answers(asked["answers"]["before"]),
                _answers(asked["answers"]["after"]),
                _moved(asked["classes"], found["moved"], language),
            ]
        )
    keys = ("change", "rows", "answers_before", "answers_after", "moved")
    return joined([word(key, language) for key in keys], rows, [results["r1_case"]], language)


def _answer(found: Mapping[str, Any], language: Language) -> str:
    doubt = "" if found["sure"] else f" ({word('not_sure', language)})"
    share = number(found["probabilities"][found["label"]], language, 2)
    return f"{found['label']} {share}{doubt}"


def _removal(found: Mapping[str, Any], language: Language) -> str:
    if not found["removal"]:
        return word("nothing", language)
    return word("leaves", language, " + ".join(found["removal"]), found["without_them"])


def _count_and_share(counts: Mapping[str, int], label: str, language: Language) -> str:
    share = number(100 * counts[label] / sum(counts.values()), language, 0)
    return f"{number(counts[label], language)} ({share} %)"


def _answers(labels: Sequence[str]) -> str:
    return ", ".join(f"{label} {count}" for label, count in Counter(labels).most_common())


def _moved(classes: Mapping[str, Any], moved: Sequence[str], language: Language) -> str:
    by_size = sorted(moved, key=lambda label: -abs(classes[label]["effect"]))
    told = [
        word(
            "points",
            language,
            label,
            *(number(100 * classes[label][key], language, 1) for key in ("effect", "low", "high")),
        )
        for label in by_size
    ]
    return "; ".join(told) or word("not_moved", language)


CASE: dict[str, Rendering] = {
    "r1_case_seeds": seeds,
    "r1_case_words": words,
    "r1_case": questions,
}
