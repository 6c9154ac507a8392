"""Remedies in words, from `comparison.json` alone: a row and a paragraph each, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.variations import shown
from sentir.report.duration_words import duration
from sentir.report.language import NO_VALUE, mark, mark_many
from sentir.report.next_step import repeated
from sentir.report.remedy_names import HYPOTHESES, NAMES
from sentir.report.verdict_words import course_headline, fit_headline

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report.language import Language

Remedies = dict[str, Any]
"""`comparison.json` of remedies."""
FEWEST_SEEDS = 3
_OUTCOMES = {
    "helped": mark("helped"), "hurt": mark("hurt"), "mixed": mark("mixed"),
    "no_evidence": mark("no evidence"), "not_compared": mark("failed"),
}  # fmt: skip
_CAME_OF_IT = {
    ("score", "better"): mark("the validation score rose by {effect} points [{low} to {high}]"),
    ("score", "worse"): mark("the validation score fell by {effect} points [{low} to {high}]"),
    ("loss", "better"): mark("the validation loss fell by {effect} [{low} to {high}]"),
    ("loss", "worse"): mark("the validation loss rose by {effect} [{low} to {high}]"),
}
_STEADIER = {
    True: mark(
        "Steadier: at the last epoch the loss differs by {loss} [{loss_low} to {loss_high}], the "
        "gap by {gap} points [{gap_low} to {gap_high}]."
    ),
    False: mark(
        "Not steadier: at the last epoch the loss differs by {loss} [{loss_low} to {loss_high}], "
        "the gap by {gap} points [{gap_low} to {gap_high}]."
    ),
}
_FAILED = mark_many("{n} training failed: {reasons}", "{n} trainings failed: {reasons}")


def title(found: Remedies, language: Language) -> str:
    """Return what was tried on what."""
    return language.say("Remedies for {run}", run=found["run"])


def lead(found: Remedies, language: Language) -> str:
    """Return the verdict that the order of the remedies comes from."""
    return language.say(
        "Kept weights: {fit}. Curves: {course}.",
        fit=fit_headline(found["verdict"], language),
        course=course_headline(found["verdict"], language),
    )


def headings(language: Language) -> list[str]:
    """Return the columns of the table."""
    say = language.say
    return [say("remedy"), say("score, points"), say("loss"), say("outcome"), say("steadier")]


def cells(tried: Mapping[str, Any], language: Language) -> list[str]:
    """Return the row of one remedy: name, effect on score and loss, outcome, steadier or not."""
    say = language.say
    steadier = {True: say("yes"), False: say("no"), None: NO_VALUE}[tried["steadier"]]
    return [
        name(tried["code"], language),
        _effect(tried["score"], language, digits=1, unit=100),
        _effect(tried["loss"], language),
        say(_OUTCOMES[tried["outcome"]]),
        steadier,
    ]


def name(code: str, language: Language) -> str:
    """Return what a remedy is called."""
    return language.say(NAMES[code])


def paragraph(tried: Mapping[str, Any], language: Language) -> tuple[str, list[str]]:
    """Return a remedy's code with its settings, then its hypothesis and what came of it."""
    settings = ", ".join(f"{key} = {shown(value)}" for key, value in tried["settings"].items())
    head = f"{tried['code']} ({settings})" if settings else str(tried["code"])
    said = [language.say(HYPOTHESES[tried["code"]]), _what_came(tried, language)]
    if tried["steadier"] is not None:
        said.append(_steadier(tried, language))
    if failures := tried["side"]["failures"]:
        reasons = "; ".join(dict.fromkeys(failures))
        said.append(language.say_many(*_FAILED, len(failures), reasons=reasons))
    return head, [sentence for sentence in said if sentence]


def _what_came(tried: Mapping[str, Any], language: Language) -> str:
    if tried["outcome"] == "not_compared":
        return ""
    if tried["outcome"] == "no_evidence":
        least = [tried[each]["minimum_detectable_difference"] for each in ("score", "loss")]
        return language.say(
            "No evidence either way: true differences of {points} points, or of {loss} in loss, "
            "would be found four times in five.",
            points=language.number(100 * least[0], 1), loss=language.number(least[1]),
        )  # fmt: skip
    told = [
        language.say(_CAME_OF_IT[key, tried[key]["outcome"]], **_amounts(tried[key], language))
        for key in ("score", "loss")
        if tried[key]["outcome"] != "tied"
    ]
    outcome = language.say(_OUTCOMES[tried["outcome"]]).capitalize()
    return f"{outcome}: {language.listing(told)}."


