"""A comparison of runs as one HTML file that needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report import compared_words as words
from sentir.report.bound_words import unbounded
from sentir.report.compared_view import legend, mean_of, p_value, pair_range
from sentir.report.drawing import why_no_figures
from sentir.report.reach_words import reach_sentences
from sentir.report.score_words import score_range, score_value
from sentir.report.templating import Page, fill

if TYPE_CHECKING:
    from sentir.report.compared_shape import Compared, SideRow
    from sentir.report.language import Language


def compared_page(compared: Compared, language: Language) -> Page:
    """Return the page in this language; without jinja2 none, without matplotlib no chart."""
    lacking = why_no_figures(language)
    figure = "" if lacking else _figure(compared, language)
    view = {**_view(compared, language), "figure": figure}
    return fill("compared.html", language, view, notes=lacking)


def _figure(compared: Compared, language: Language) -> str:
    from sentir.report.figures.compared_curves import compared_curves

    return compared_curves(compared, language)


def _view(compared: Compared, language: Language) -> dict[str, Any]:
    pairs = compared["comparisons"]
    return {
        "title": words.heading(compared, language),
        "grouping": words.grouping_sentences(compared, language),
        "claims": words.claim_sentences(compared, language),
        "outcomes": [
            {
                "outcome": words.outcome_sentence(pair, language),
                "deciding": words.deciding_sentence(pair, language),
            }
            for pair in words.pairs_in_words(compared)
        ],
        "score_heading": words.score_heading(compared, language),
        "legend": legend(language),
        "look": words.looks_sentence(compared, language),
        "pairs": [_pair(pair, language) for pair in pairs],
        "sides": [_side(side, language) for side in compared["sides"]],
        "settings": [
            {
                "setting": row["setting"],
                "values": [words.setting_value(value, language) for value in row["values"]],
            }
            for row in compared["differing"]
        ],
        "reaches": [line for pair in pairs for line in reach_sentences(pair, language)],
        "runs": [row for side in compared["sides"] for row in _runs(side, language)],
    }


def _pair(pair: dict[str, Any], language: Language) -> dict[str, str]:
    return {
        "name": f"{pair['name']} - {pair['against']}",
        "effect": words.signed_points(pair["effect"], language),
        "range": pair_range(pair, language),
        "p": p_value(pair["adjusted_p"], language),
        "outcome": language.say(words.OUTCOME_NAMES[pair["outcome"]]),
        "found_from": words.points(pair["minimum_detectable_difference"], language),
        "deciders": words.deciders(pair, language),
    }


def _side(side: SideRow, language: Language) -> dict[str, str]:
    return {
        "name": side["name"],
        "title": words.side_title(side, language),
        "value": score_value("accuracy", side["score"]["value"], language),
        "range": "" if unbounded(side) else score_range("accuracy", side["score"], language),
        "kept_epoch": mean_of(side, "kept_epoch", language),
        "seconds": mean_of(side, "seconds", language),
        "parameters": language.count(side["parameters"]),
    }


def _runs(side: SideRow, language: Language) -> list[dict[str, str]]:
    return [
        {
            "side": side["name"],
            "run": run["run"],
            "seed": str(run["seed"]),
            "score": language.percent(run["score"]),
            "kept_epoch": language.count(run["kept_epoch"]),
            "epochs": language.count(run["epochs"]),
            "seconds": language.number(run["seconds"], 1),
        }
        for run in side["runs"]
    ]
