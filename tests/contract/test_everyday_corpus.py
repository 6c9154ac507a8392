"""The embedded corpus keeps what its card says."""

import csv
from collections import Counter
from importlib import resources
from itertools import combinations

import pytest

CORPUS = resources.files("sentir") / "shipped" / "corpora" / "everyday.csv"


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(CORPUS.read_text("utf-8").splitlines()))


def test_every_class_has_125_sentences_in_each_language() -> None:
    counts = Counter((row["language"], row["label"]) for row in rows())
    assert len(counts) == 12
    assert set(counts.values()) == {125}


def test_no_two_sentences_share_most_of_their_words() -> None:
    for language in ("en", "es"):
        words = [set(row["text"].lower().split()) for row in rows() if row["language"] == language]
        worst = max(len(a & b) / len(a | b) for a, b in combinations(words, 2))
        assert worst < 0.45


def test_hardly_any_sentence_leans_on_the_verb_to_feel() -> None:
    feeling = ("feel", "felt", "siento", "sentí", "sentir")
    count = sum(any(verb in row["text"].lower() for verb in feeling) for row in rows())
    assert count / 1500 <= 0.03


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_linear_baseline_learns_it_well_above_chance(language: str) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_score
    from sklearn.pipeline import make_pipeline

    own = [row for row in rows() if row["language"] == language]
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LogisticRegression(C=10, max_iter=500),
    )
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    scores = cross_val_score(
        model, [row["text"] for row in own], [row["label"] for row in own], cv=folds
    )
    assert scores.mean() >= 0.45
