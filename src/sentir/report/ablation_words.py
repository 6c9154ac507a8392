"""An ablation in words: a row per value; for each factor what changed, and whether it is better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sentir.config.table_recipe import in_language
from sentir.report.duration_words import duration
from sentir.report.language import NO_VALUE, mark
from sentir.report.reading_words import reading_sentence, verdict_line
from sentir.report.score_words import score_with_range

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sentir.report.language import Language

Comparison = dict[str, Any]
"""`comparison.json` of an ablation."""
_OUTCOMES = {
    "better": mark("better"), "worse": mark("worse"), "tied": mark("tied"),
    "not_compared": mark("failed"),
}  # fmt: skip
_BY_SCORE = {
    "better": mark("{value} is better than {first} by {points} points [{low} to {high}]."),
    "worse": mark("{value} is worse than {first} by {points} points [{low} to {high}]."),
}
_BY_LOSS = {
    "better": mark("By log loss {value} is better than {first} ({difference} [{low} to {high}])."),
    "worse": mark("By log loss {value} is worse than {first} ({difference} [{low} to {high}])."),
}
_SAME_SIZE = 1.01
_SAME_TIME = 1.15
_SAME_GAP = 0.02


def headings(language: Language) -> list[str]:
    """Return the columns of a factor's table after the value itself."""
    say = language.say
    return [
        say("accuracy"), say("gap"), say("params"), say("time"), say("file"), say("result"),
    ]  # fmt: skip


def cells(found: Comparison, value: Mapping[str, Any], language: Language) -> list[str]:
    """Return the cells of one value: score with interval, gap, parameters, time, file, outcome."""
    side = found["variants"][value["variant"]]
    outcome = value["score"]["outcome"] if "score" in value else None
    return [
        score_with_range("accuracy", side["score"], language) if side["seeds"] else NO_VALUE,
        points(side["gap"], language),
        amount(side["parameters"], language),
        NO_VALUE if side["seconds"] is None else duration(side["seconds"], language),
        file_size(side["model_bytes"], language),
        language.say(_OUTCOMES[outcome]) if outcome else language.say("first"),
    ]


def factor_title(factor: Mapping[str, Any], language: Language) -> str:
    """Return what is varied: in the recipe's words and as a setting, or as a setting alone."""
    title = in_language(factor["title"], language.code)
    return f"{title} ({factor['setting']})" if title else str(factor["setting"])


def variant_name(name: str, language: Language) -> str:
    """Return what a variant is called: the setting it changes, or that it changes none."""
    return language.say("the base") if name == "base" else name


def factor_question(factor: Mapping[str, Any], language: Language) -> str:
    """Return what the report asks, if the recipe says so."""
    return in_language(factor["question"], language.code)


def factor_sentences(found: Comparison, factor: Mapping[str, Any], language: Language) -> list[str]:
    """Return what became of score, loss, size, time and gap from value to value."""
    values = factor["values"]
    by_score = [_told_apart(value, values[0], language) for value in values[1:]]
    sentences = [
        *filter(None, by_score),
        *_tied(values, language),
        *filter(None, [_by_loss(value, values[0], language) for value in values[1:]]),
    ]
    finished = [value for value in values if found["variants"][value["variant"]]["seeds"]]
    if len(finished) > 1:
        if factor["setting"] == "train.epochs":
            sentences.append(_epochs(found, finished, language))
        sentences += [*_cost(found, finished, language), *_gap(found, finished, language)]
    return [*sentences, *_failures(found, values, language)]


def _told_apart(value: Mapping[str, Any], first: Mapping[str, Any], language: Language) -> str:
    score = value["score"]
    if score["outcome"] not in _BY_SCORE:
        return ""
    ends = [score["effect"], score["adjusted_low"], score["adjusted_high"]]
    if score["outcome"] == "worse":
        ends = [-ends[0], -ends[2], -ends[1]]
    effect, low, high = (language.number(100 * end, 1) for end in ends)
    return language.say(
        _BY_SCORE[score["outcome"]],
        value=value["shown"], first=first["shown"], points=effect, low=low, high=high,
    )  # fmt: skip


