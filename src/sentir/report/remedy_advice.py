"""What follows from the remedies that were tried: sentences, and the command that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.variations import shown
from sentir.report.next_step import repeated
from sentir.report.remedy_words import name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sentir.report.language import Language
    from sentir.report.remedy_words import Remedies


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
    settings = {code: tried for code, tried in remedies.items() if tried["settings"]}
    if best:
        typed = {key: shown(value) for key, value in settings[best]["settings"].items()}
        said.append(_best(best, settings, language))
        return said, repeated(found["command"], typed)
    said += _none_helped(settings, language)
    said += [] if settings else _only_more_data(remedies["more_data"]["outcome"], language)
    if steadier := [name(each, language) for each in settings if settings[each]["steadier"]]:
        said.append(
            language.say(
                "Steadier at the last epoch: {names}. That counts where the last weights are used; "
                "sentir keeps the best ones.",
                names=language.listing(steadier),
            )
        )
    return said, ""


def _best(best: str, settings: Mapping[str, Mapping[str, Any]], language: Language) -> str:
    """Return which helped most; that it is better than others that helped, nobody tested."""
    others = [
        name(code, language)
        for code, tried in settings.items()
        if tried["outcome"] == "helped" and code != best
    ]
    if not others:
        return language.say(
            "Of what can be set, {name} helped. To train with it:", name=name(best, language)
        )
    return language.say(
        "Of what can be set, {name} helped most here ({others} helped too; whether one is better "
        "than the other was not tested). To train with it:",
        name=name(best, language),
        others=language.listing(others),
    )


def _none_helped(settings: Mapping[str, Mapping[str, Any]], language: Language) -> list[str]:
    """Return that none helped: seen not to, too small to matter, or with too few seeds to tell."""
    outcomes = {tried["outcome"] for tried in settings.values()}
    said = []
    if outcomes & {"mixed", "negligible"}:
        said.append(
            language.say(
                "None of these settings is seen to help the kept weights by as much as matters, "
                "and without harm."
            )
        )
    elif outcomes - {"few_seeds"}:
        said.append(
            language.say(
                "No evidence that any of these settings helps the kept weights. More --seeds, "
                "fewer remedies (--only) or more validation rows show smaller differences."
            )
        )
    return [*said, _too_few_seeds(language)] if "few_seeds" in outcomes else said


def _only_more_data(outcome: str, language: Language) -> list[str]:
    """Return what follows where nothing but more data was tried, and it did not help."""
    if outcome == "few_seeds":
        return [_too_few_seeds(language)]
    if outcome != "no_evidence":
        return []
    return [
        language.say(
            "No evidence that twice as many rows help the kept weights. More --seeds or more "
            "validation rows show smaller differences."
        )
    ]


def _too_few_seeds(language: Language) -> str:
    return language.say(
        "Fewer than 3 seeds cannot tell what a remedy does from what a seed does, nor whether the "
        "last epoch is steadier: give --seeds 3 or more."
    )
