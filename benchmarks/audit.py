"""What the audit counts on `emotion/`, beside what is known of it."""

from __future__ import annotations

import json
import statistics
from typing import TYPE_CHECKING, Any

from benchmarks.bar import Bar, Figures, Mark, Place, at_least, equal
from benchmarks.models import FILES
from benchmarks.processes import sentir, spend

if TYPE_CHECKING:
    from collections.abc import Mapping

ROUNDS = 3
# What the data set's own description states, and the classes of its training rows.
KNOWN = {
    "train_rows": 16_000,
    "validation_rows": 2_000,
    "test_rows": 2_000,
    "texts_with_two_labels_in_train": 30,
    "texts_in_several_parts": 19,
    "longest_text_words": 66,
}
KNOWN_CLASSES = {
    "joy": 5362, "sadness": 4666, "anger": 2159, "fear": 1937, "love": 1304, "surprise": 572,
}  # fmt: skip
SINGLE_WORDS = 0.895  # "about 0.90"


def measure(place: Place) -> Figures:
    """Audit the rows three times; the counts are of the last, the seconds in the middle."""
    command = sentir("audit", place.dataset("emotion"), "--json")
    spent = [spend(command, cwd=place.root) for _ in range(ROUNDS)]
    found = json.loads(spent[-1].output)
    return {
        **{f"{part}_rows": found["parts"][part]["rows"] for part in found["parts"]},
        "classes_of_train": found["parts"]["train"]["classes"],
        "mean_words_in_train": found["parts"]["train"]["lengths"]["mean"],
        "longest_text_words": found["whole"]["lengths"]["longest"],
        "texts_with_two_labels_in_train": _repeats(found, "train")["conflicting_texts"],
        "duplicates_in_train": _repeats(found, "train")["duplicates"],
        "near_duplicates": found["near_duplicates"],
        "texts_in_several_parts": found["shared_texts"],
        "test_rows_whose_text_train_has": {
            key: found["leaks"]["test"][key] for key in ("same_label", "other_label")
        },
        "single_words_accuracy": found["single_words"]["accuracy"],
        "majority_accuracy": found["single_words"]["majority"],
        "seconds": round(statistics.median(each.wall_s for each in spent), 2),
        "cpu_seconds": round(statistics.median(each.cpu_s for each in spent), 2),
        "peak_mb": round(max(each.peak_mb for each in spent), 1),
    }


def conclude(parts: Mapping[str, Figures]) -> tuple[Figures, list[Mark]]:
    """Compare the counts with what is known."""
    figures = parts["counts"]
    marks = [equal(name, figures[name], known) for name, known in KNOWN.items()]
    right = sum(figures["classes_of_train"].get(name) == n for name, n in KNOWN_CLASSES.items())
    marks.append(equal("classes_counted_right", right, len(KNOWN_CLASSES)))
    marks.append(at_least("single_words_accuracy", figures["single_words_accuracy"], SINGLE_WORDS))
    return figures, marks


def _repeats(found: dict[str, Any], part: str) -> dict[str, int]:
    repeats: dict[str, int] = found["parts"][part]["repeats"]
    return repeats


BAR = Bar(
    name="audit",
    commands=("sentir audit $SENTIR_DATA/emotion --json",),
    covers=("src", "benchmarks/audit.py"),
    data=FILES,
    parts={"counts": measure},
    conclude=conclude,
)