def _tied(values: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    tied = [value for value in values[1:] if value["score"]["outcome"] == "tied"]
    if not tied:
        return []
    least = max(value["score"]["minimum_detectable_difference"] for value in tied)
    return [
        language.say(
            "Tied with {first}: {values}. A true difference of {points} points would be found four "
            "times in five, a smaller one less often.",
            values=", ".join(value["shown"] for value in tied),
            first=values[0]["shown"],
            points=language.number(100 * least, 1),
        )
    ]


def _by_loss(value: Mapping[str, Any], first: Mapping[str, Any], language: Language) -> str:
    """Return what log loss tells apart where the score does not."""
    loss = value["loss"]
    if value["score"]["outcome"] != "tied" or loss["outcome"] not in _BY_LOSS:
        return ""
    difference, low, high = (
        language.number(loss[end]) for end in ("effect", "adjusted_low", "adjusted_high")
    )
    return language.say(
        _BY_LOSS[loss["outcome"]],
        value=value["shown"], first=first["shown"], difference=difference, low=low, high=high,
    )  # fmt: skip


def _cost(found: Comparison, values: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    """Return what size and time become, from the smallest net to the largest, if they change."""
    small, large = _ends(found, values, "parameters")
    few, many = (_side(found, value)["parameters"] for value in (small, large))
    if many < few * _SAME_SIZE:
        size = language.say("The size stays.")
    else:
        light, heavy = (_side(found, value)["model_bytes"] for value in (small, large))
        size = language.say(
            "From {small} to {large}: {few} to {many} parameters, a file of {light} to {heavy}.",
            small=small["shown"], large=large["shown"],
            few=amount(few, language), many=amount(many, language),
            light=file_size(light, language), heavy=file_size(heavy, language),
        )  # fmt: skip
    quick, slow = _ends(found, values, "seconds")
    short, long = (_side(found, value)["seconds"] for value in (quick, slow))
    if long < max(short * _SAME_TIME, short + 1):
        return [f"{size} {language.say('Time hardly changes.')}"]
    time = language.say(
        "Training takes {short} with {quick} and {long} with {slow}.",
        short=duration(short, language), long=duration(long, language),
        quick=quick["shown"], slow=slow["shown"],
    )  # fmt: skip
    return [f"{size} {time}"]


def _epochs(found: Comparison, values: Sequence[Mapping[str, Any]], language: Language) -> str:
    """Return which epoch's weights were kept, and what the validation loss did after it."""
    sides = [(value["shown"], _side(found, value)) for value in values]
    said = [
        language.say(
            "of {epochs}: epoch {kept}, loss {loss}, at the end {last}",
            epochs=epochs,
            kept="/".join(language.count(epoch) for epoch in dict.fromkeys(side["kept_epochs"])),
            loss=language.number(side["loss"]),
            last=language.number(side["last"]["loss"]),
        )
        for epochs, side in sides
    ]
    return language.say("Weights kept: {list}.", list="; ".join(said))


def _ends(
    found: Comparison, values: Sequence[Mapping[str, Any]], key: str
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the values with the least and the most of something."""
    by_key = sorted(values, key=lambda value: _side(found, value)[key])
    return by_key[0], by_key[-1]


def _side(found: Comparison, value: Mapping[str, Any]) -> dict[str, Any]:
    return dict(found["variants"][value["variant"]])


def _gap(found: Comparison, values: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    gaps = [(found["variants"][value["variant"]]["gap"], value["shown"]) for value in values]
    known = [(gap, name) for gap, name in gaps if gap is not None]
    if not known or max(known)[0] - min(known)[0] < _SAME_GAP:
        return []
    (least, of_least), (most, of_most) = min(known), max(known)
    return [
        language.say(
            "The gap between training and validation rows is least with {small} ({least} points) "
            "and largest with {large} ({most}).",
            small=of_least, least=points(least, language),
            large=of_most, most=points(most, language),
        )
    ]  # fmt: skip


def _failures(
    found: Comparison, values: Sequence[Mapping[str, Any]], language: Language
) -> list[str]:
    return [
        language.say("{value} failed: {reason}", value=value["shown"], reason=reason)
        for value in values
        for reason in dict.fromkeys(found["variants"][value["variant"]]["failures"])
    ]


def reading_lines(reading: Mapping[str, Any], language: Language) -> list[str]:
    """Return a net's name, its verdict, what its author says of it, and whether that agrees."""
    said = in_language(reading["said"], language.code)
    return [
        f"{reading['setting']} = {reading['shown']}",
        verdict_line(reading, language),
        *([language.say("The report says: {said}.", said=said)] if said else []),
        *(reading_sentence(each, reading["verdict"], language) for each in reading["agreements"]),
    ]


def caveats(found: Comparison, language: Language) -> list[str]:
    """Return what the numbers rest on and for whom they hold."""
    rows, seeds = found["rows"], found["seeds"]
    sentences = [
        language.say(
            "{train} training rows, {validation} validation rows, which chose the weights and are "
            "those compared on; no test row was looked at.",
            train=language.count(rows["train"]), validation=language.count(rows["validation"]),
        )
    ]  # fmt: skip
    if rows["is_sample"]:
        sentences.append(
            language.say("The training rows are a sample; on all of them values may rank anew.")
        )
    if len(seeds) == 1:
        sentences.append(
            language.say(
                "One training a value: what is said holds for these very models. Other seeds may "
                "say otherwise; --seeds 3 tells. Times are of trainings that ran side by side."
            )
        )
    else:
        sentences.append(
            language.say(
                "{n} seeds a value: what is said is meant to hold for other seeds and rows too. "
                "Times are of trainings that ran side by side.",
                n=language.count(len(seeds)),
            )
        )
    return sentences


def points(share: float | None, language: Language) -> str:
    """Return a difference of shares in points: 4.2."""
    return language.number(None if share is None else 100 * share, 1)


def amount(count: int | None, language: Language) -> str:
    """Return a large number as short as a table needs it: 312 k, 1.24 M."""
    if count is None:
        return NO_VALUE
    if count < 1000:
        return language.count(count)
    if count < 1_000_000:
        return language.say("{n} k", n=language.number(count / 1e3, 0 if count > 99_999 else 1))
    return language.say("{n} M", n=language.number(count / 1e6, 2))


def file_size(size: int | None, language: Language) -> str:
    """Return the size of a file: 0.8 MB."""
    if size is None:
        return NO_VALUE
    return language.say("{n} MB", n=language.number(size / 1e6, 2 if size < 1e6 else 1))
