"""A comparison of runs in sentences: what is claimed, what came out, what would decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.report.bound_words import few_seeds_sentence, unbounded
from sentir.report.language import NO_VALUE, mark, mark_many
from sentir.report.score_words import part_rows, score_name

if TYPE_CHECKING:
    from sentir.report.compared_shape import Compared, SideRow
    from sentir.report.language import Language

_KINDS = {
    True: mark_many("{n} model", "{n} models"),
    False: mark_many("{n} recipe", "{n} recipes"),
}
_CLAIMS = {
    "models": mark(
        "One run a side: what is said holds for these models on other rows. It is no claim about "
        "their recipes, for another seed may turn it round; that takes several seeds a side."
    ),
    "recipes": mark(
        "Several seeds a side: what is said holds for the recipes, with other seeds on other rows."
    ),
    "model and recipe": mark(
        "One run against several seeds: what is said holds for that model and that recipe. Of the "
        "recipe of the single run it says nothing."
    ),
}
_OUTCOMES = {
    "better": mark("{a} is better than {b}: {points} points [{low} to {high}]."),
    "worse": mark("{b} is better than {a}: {points} points [{low} to {high}]."),
    "tied": mark("{a} and {b} are tied: {points} points [{low} to {high}] may be chance."),
}
OUTCOME_NAMES = {"better": mark("better"), "worse": mark("worse"), "tied": mark("tied")}
_MOST_PAIRS_IN_WORDS = 3
_PARTS = {"validation": mark("validation accuracy"), "test": mark("test accuracy")}


def heading(compared: Compared, language: Language) -> str:
    """Return what was compared on what."""
    is_alone = all(len(side["seeds"]) == 1 for side in compared["sides"])
    return language.say(
        "{n} compared on {rows}",
        n=language.say_many(*_KINDS[is_alone], len(compared["sides"])),
        rows=part_rows(compared["part"], compared["rows"], language),
    )


def side_title(side: SideRow, language: Language) -> str:
    """Return a side as `gru-0 (seeds 0, 1, 2)`."""
    seeds = ", ".join(str(seed) for seed in side["seeds"])
    if len(side["seeds"]) == 1:
        return language.say("{run} (seed {seeds})", run=side["title"], seeds=seeds)
    return language.say("{run} (seeds {seeds})", run=side["title"], seeds=seeds)


def grouping_sentences(compared: Compared, language: Language) -> list[str]:
    """Return how runs were put together, and which were left out."""
    said = []
    if compared["one_recipe"]:
        said.append(
            language.say(
                "These runs differ in nothing but the seed, so each is compared as a model."
            )
        )
    elif any(len(side["seeds"]) > 1 for side in compared["sides"]):
        said.append(
            language.say("Runs that differ in nothing but the seed count as seeds of one recipe.")
        )
    if compared["left_out"]:
        said.append(
            language.say(
                "Left out, for a run of the same recipe and seed is there already: {runs}.",
                runs=language.listing(compared["left_out"]),
            )
        )
    return said


def claim_sentences(compared: Compared, language: Language) -> list[str]:
    """Return what the pairs are claims about, each kind once, and how many there are."""
    claims = dict.fromkeys(pair["claim"] for pair in compared["comparisons"])
    said = [language.say(_CLAIMS[claim]) for claim in claims]
    pairs = len(compared["comparisons"])
    if pairs > 1:
        said.append(
            language.say(
                "p-values and intervals allow for there being {n} pairs (Holm).",
                n=language.count(pairs),
            )
        )
    if any(map(unbounded, compared["sides"])):
        said.append(few_seeds_sentence(language))
    return said


def pairs_in_words(compared: Compared) -> list[dict[str, Any]]:
    """Return the pairs that are told in sentences; many are read more easily in their table."""
    pairs = compared["comparisons"]
    return pairs if len(pairs) <= _MOST_PAIRS_IN_WORDS else []


def outcome_sentence(pair: dict[str, Any], language: Language) -> str:
    """Return who is better, or that the two are tied."""
    effect, low, high = pair["effect"], pair["adjusted_low"], pair["adjusted_high"]
    if pair["outcome"] == "worse":
        effect, low, high = -effect, -high, -low
    return language.say(
        _OUTCOMES[pair["outcome"]],
        a=pair["name"],
        b=pair["against"],
        points=signed_points(effect, language),
        low=points(low, language),
        high=points(high, language),
    )


def deciding_sentence(pair: dict[str, Any], language: Language) -> str:
    """Return what the comparison could have seen, and what would decide the difference it saw."""
    seen = language.say(
        "A true difference of {points} points is found by such a comparison in 80 of 100 cases.",
        points=points(pair["minimum_detectable_difference"], language),
    )
    if pair["outcome"] != "tied" or pair["effect"] == 0:
        return seen
    how = deciders(pair, language)
    if how == NO_VALUE:
        more = language.say("Neither more seeds nor more rows alone would decide the difference.")
    else:
        more = language.say(
            "If {points} points are the truth, about {how} would decide it as often.",
            points=points(abs(pair["effect"]), language),
            how=how,
        )
    return f"{seen} {more}"


def deciders(pair: dict[str, Any], language: Language) -> str:
    """Return `9 seeds a side or 1,400 rows`; a dash where neither helps or none is needed."""
    if pair["outcome"] != "tied":
        return NO_VALUE
    needed = pair["would_decide"]
    named = []
    if needed["seeds"] is not None:
        named.append(language.say_many("{n} seed a side", "{n} seeds a side", needed["seeds"]))
    if needed["rows"] is not None:
        named.append(language.say_many("{n} row", "{n} rows", _rounded(needed["rows"])))
    if len(named) == 2:
        return language.say("{one} or {other}", one=named[0], other=named[1])
    return named[0] if named else NO_VALUE


def _rounded(n: int) -> int:
    """Return a number of rows with two significant digits: it is an estimate."""
    return int(float(f"{n:.2g}"))


def looks_sentence(compared: Compared, language: Language) -> str:
    """Return how often the test rows were looked at, where they were."""
    if not compared["test_looks"]:
        return ""
    said = language.say("This counts as a look at the test rows of each run.")
    if (most := max(compared["test_looks"])) < 2:
        return said
    often = language.say(
        "Those of a run were looked at {n} times by now: each look before a decision makes a score "
        "a little too good.",
        n=language.count(most),
    )
    return f"{said} {often}"


def score_heading(compared: Compared, language: Language) -> str:
    """Return the name of the score that is compared, such as `validation accuracy`."""
    if compared["score"] != "accuracy":
        return score_name(compared["score"], language)
    return language.say(_PARTS[compared["part"]])


def points(share: float, language: Language) -> str:
    """Return a share of 1 in points of 100."""
    return language.number(100 * share, 1)


def signed_points(share: float, language: Language) -> str:
    """Return the same with a sign where it is above 0."""
    return language.signed(100 * share, 1)


def setting_value(value: Any, language: Language) -> str:
    """Return the value of a setting as it is typed."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: NO_VALUE}[value]
    if isinstance(value, int | float):
        return language.setting(value)
    if isinstance(value, list):
        return f"[{', '.join(setting_value(each, language) for each in value)}]"
    return str(value)