def _amounts(pair: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return effect and ends as amounts, whichever way they point."""
    unit, digits = (100, 1) if pair["measure"] == "score" else (1, 3)
    sign = unit if pair["effect"] >= 0 else -unit
    low, high = sorted((sign * pair["adjusted_low"], sign * pair["adjusted_high"]))
    ends = {"effect": sign * pair["effect"], "low": low, "high": high}
    return {key: language.number(end, digits) for key, end in ends.items()}


def _steadier(tried: Mapping[str, Any], language: Language) -> str:
    loss, gap = tried["last"]["loss"], tried["last"]["gap"]
    return language.say(
        _STEADIER[tried["steadier"]],
        loss=language.signed(loss["effect"], 3),
        loss_low=language.number(loss["low"]),
        loss_high=language.number(loss["high"]),
        gap=language.signed(100 * gap["effect"], 1),
        gap_low=language.number(100 * gap["low"], 1),
        gap_high=language.number(100 * gap["high"], 1),
    )


def _effect(
    pair: Mapping[str, Any], language: Language, *, digits: int = 3, unit: float = 1
) -> str:
    if pair["outcome"] == "not_compared":
        return NO_VALUE
    low, high = (language.number(unit * pair[end], digits) for end in
                 ("adjusted_low", "adjusted_high"))  # fmt: skip
    value = language.signed(unit * pair["effect"], digits)
    return language.say("{value} [{low} to {high}]", value=value, low=low, high=high)


def next_lines(found: Remedies, language: Language) -> tuple[list[str], str]:
    """Return what to do now, in sentences, and the command that does it (empty for none)."""
    remedies = {each["code"]: each for each in found["remedies"]}
    said, best = [], found["best"]
    if remedies.get("more_data", {}).get("outcome") == "helped":
        said.append(
            language.say(
                "Twice as many rows helped, so more labelled rows are likely to help further."
            )
        )
    if best:
        typed = {key: shown(value) for key, value in remedies[best]["settings"].items()}
        said.append(
            language.say(
                "Of what can be set, {name} helped most. To train with it:",
                name=name(best, language),
            )
        )
        return said, repeated(found["command"], typed)
    settings = [each for each, tried in remedies.items() if tried["settings"]]
    if settings:
        said.append(
            language.say(
                "No evidence that any of these settings helps the kept weights. More --seeds, or "
                "fewer remedies (--only), show smaller differences."
            )
        )
    if steadier := [name(each, language) for each in settings if remedies[each]["steadier"]]:
        said.append(
            language.say(
                "Steadier at the last epoch: {names}. That counts where the last weights are used; "
                "sentir keeps the best ones.",
                names=language.listing(steadier),
            )
        )
    return said, ""


def caveats(found: Remedies, language: Language) -> list[str]:
    """Return what the numbers rest on, and what they do not say."""
    seeds, rows = found["seeds"], found["rows"]
    said = [
        language.say_many(
            "{n} training each, on the run's own rows ({train} to learn from, {validation} to "
            "judge by); no test row was looked at. Score and loss are of the kept weights and "
            "alone decide the outcome; their intervals allow for the number of remedies (Holm).",
            "{n} trainings each, on the run's own rows ({train} to learn from, {validation} to "
            "judge by); no test row was looked at. Score and loss are of the kept weights and "
            "alone decide the outcome; their intervals allow for the number of remedies (Holm).",
            len(seeds),
            train=language.count(rows["train"]),
            validation=language.count(rows["validation"]),
        ),
        language.say("Each remedy was tried alone: two together may do more, or less."),
    ]
    if len(seeds) == 1:
        said.append(
            language.say(
                "One seed: what is said holds for these trainings on other rows; another seed may "
                "turn it round."
            )
        )
    if len(seeds) < FEWEST_SEEDS:
        said.append(
            language.say("Whether the last epoch is steadier takes 3 seeds or more to tell.")
        )
    said += left_out_lines(found["left_out"], len(seeds), language)
    return said


def choice_lines(choice: Mapping[str, Any], seeds: int, language: Language) -> list[str]:
    """Return what will be tried, and what would take too long."""
    codes = ", ".join(each["code"] for each in choice["taken"])
    tried = language.say_many(
        "Trying {n} remedy: {codes}.", "Trying {n} remedies: {codes}.",
        len(choice["taken"]), codes=codes,
    )  # fmt: skip
    return [tried, *left_out_lines(choice["left_out"], seeds, language)]


def left_out_lines(
    left_out: Sequence[Mapping[str, Any]], seeds: int, language: Language
) -> list[str]:
    """Return which remedies the budget has no room for, each with what it would take."""
    if not left_out:
        return []
    listed = [
        language.say("{code} (about {time} of training)", code=each["code"],
                     time=duration(seeds * each["seconds"], language))
        for each in left_out
    ]  # fmt: skip
    return [language.say("Left out, for the budget is spent: {list}.", list=", ".join(listed))]
